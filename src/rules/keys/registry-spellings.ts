import { registryPath } from '../../query/registry-path.ts';

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

/**
 * The key with its hive written long and short, also where the kernel's name was recorded (`\REGISTRY\MACHINE\…`);
 * as it is, where it begins with no hive.
 */
export function registrySpellings(key: string): readonly string[] {
  const named = registryPath(key);
  const slash = named.indexOf('\\');
  const hive = slash < 0 ? named : named.slice(0, slash);
  const other = hive.length > 21 ? undefined : OTHERS.get(hive.toUpperCase());
  const spellings = other === undefined ? [named] : [named, other + named.slice(hive.length)];
  return named === key ? spellings : [key, ...spellings];
}
