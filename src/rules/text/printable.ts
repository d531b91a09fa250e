/** Controls, format characters (bidirectional ones too), odd spaces, private use, lone surrogates. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u27e6]/gu;
const PLAIN = /^[\x20-\x7e]*$/;

/** The text on one line, with every character that cannot be seen written as `⟦U+001B⟧`. */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(HIDDEN, glyph);
}

/** At most `limit` characters, printable, with `…` where something was left out. */
export function excerpt(text: string, limit = 80): string {
  if (text.length <= limit) return printable(text);
  return `${printable(text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, ''))}…`;
}

function glyph(character: string): string {
  return `⟦U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟧`;
}
