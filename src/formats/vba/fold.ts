/**
 * Puts texts together again that a macro takes apart: `"po" & "wer" & Chr(115)` becomes `"powers"`. One pass over the
 * tokens; what is no constant stays as it is. Excel's formulas are the same to it, without comments.
 */
export interface Folded {
  code: string;
  /** Texts that were made of more than one piece, each once. */
  strings: string[];
}

interface Constant {
  /** End of the expression in the code. */
  end: number;
  text: string;
  /** Whether it was more than a plain literal. */
  isMade: boolean;
}

const STRING_LIMIT = 64 << 10;
const STRINGS = 1000;
const DEPTH = 8;

export function foldStrings(code: string, hasComments = true): Folded {
  const parts: string[] = [];
  const strings = new Set<string>();
  let kept = 0;
  const next = /"|\bCh(?:ar|rB?W?\$?)\s{0,4}\(|\bStrReverse\s{0,4}\(|'|\bRem\b/gi;
  for (let match = next.exec(code); match !== null; match = next.exec(code)) {
    const at = match.index;
    // A comment to the end of the line; formulas have none.
    if (!hasComments && match[0] !== '"' && match[0].length <= 3) continue;
    if (match[0] === "'" || /^rem$/i.test(match[0])) {
      if (match[0] !== "'" && !isLineStart(code, at)) continue;
      const end = code.indexOf('\n', at);
      if (end < 0) break;
      next.lastIndex = end;
      continue;
    }
    const found = expression(code, at);
    if (found === undefined) {
      if (match[0] === '"') next.lastIndex = literalEnd(code, at);
      continue;
    }
    next.lastIndex = Math.max(found.end, at + 1);
    if (!found.isMade) continue;
    parts.push(code.slice(kept, at), quoted(found.text));
    kept = found.end;
    if (strings.size < STRINGS) strings.add(found.text);
  }
  parts.push(code.slice(kept));
  return { code: parts.join(''), strings: [...strings] };
}

/** Constants with `&` or `+` between them. */
function expression(code: string, start: number): Constant | undefined {
  const first = constant(code, start, 0);
  if (first === undefined) return undefined;
  const texts = [first.text];
  let size = first.text.length;
  let { end, isMade } = first;
  for (;;) {
    const operator = blank(code, end);
    const sign = code[operator];
    if (sign !== '&' && sign !== '+') break;
    const more = constant(code, blank(code, operator + 1), 0);
    if (more === undefined || size + more.text.length > STRING_LIMIT) break;
    texts.push(more.text);
    size += more.text.length;
    end = more.end;
    isMade = true;
  }
  return { end, text: texts.join(''), isMade };
}

/** A literal, `Chr(n)` or `StrReverse(constant)`. */
function constant(code: string, at: number, depth: number): Constant | undefined {
  if (code[at] === '"') return literal(code, at);
  const head = code.slice(at, at + 24);
  const character = /^Ch(?:ar|rB?W?\$?)\s{0,4}\(/i.exec(head);
  if (character !== null) {
    const number = /^\s{0,4}(&H[0-9A-F]{1,6}|\d{1,6})&?\s{0,4}(?:([-+^*])\s{0,4}(\d{1,6})\s{0,4})?\)/i.exec(
      code.slice(at + character[0].length, at + character[0].length + 40),
    );
    if (number === null) return undefined;
    const value = calculated(number[1]!, number[2], number[3]);
    if (!(value >= 0 && value <= 0xffff)) return undefined;
    return { end: at + character[0].length + number[0].length, text: String.fromCharCode(value), isMade: true };
  }
  const reverse = /^StrReverse\s{0,4}\(\s{0,4}/i.exec(head);
  if (reverse === null || depth >= DEPTH) return undefined;
  const inner = constant(code, at + reverse[0].length, depth + 1);
  if (inner === undefined) return undefined;
  const close = blank(code, inner.end);
  if (code[close] !== ')') return undefined;
  return { end: close + 1, text: [...inner.text].reverse().join(''), isMade: true };
}

function calculated(left: string, sign: string | undefined, right: string | undefined): number {
  const value = /^&H/i.test(left) ? Number.parseInt(left.slice(2), 16) : Number(left);
  const other = Number(right ?? 0);
  if (sign === '+') return value + other;
  if (sign === '-') return value - other;
  if (sign === '*') return value * other;
  return sign === '^' ? value ** other : value;
}

/** Within a line; a quote is doubled in it. */
function literal(code: string, at: number): Constant | undefined {
  const end = literalEnd(code, at);
  if (code[end - 1] !== '"' || end - at < 2 || end - at > STRING_LIMIT) return undefined;
  return { end, text: code.slice(at + 1, end - 1).replaceAll('""', '"'), isMade: false };
}

function literalEnd(code: string, at: number): number {
  for (let i = at + 1; i < code.length; i++) {
    if (code[i] === '\n') return i;
    if (code[i] !== '"') continue;
    if (code[i + 1] !== '"') return i + 1;
    i++;
  }
  return code.length;
}

/** Over blanks, and over ` _` at the end of a line, which continues it. */
function blank(code: string, from: number): number {
  let at = from;
  for (;;) {
    while (code[at] === ' ' || code[at] === '\t') at++;
    if (code[at] !== '_') return at;
    let after = at + 1;
    while (code[after] === ' ' || code[after] === '\r') after++;
    if (code[after] !== '\n') return at;
    at = after + 1;
  }
}

function isLineStart(code: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && (code[i] === ' ' || code[i] === '\t')) i--;
  return i < 0 || code[i] === '\n' || code[i] === ':';
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
