import { describe, expect, test } from 'vitest';
import { parseStoreLocation, storeLocation, withoutPassword } from './location.ts';

describe('storeLocation', () => {
  test.each([
    ['what was named', 'mine.db', { OVOSCOPE_STORE: 'other.db', HOME: '/h' }, 'mine.db'],
    ['the environment', undefined, { OVOSCOPE_STORE: 'other.db', HOME: '/h' }, 'other.db'],
    ['the data folder', undefined, { XDG_DATA_HOME: '/data', HOME: '/h' }, '/data/ovoscope/ovoscope.db'],
    ['the home folder', undefined, { HOME: '/h' }, '/h/.local/share/ovoscope/ovoscope.db'],
    [
      'the home folder beside a relative data folder',
      undefined,
      { XDG_DATA_HOME: 'data', HOME: '/h' },
      '/h/.local/share/ovoscope/ovoscope.db',
    ],
  ])('takes %s', (_, named, env, expected) => expect(storeLocation(named, env)).toBe(expected));
});

describe('parseStoreLocation', () => {
  test.each([
    ['a.db', { kind: 'sqlite', file: '/here/a.db' }],
    ['/x/a.db', { kind: 'sqlite', file: '/x/a.db' }],
    ['sqlite:a.db', { kind: 'sqlite', file: '/here/a.db' }],
    [':memory:', { kind: 'sqlite', file: ':memory:' }],
    ['postgres://h/d', { kind: 'postgres', url: 'postgres://h/d' }],
    ['PostgreSQL://h/d', { kind: 'postgres', url: 'PostgreSQL://h/d' }],
  ])('reads %s', (location, expected) => expect(parseStoreLocation(location, '/here')).toEqual(expected));

  test.each(['mysql://h/d', 'https://h/d', '', 'sqlite:', 'a\0b'])('refuses %j', (location) => {
    expect(() => parseStoreLocation(location, '/here')).toThrow(expect.objectContaining({ code: 'STORE_LOCATION' }));
  });
});

test.each([
  'postgres://u:secret@h:5432/d',
  'postgres://u:secret@/d?host=/tmp/x',
  'postgres://u@h/d?password=secret&x=1',
  'postgres://u:se:cr@et:secret@h/d',
])('%s is shown without its password', (url) => {
  expect(withoutPassword(url)).not.toContain('secret');
  expect(withoutPassword(url)).toContain('u');
});
