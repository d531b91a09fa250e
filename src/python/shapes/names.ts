/** Categories of calls whose names differ: Cuckoo 2's name → the one of CAPE and all before it. */
const OLDER: { readonly [category: string]: string } = {
  file: 'filesystem',
  synchronisation: 'synchronization',
  ui: 'windows',
  ole: 'com',
  iexplore: 'browser',
};
const NEWER = new Map(Object.entries(OLDER).map(([newer, older]) => [older, newer]));
// Cuckoo 2 has no category of their own for these.
NEWER.set('threading', 'process').set('socket', 'network').set('device', 'file').set('hooking', 'ui');

export function capeCategory(category: string): string {
  return Object.hasOwn(OLDER, category) ? OLDER[category]! : category;
}

export function cuckoo2Category(category: string): string {
  return NEWER.get(category) ?? category;
}
