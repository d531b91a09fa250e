import { describe, expect, it } from 'vitest';
import { cutAt, escapeHtml, jsonForScript, visible } from './escape.ts';

describe('visible', () => {
  it('leaves printable text of any language alone', () => {
    for (const text of ['C:\\Users\\a b\\x.exe', 'Ünïcödé 漢字 עברית', '😀']) expect(visible(text)).toBe(text);
  });

  it('shows bidirectional, control and invisible characters as glyphs', () => {
    expect(visible('invoice\u202efdp.exe')).toBe('invoice⟦U+202E⟧fdp.exe');
    expect(visible('a\0b\r\n\t\x1b[2J')).toBe('a⟦U+0000⟧b⟦U+000D⟧⟦U+000A⟧⟦U+0009⟧⟦U+001B⟧[2J');
    expect(visible('x\u200b\ufeff\u00a0\u2066\u{e0041}')).toBe('x⟦U+200B⟧⟦U+FEFF⟧⟦U+00A0⟧⟦U+2066⟧⟦U+E0041⟧');
  });

  it('shows a surrogate without partner, and keeps pairs', () => {
    expect(visible('\ud83d!😀\ude00')).toBe('⟦U+D83D⟧!😀⟦U+DE00⟧');
  });

  it('does not let a sample draw a glyph', () => {
    expect(visible('⟦U+202E⟧')).toBe('⟦U+27E6⟧U+202E⟧');
  });
});

describe('cutAt', () => {
  it('cuts, but not inside a surrogate pair', () => {
    expect(cutAt('abcdef', 3)).toBe('abc');
    expect(cutAt('ab😀', 3)).toBe('ab');
    expect(cutAt('ab😀c', 2, 2)).toBe('😀');
  });
});

describe('escapeHtml and jsonForScript', () => {
  it('leaves nothing that opens or closes markup', () => {
    expect(escapeHtml(`<b a="1" c='2'>&`)).toBe('&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;');
  });

  it('cannot be left with </script> or <!--, and reads back the same', () => {
    const value = { '</script>': '<!-- \u2028 & \ud800' };
    expect(jsonForScript(value)).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(jsonForScript(value))).toEqual(value);
  });
});
