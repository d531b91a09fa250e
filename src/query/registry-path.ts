const ROOTS: readonly (readonly [prefix: string, name: string])[] = [
  ['\\registry\\machine', 'HKEY_LOCAL_MACHINE'],
  ['registry\\machine', 'HKEY_LOCAL_MACHINE'],
  ['\\registry\\user', 'HKEY_USERS'],
  ['registry\\user', 'HKEY_USERS'],
];

/** A key's path with the name of its root, also where the kernel's form was recorded (`\REGISTRY\MACHINE\…`). */
export function registryPath(path: string): string {
  const start = path.slice(0, 18).toLowerCase();
  for (const [prefix, name] of ROOTS) {
    if (!start.startsWith(prefix)) continue;
    const rest = path.slice(prefix.length);
    if (rest === '' || rest.startsWith('\\')) return name + rest;
  }
  return path;
}

const PREDEFINED: readonly string[] = [
  'HKEY_CLASSES_ROOT',
  'HKEY_CURRENT_USER',
  'HKEY_LOCAL_MACHINE',
  'HKEY_USERS',
  'HKEY_PERFORMANCE_DATA',
  'HKEY_CURRENT_CONFIG',
  'HKEY_DYN_DATA',
];

/** The root that a predefined handle stands for; 64-bit processes write them sign-extended. */
export function predefinedKey(handle: number): string | undefined {
  const low = handle % 0x1_0000_0000;
  return low >= 0x8000_0000 ? PREDEFINED[low - 0x8000_0000] : undefined;
}
