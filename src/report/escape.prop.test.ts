import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defang, refang } from './defang.ts';
import { escapeHtml, visible } from './escape.ts';

const units = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });

it('shows no control, format or lone surrogate character, whatever the text', () => {
  fc.assert(fc.property(units, (text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(visible(text))));
});

it('escaped text can be read back', () => {
  const entity: { [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  fc.assert(
    fc.property(units, (text) => {
      const html = escapeHtml(text);
      expect(html).not.toMatch(/[<>"']/);
      expect(html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entity[name]!)).toBe(visible(text));
    }),
  );
});

it('leaves no live scheme, and refanging restores what had no brackets', () => {
  const piece = fc.constantFrom('http://', 'ftp://', 'a.example', '203.0.113.7', '/x', ' ', '@', ':', '.', 'h');
  fc.assert(
    fc.property(fc.array(piece), fc.constantFrom('url', 'host', 'text'), (pieces, kind) => {
      const text = pieces.join('');
      const dead = defang(text, kind);
      expect(dead).not.toMatch(/https?:\/\//i);
      if (!text.includes('[')) expect(refang(dead)).toBe(text);
    }),
  );
});
