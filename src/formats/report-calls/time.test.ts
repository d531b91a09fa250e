import { expect, it } from 'vitest';
import { secondsToMs, stampToMs } from './time.ts';

it.each([
  ['2023-07-11 08:41:54,656', Date.UTC(2023, 6, 11, 8, 41, 54, 656)],
  ['2023-07-11 08:41:55,007', Date.UTC(2023, 6, 11, 8, 41, 55, 7)],
  ['2023-07-11 08:41:54', Date.UTC(2023, 6, 11, 8, 41, 54)],
  ['2023-07-11T08:41:54.123456Z', Date.UTC(2023, 6, 11, 8, 41, 54) + 123.456],
  ['1601-01-01 00:00:00,000', Date.UTC(1601, 0, 1)],
])('reads %s', (text, ms) => {
  expect(stampToMs(text)).toBeCloseTo(ms, 6);
});

it.each([
  '',
  'none',
  '2023-07-11',
  '2023-13-11 08:41:54,656',
  '2023-02-30 00:00:00',
  '2023-07-11 08:41:5x,656',
  '2023-07-11 25:00:00,000',
])('takes %j for no time', (text) => {
  stampToMs('2023-07-11 08:41:54,656');
  expect(stampToMs(text)).toBeNaN();
});

it('keeps the milliseconds of seconds whose double is a little less', () => {
  for (let ms = 0; ms < 1000; ms++) expect(secondsToMs(1495448291 + ms / 1000)).toBe(1495448291000 + ms);
});
