const VERSION = /^\d{1,9}(?:\.\d{1,9}){0,3}$/;

/** Whether a text is a dotted version, such as `1`, `1.2` or `1.2.3`. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Negative, zero or positive, as `a` is older than, the same as or newer than `b`; missing parts are 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('-')[0]!.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The limit that keeps a module from running with this version, if any. Both limits are included. */
export function versionGate(
  running: string,
  minimum: string | null,
  maximum: string | null,
): { field: 'minimum' | 'maximum'; wanted: string } | undefined {
  if (minimum !== null && compareVersions(running, minimum) < 0) return { field: 'minimum', wanted: minimum };
  if (maximum !== null && compareVersions(running, maximum) > 0) return { field: 'maximum', wanted: maximum };
  return undefined;
}
