const ASCII = /^[\x00-\x7f]*$/;
const LONG_S = /\u017f/g;
const KELVIN = /\u212a/g;
const FINAL_SIGMA = /\u03c2/g;

/**
 * The text with case taken away, unit by unit: equal lengths, so that `?` still stands for one character. Texts that
 * differ in case only, as RE2 sees it, become equal as far as their ASCII letters go.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  const sameLength = lower.length === text.length ? lower : Array.from(text, foldCharacter).join('');
  return sameLength.replace(LONG_S, 's').replace(KELVIN, 'k').replace(FINAL_SIGMA, '\u03c3');
}

function foldCharacter(character: string): string {
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
}
