import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guessType, normaliseValue, targetOf, VALUE_TYPES, type ValueType } from './values.ts';

const refused = (type: ValueType, text: string) => {
  try {
    return normaliseValue(type, text);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('normaliseValue', () => {
  test.each<[ValueType, string, string]>([
    ['hash', ' D41D8CD98F00B204E9800998ECF8427E\n', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['ip', '2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['ip', '::ffff:192.0.2.1', '192.0.2.1'],
    ['domain', 'WWW.Example.COM.', 'www.example.com'],
    ['domain', 'bücher.example', 'xn--bcher-kva.example'],
    ['domain', '_sip._tcp.example', '_sip._tcp.example'],
    ['domain', 'wpad', 'wpad'],
    ['url', 'HTTP://Example.COM:80/a/../b?q#frag', 'http://example.com/b?q'],
    ['url', 'http://0x7f.1/', 'http://127.0.0.1/'],
    ['url', 'https://[2001:DB8::1]:8443', 'https://[2001:db8::1]:8443/'],
  ])('%s %j is %j', (type, text, expected) => expect(normaliseValue(type, text)).toBe(expected));

  test.each<[ValueType, string]>([
    ['hash', ''],
    ['hash', 'd41d8cd98f00b204e9800998ecf8427'],
    ['hash', 'z'.repeat(32)],
    ['ip', '192.0.2.1:80'],
    ['ip', '192.0.2.0/24'],
    ['ip', '010.0.0.1'],
    ['domain', ''],
    ['domain', '192.0.2.1'],
    ['domain', '0x7f.1'],
    ['domain', 'a b.example'],
    ['domain', 'a..example'],
    ['domain', '*.example'],
    ['domain', 'example.com:80'],
    ['domain', 'example.com/path'],
    ['domain', `${'a'.repeat(64)}.example`],
    ['domain', 'a.'.repeat(130)],
    ['domain', 'a\0b.example'],
    ['url', 'example.com/x'],
    ['url', 'file:///etc/passwd'],
    ['url', 'javascript:alert(1)'],
    ['url', 'http://'],
    ['url', `http://e.example/${'a'.repeat(2100)}`],
    ['url', `http://e.example/${'é'.repeat(500)}`],
  ])('%s %j is refused', (type, text) => expect(refused(type, text)).toBe('STORE_VALUE'));

  test('says of a long value only its beginning', () => {
    expect(() => normaliseValue('domain', 'x'.repeat(5000))).toThrow(/^"x{120}…" is not a domain/);
  });

  test('is its own normal form, on one line of plain characters', () => {
    const text = fc.oneof(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.domain(),
      fc.ipV4(),
      fc.ipV6(),
      fc.string({ unit: 'binary' }).map((odd) => `http://e.example/${odd}`),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...VALUE_TYPES), text, (type, value) => {
        const normal = refused(type, value);
        if (normal === 'STORE_VALUE') return;
        expect(normal).toMatch(/^[\x21-\x7e]+$/);
        expect(normaliseValue(type, normal)).toBe(normal);
        expect(targetOf(type, normal)).toBeDefined();
      }),
    );
  });
});

describe('guessType', () => {
  test.each([
    ['d41d8cd98f00b204e9800998ecf8427e', 'hash'],
    ['192.0.2.1', 'ip'],
    ['::1', 'ip'],
    ['www.example.com', 'domain'],
    ['http://www.example.com/', 'url'],
    ['wpad', undefined],
    ['mailto:a@b.example', undefined],
    ['file:///x', undefined],
    ['', undefined],
  ])('%j looks like %s', (text, expected) => expect(guessType(text)).toBe(expected));
});
