const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._';
const PAIRS = 0x3800;
const SINGLES = 0x4800;
const TABLE = 0x4840;

/** The name of a stream as Windows Installer means it: two letters in one character; a table begins with `!`. */
export function decodeMsiName(name: string): string {
  let text = '';
  for (const character of name) {
    const code = character.codePointAt(0)!;
    if (code >= PAIRS && code < SINGLES) {
      text += LETTERS[(code - PAIRS) & 0x3f]! + LETTERS[((code - PAIRS) >> 6) & 0x3f]!;
    } else if (code >= SINGLES && code < TABLE) text += LETTERS[code - SINGLES]!;
    else if (code === TABLE) text += '!';
    else text += character;
  }
  return text;
}
