import { expect, it, test } from 'vitest';
import { compareVersions, isVersion, versionGate } from './version.ts';

it.each([
  ['1.2', '1.2.0', 0],
  ['1.10', '1.9', 1],
  ['0.9.9', '1', -1],
  ['2.0-rc1', '2.0', 0],
])('compares %s with %s', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});

it('tells versions from other texts', () => {
  expect(['1', '1.2', '1.2.3'].every(isVersion)).toBe(true);
  expect(['', 'v1', '1.', '1.2.3.4.5', '1.x', ' 1'].some(isVersion)).toBe(false);
});

test('both limits are included', () => {
  expect(versionGate('1.2', '1.2', '1.2')).toBeUndefined();
  expect(versionGate('1.2', null, null)).toBeUndefined();
  expect(versionGate('1.2', '1.3', null)).toEqual({ field: 'minimum', wanted: '1.3' });
  expect(versionGate('1.2', null, '1.1')).toEqual({ field: 'maximum', wanted: '1.1' });
});
