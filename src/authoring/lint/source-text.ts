/** A place in a source, both from 1. */
export interface Place {
  line: number;
  column: number;
  /** In UTF-16 units. */
  length: number;
}

/** A regular expression that is written out in a source. */
export interface Expression {
  source: string;
  flags: string;
  at: number;
  length: number;
}

export function placeAt(text: string, at: number, length = 1): Place {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { line, column: at - before.lastIndexOf('\n'), length };
}

/** Where a field of a class is set: `name = …`, or `name: …` in YAML. The first line where it isn't. */
export function placeOfField(text: string, field: string): Place {
  const found = new RegExp(`^[ \\t]*(?:override[ \\t]+)?(?:readonly[ \\t]+)?(${field})\\b[^\\n]*`, 'm').exec(text);
  if (found === null) return placeOfClass(text);
  const start = found.index + found[0].indexOf(found[1]!);
  return placeAt(text, start, found.index + found[0].length - start);
}

export function placeOfClass(text: string): Place {
  const found = /^export\s+(?:default\s+)?(?:abstract\s+)?class\b[^\n{]*/m.exec(text);
  return found === null ? placeAt(text, 0) : placeAt(text, found.index, found[0].trimEnd().length);
}

export function placeOfText(text: string, wanted: string): Place {
  const at = text.indexOf(wanted);
  return at < 0 ? placeOfClass(text) : placeAt(text, at, wanted.length);
}

/** What may stand before a division; after anything else a `/` begins a regular expression. */
const BEFORE_DIVISION = /[\w$)\]}'"`]\s*$/;
const KEYWORD = /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield)\s*$/;

/** Regular expressions of a source, by their place. Comments and texts are passed over; templates as one text. */
export function expressionsOf(text: string): Expression[] {
  const found: Expression[] = [];
  for (let at = 0; at < text.length; ) {
    const two = text.slice(at, at + 2);
    if (two === '//') at = endOf(text, at, '\n');
    else if (two === '/*') at = endOf(text, at + 2, '*/');
    else if (text[at] === "'" || text[at] === '"' || text[at] === '`') at = afterText(text, at);
    else if (text[at] === '/' && beginsExpression(text.slice(Math.max(0, at - 40), at))) {
      const end = afterExpression(text, at);
      const whole = text.slice(at, end);
      const cut = whole.lastIndexOf('/');
      if (cut > 0) found.push({ source: whole.slice(1, cut), flags: whole.slice(cut + 1), at, length: whole.length });
      at = Math.max(end, at + 1);
    } else at++;
  }
  return found;
}

const beginsExpression = (before: string) => !BEFORE_DIVISION.test(before) || KEYWORD.test(before);

function endOf(text: string, from: number, mark: string): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function afterText(text: string, at: number): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i + 1;
    else if (text[i] === '\n' && quote !== '`') return i;
  }
  return text.length;
}

function afterExpression(text: string, at: number): number {
  let isInClass = false;
  for (let i = at + 1; i < text.length; i++) {
    const letter = text[i];
    if (letter === '\n') return at;
    if (letter === '\\') i++;
    else if (letter === '[') isInClass = true;
    else if (letter === ']') isInClass = false;
    else if (letter === '/' && !isInClass) {
      let end = i + 1;
      while (end < text.length && /[a-z]/.test(text[end]!)) end++;
      return end;
    }
  }
  return at;
}
