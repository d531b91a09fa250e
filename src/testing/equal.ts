/**
 * Whether data equals what was expected: same values, same order in lists, any order of keys. Expectations may hold
 * matchers with an `asymmetricMatch` method, such as `expect.any(Number)`.
 */
export function equals(actual: unknown, expected: unknown): boolean {
  if (isMatcher(expected)) return expected.asymmetricMatch(actual);
  if (Object.is(actual, expected)) return true;
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) return false;
  if (Array.isArray(actual) !== Array.isArray(expected)) return hasJson(actual) && equals(actual.toJSON(), expected);
  const names = Object.keys(actual);
  return (
    names.length === Object.keys(expected).length &&
    names.every(
      (name) =>
        Object.hasOwn(expected, name) &&
        equals((actual as { [name: string]: unknown })[name], (expected as { [name: string]: unknown })[name]),
    )
  );
}

/** Call lists are compared as what they hold. */
function hasJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function isMatcher(value: unknown): value is { asymmetricMatch(actual: unknown): boolean } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'asymmetricMatch' in value &&
    typeof value.asymmetricMatch === 'function'
  );
}
