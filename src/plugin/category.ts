/** The names that sandbox generations use for one category of calls, the common name first. */
const GROUPS: readonly (readonly string[])[] = [
  ['file', 'filesystem', 'device'],
  ['process', 'threading'],
  ['network', 'socket'],
  ['synchronisation', 'synchronization'],
  ['ui', 'windows'],
  ['ole', 'com'],
  ['iexplore', 'browser'],
];

const COMMON = new Map(GROUPS.flatMap((names) => names.map((name) => [name, names[0]!] as const)));

/** The common name of a category: `filesystem` and `file` are both `file`. An unknown category stays as it is. */
export function commonCategory(category: string): string {
  return COMMON.get(category) ?? category;
}
