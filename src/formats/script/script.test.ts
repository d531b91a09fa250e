import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEncodedScripts } from './encoder.ts';
import { decodeScriptText } from './text.ts';
import { hiddenTexts, joinTexts } from './unhide.ts';

describe('the Script Encoder', () => {
  // Length and checksum as the format has them: 14 characters, whose codes add up to 1192.
  const ENCODED = '#@~^DgAAAA==\\ko$K6,JC\x7fV^GJqAQAAA==^#~@';

  it('is undone', () =>
    expect(decodeEncodedScripts(`x ${ENCODED} y ${ENCODED}`)).toEqual([
      { offset: 2, end: 2 + ENCODED.length, text: 'MsgBox "Hello"', isWhole: true },
      { offset: 5 + ENCODED.length, end: 5 + ENCODED.length * 2, text: 'MsgBox "Hello"', isWhole: true },
    ]));

  it('that breaks off gives what is there', () =>
    expect(decodeEncodedScripts(ENCODED.slice(0, 20))).toMatchObject([{ text: 'MsgBox "', isWhole: false }]));

  it('has escapes that count once', () =>
    expect(decodeEncodedScripts('#@~^AAAAAA==@#@&@!@*@$AAAAAA==^#~@')).toMatchObject([{ text: '\r\n<>@' }]));

  it('takes any text', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const { end, offset } of decodeEncodedScripts(`#@~^${text}`)) expect(end).toBeGreaterThan(offset);
      }),
    ));
});

describe('text', () => {
  it.each<[string, Buffer]>([
    ['utf-16le', Buffer.from('\ufeffvar a', 'utf16le')],
    ['utf-16le', Buffer.from('var a = 1', 'utf16le')],
    ['utf-16be', Buffer.from('\ufeffvar a', 'utf16le').swap16()],
    ['utf-8', Buffer.from('\ufeffvar a')],
    ['utf-8', Buffer.from('var ä')],
    ['ascii', Buffer.from('var a')],
    ['windows-1252', Buffer.from('var \xe4', 'latin1')],
  ])('is %s', (encoding, bytes) => {
    const found = decodeScriptText(bytes);
    expect(found.encoding).toBe(encoding);
    expect(found.text).toMatch(/^var [aä]/);
  });
});

describe('hidden text', () => {
  it.each<[string, string, string]>([
    ['escapes', String.raw`"\x68\x74\x74\x70\x3a\x2f\x2f"`, 'http://'],
    ['escapes', 'unescape("%68%74%74%70%u003a%2f%2f")', 'http://'],
    ['char_codes', 'String.fromCharCode(104, 116, 0x74, 112)', 'http'],
    ['char_codes', 'x = Chr(104) & Chr(116) & ChrW(&H74) & _\n Chr(112)', 'http'],
    ['char_codes', '[char]104+[char]0x74 + [char](116)+[char]112', 'http'],
    ['hex', Buffer.from('http://evil.example/a/b/c').toString('hex'), 'http://evil.example/a/b/c'],
  ])('in %s: %s', (how, text, plain) => expect(hiddenTexts(text)).toMatchObject([{ how, text: plain }]));

  it('is not seen in what is none', () =>
    expect(hiddenTexts('Chr(10) & Chr(13) Chr(65); \\x41\\x42 deadbeef')).toEqual([]));

  it('is put together', () => {
    expect(joinTexts(`"ht" + "tp" & _\n "s" + 'x'`)).toBe(`"https" + 'x'`);
    expect(joinTexts('p^ow^er`shell')).toBe('powershell');
  });

  it.each(['\\x41', '%u', 'Chr(65)&', '[char]', 'fromCharCode(1,', '0f', '"+', '^', '#@~^'])(
    'takes time in proportion to the text: %s',
    (unit) => expect(hiddenTexts(joinTexts(unit.repeat(200_000))).length).toBeLessThanOrEqual(200),
  );
});
