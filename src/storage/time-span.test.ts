import { describe, expect, test } from 'vitest';
import { parseExpiry, parseSince } from './time-span.ts';

const NOW = new Date('2026-11-22T10:00:00.000Z');

describe('parseSince', () => {
  test.each([
    ['1h', '2026-11-22T09:00:00.000Z'],
    ['90m', '2026-11-22T08:30:00.000Z'],
    ['3600', '2026-11-22T09:00:00.000Z'],
    ['2w', '2026-11-08T10:00:00.000Z'],
    ['0', '2026-11-22T10:00:00.000Z'],
    ['100000w', undefined],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T12:30', '2026-11-01T12:30:00.000Z'],
    ['2026-11-01T12:30:00+02:00', '2026-11-01T10:30:00.000Z'],
  ])('%s is %s', (text, expected) => {
    if (expected === undefined) expect(() => parseSince(text, NOW)).toThrow();
    else expect(parseSince(text, NOW)?.toISOString()).toBe(expected);
  });

  test('all is no time', () => expect(parseSince('all', NOW)).toBeUndefined());

  test.each(['', '1y', '-1h', '1.5h', 'yesterday', '2026-13-01', '11/12/2026', '1h 2m'])('%j is refused', (text) => {
    expect(() => parseSince(text, NOW)).toThrow(expect.objectContaining({ code: 'STORE_DURATION' }));
  });
});

test('parseExpiry counts from now on', () => {
  expect(parseExpiry('30d', NOW).toISOString()).toBe('2026-12-22T10:00:00.000Z');
  expect(parseExpiry('2027-01-01', NOW).toISOString()).toBe('2027-01-01T00:00:00.000Z');
  expect(() => parseExpiry('all', NOW)).toThrow(expect.objectContaining({ code: 'STORE_DURATION' }));
});
