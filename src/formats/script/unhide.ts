/** A text that a script hides from the eye. */
export interface HiddenText {
  how: 'escapes' | 'char_codes' | 'hex';
  offset: number;
  text: string;
}

const MOST = 200;
const ESCAPES = /(?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|%u[0-9a-f]{4}|%[0-9a-f]{2}){6,}/gi;
const ESCAPE = /(?:\\x|\\u|%u|%)([0-9a-f]{4}|[0-9a-f]{2})/gi;
const CODE_LIST = /fromCharCode\s{0,8}\(([\d\s,xa-f]{8,200000})\)/gi;
const CODE =
  /(?:\bChr[WB$]?\s{0,4}\(\s{0,4}|\[char\]\s{0,4}\(?\s{0,4})(0x[0-9a-f]{1,4}|&H[0-9a-f]{1,4}|\d{1,5})&?\s{0,4}\)?/gi;
const HEX = /\b(?:[0-9a-f]{2}){24,}\b/gi;
const SHORTEST_RUN = 4;

/** Texts written as escapes, as numbers of characters or as hexadecimal digits. Time is linear in the text. */
export function hiddenTexts(text: string): HiddenText[] {
  const found: HiddenText[] = [];
  const add = (how: HiddenText['how'], offset: number, plain: string) => {
    if (found.length < MOST && /[\x20-\x7e]{4}/.test(plain)) found.push({ how, offset, text: plain });
  };
  for (const { 0: run, index } of text.matchAll(ESCAPES)) {
    const codes = Array.from(run.matchAll(ESCAPE), ([, digits]) => Number.parseInt(digits!, 16));
    add('escapes', index, fromCodes(codes));
  }
  for (const { 1: list, index } of text.matchAll(CODE_LIST)) {
    add('char_codes', index, fromCodes(list!.split(',').map((code) => Number(code.trim()))));
  }
  for (const run of codeRuns(text)) add('char_codes', run.offset, fromCodes(run.codes));
  for (const { 0: digits, index } of text.matchAll(HEX)) {
    const bytes = Buffer.from(digits, 'hex');
    const plain = bytes.toString(bytes[1] === 0 && bytes[3] === 0 ? 'utf16le' : 'latin1');
    if (!/[\x00-\x08\x0e-\x1f\x7f-\xff]/.test(plain)) add('hex', index, plain);
  }
  return found;
}

/** `Chr(104) & Chr(116) & …`, `[char]104 + [char]116 + …`. */
function codeRuns(text: string): { offset: number; codes: number[] }[] {
  const runs: { offset: number; end: number; codes: number[] }[] = [];
  for (const { 0: whole, 1: code, index } of text.matchAll(CODE)) {
    const last = runs.at(-1);
    const number = Number(code!.replace(/^&H/i, '0x'));
    if (last !== undefined && index - last.end < 32 && /^[\s&+_,.]*$/.test(text.slice(last.end, index))) {
      last.codes.push(number);
      last.end = index + whole.length;
    } else runs.push({ offset: index, end: index + whole.length, codes: [number] });
  }
  return runs.filter(({ codes }) => codes.length >= SHORTEST_RUN);
}

function fromCodes(codes: readonly number[]): string {
  return codes.map((code) => (code >= 0 && code <= 0xffff ? String.fromCharCode(code) : '')).join('');
}

/** A script whose texts are put together again, and without characters that mean nothing. */
export function joinTexts(text: string): string {
  return text
    .replace(/(["'])\s{0,16}[+&]\s{0,16}(?:_\s{0,16})?\1/g, '')
    .replace(/\^(?=\S)/g, '')
    .replace(/`(?=[A-Za-z])/g, '');
}
