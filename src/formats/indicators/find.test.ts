import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { findIndicators, isWindowsPath } from './find.ts';

function find(text: string): string[] {
  const found: string[] = [];
  findIndicators(text, (kind, value, type) =>
    found.push(type === undefined ? `${kind} ${value}` : `${kind} ${type} ${value}`),
  );
  return found;
}

const BITCOIN = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';

describe('URLs', () => {
  test.each([
    ['in a sentence', 'see http://evil.example.com/a.php?x=1, now', 'http://evil.example.com/a.php?x=1'],
    ['in brackets', '(https://foo.bar.ru/x_(y))', 'https://foo.bar.ru/x_(y)'],
    ['in quotes', `<a href="http://foo.bar.ru/'>`, 'http://foo.bar.ru/'],
    ['stuck to other text', 'ERRORhttp://foo.bar.ru:8080/x', 'http://foo.bar.ru:8080/x'],
    ['with a user', 'ftp://u:p@host.foo.ru:21/x', 'ftp://u:p@host.foo.ru:21/x'],
    ['defanged', 'hxxps://foo.bar.ru/', 'hxxps://foo.bar.ru/'],
    ['with an IPv6 address', 'http://[2001:db8::1]:80/x]', 'http://[2001:db8::1]:80/x'],
    ['of a pool', 'stratum+tcp://pool.foo.ru:3333', 'stratum+tcp://pool.foo.ru:3333'],
    ['of Tor', `http://${'a2'.repeat(28)}.onion/x`, `http://${'a2'.repeat(28)}.onion/x`],
    ['after a format', 'http://%s:%d/ http://foo.bar.ru/%s', 'http://foo.bar.ru/%s'],
    ['right after another scheme', 'http://a.comhttp://foo.bar.ru/x', 'http://foo.bar.ru/x'],
    ['with letters of any script', 'http://пример.рф/путь', 'http://пример.рф/путь'],
  ])('%s', (_, text, url) => expect(find(text)[0]).toBe(`url ${url}`));

  test.each(['http://', '://', 'http://localhost/', 'http://%s/', 'http://..', 'foo://bar.com', 'http://a'])(
    'none in %s',
    (text) => expect(find(text).filter((each) => each.startsWith('url'))).toEqual([]),
  );

  it('give their hosts', () => {
    expect(find('http://Foo.Bar.RU./x http://1.2.3.4:80')).toEqual([
      'url http://Foo.Bar.RU./x',
      'domain foo.bar.ru',
      'url http://1.2.3.4:80',
      'ip 1.2.3.4',
    ]);
  });

  it('are cut where nobody writes more', () => {
    const [url] = find(`http://foo.bar.ru/${'a'.repeat(10_000)}`);
    expect(url).toHaveLength('url '.length + 4096);
  });
});

test.each([
  ['mail to robin@mail.bar.ru.', ['email robin@mail.bar.ru', 'domain mail.bar.ru']],
  ['a.b+c@foo.co.uk', ['email a.b+c@foo.co.uk', 'domain foo.co.uk']],
  ['robin@localhost @foo.bar.ru x@co.uk', []],
  ['8.8.8.8, 10.0.0.1:443 and 192.168.1.300', ['ip 8.8.8.8', 'ip 10.0.0.1']],
  ['version 4.0.30319.0, 1.0.0.0, 6.1.0.0, 1.2.3.4.5, 01.2.3.4', []],
  ['2a00:1450:4001:81b::200e std::abc dead::beef 12:34:56', ['ip 2a00:1450:4001:81b::200e']],
  ['gate.evil-c2.xyz/x and evil.xyz:443', ['domain gate.evil-c2.xyz', 'domain evil.xyz']],
  ['System.Net kernel32.dll foo.name com.android.phone console.log readme.md C:\\x\\evil.com fetch.call(', []],
  ['5eb63bbbe01eeed093cb22bb8f5acdc3', ['hash md5 5eb63bbbe01eeed093cb22bb8f5acdc3']],
  ['2AAE6C35C94FCFB415DBE95F408B9CE91EE846ED', ['hash sha1 2aae6c35c94fcfb415dbe95f408b9ce91ee846ed']],
  ['0123456789abcdef0123456789abcdef 00000000000000000000000000000000', []],
  [`send to ${BITCOIN}!`, [`wallet bitcoin ${BITCOIN}`]],
  [`${BITCOIN}x 1B${BITCOIN.slice(2)}`, []],
] as [string, string[]][])('%s', (text, found) => expect(find(text)).toEqual(found));

test.each([
  ['C:\\Users\\lena\\x y.exe', true],
  ['\\\\server\\share\\x', true],
  ['\\\\?\\C:\\x', true],
  ['C:\\', false],
  ['C:/x/y', false],
  ['C:\\x "y"', false],
  ['see C:\\x\\y', false],
])('is %s a path? %s', (text, expected) => expect(isWindowsPath(text)).toBe(expected));

test('any text is answered, and what is found stands in it', () => {
  const parts = fc.constantFrom(
    'http',
    '://',
    '@',
    '.',
    '..',
    'a',
    'foo.com',
    '1.2.3.4',
    '::',
    '[',
    ']',
    '(',
    ')',
    ' ',
    '\ud800',
    'ffff:',
    '%',
    '-',
    '\0',
  );
  const text = fc
    .array(fc.oneof(parts, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 40 })
    .map((list) => list.join(''));
  fc.assert(
    fc.property(text, (given) => {
      findIndicators(given, (kind, value) => {
        if (kind !== 'ip') expect(given.toLowerCase()).toContain(value.toLowerCase());
      });
    }),
    { numRuns: 2000 },
  );
});

test('takes time in proportion to the text', () => {
  // With a step for each pair of characters these would take hours.
  for (const unit of ['http://', 'http://a.com(', 'a@', '@a', 'a.', '1.', 'a:', ')', 'http://foo.bar.ru/)', '::']) {
    find(unit.repeat(Math.ceil(500_000 / unit.length)));
  }
});
