const HIVES: readonly (readonly [short: string, long: string])[] = [
  ['HKLM', 'HKEY_LOCAL_MACHINE'],
  ['HKCU', 'HKEY_CURRENT_USER'],
  ['HKCR', 'HKEY_CLASSES_ROOT'],
  ['HKU', 'HKEY_USERS'],
  ['HKCC', 'HKEY_CURRENT_CONFIG'],
  ['HKPD', 'HKEY_PERFORMANCE_DATA'],
  ['HKDD', 'HKEY_DYN_DATA'],
];
const OTHERS = new Map(HIVES.flatMap(([short, long]) => [[short, long] as const, [long, short] as const]));

/** The key with its hive written long and short; as it is, where it begins with no hive. */
export function registrySpellings(key: string): readonly string[] {
  const slash = key.indexOf('\\');
  const hive = slash < 0 ? key : key.slice(0, slash);
  if (hive.length > 21) return [key];
  const other = OTHERS.get(hive.toUpperCase());
  return other === undefined ? [key] : [key, other + key.slice(hive.length)];
}
