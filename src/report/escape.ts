/**
 * Characters that are not what they look like: controls, bidirectional and other format characters, unusual spaces,
 * fillers, variation selectors, private use, surrogates without a partner, non-characters. U+27E6 is here because it
 * opens the glyph itself, so that a sample cannot draw one.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points are meant, not their combination.
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u00a0\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180d\u180f\u2000-\u200a\u202f\u205f\u27e6\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\uffa0\ufffe\uffff\u{e0100}-\u{e01ef}]/gu;
const MAYBE_UNSAFE = /[^\x20-\x7e]/;

/** The glyph that stands for a character which may not be shown as it is: `⟦U+202E⟧`. */
export function glyph(codePoint: number): string {
  return `⟦U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}⟧`;
}

/**
 * The text with every control, bidirectional and invisible character replaced by its glyph. The result is valid
 * Unicode, has one line, and reads left to right as it was stored; it still has to be escaped for HTML.
 */
export function visible(text: string): string {
  if (!MAYBE_UNSAFE.test(text)) return text;
  return text.replace(UNSAFE, (character) => glyph(character.codePointAt(0)!));
}

/** At most `limit` UTF-16 units from `from` on, never half of a surrogate pair at the end. */
export function cutAt(text: string, limit: number, from = 0): string {
  let end = Math.min(text.length, from + limit);
  if (end < text.length && end > from && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
  return from === 0 && end === text.length ? text : text.slice(from, end);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

const HTML: { [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is `visible` already, for an element's content or a quoted attribute that no component writes. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character]!);
}

/** Any text for an element's content or a quoted attribute. */
export function escapeHtml(text: string): string {
  return escapeMarkup(visible(text));
}

/** JSON that may stand in a `<script type="application/json">`: nothing in it ends the element or opens a comment. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
