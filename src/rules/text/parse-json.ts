import type { Edit } from './edit.ts';
import type {
  ArrayNode,
  Finding,
  JsonNode,
  LiteralNode,
  Member,
  ObjectNode,
  StringNode,
  SyntaxId,
} from './json-node.ts';
import { doubled, literalBackslashes, scanString } from './scan-string.ts';

export interface ParseResult {
  /** Undefined where the text holds no value at all. */
  root: JsonNode | undefined;
  findings: Finding[];
  /** Findings beyond the limit that were not listed; their edits are lost too, `fix` comes back for them. */
  unlisted: number;
}

export interface ParseLimits {
  /** How deep lists and objects may nest; a rule file needs five. */
  depth: number;
  findings: number;
}

const DEFAULT_LIMITS: ParseLimits = { depth: 64, findings: 100_000 };

const QUOTES: { [open: string]: string } = {
  '"': '"',
  "'": "'",
  '\u201c': '\u201c\u201d"',
  '\u201d': '\u201c\u201d"',
  '\u201e': '\u201c\u201d"',
  '\u2018': '\u2018\u2019',
  '\u2019': '\u2018\u2019',
};
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LOOSE_NUMBER = /^([+-]?)0*(\d*)(?:\.(\d*))?$/;
const LITERALS: { [word: string]: boolean | null } = { true: true, false: false, null: null };
const ODD_LITERALS: { [word: string]: string } = { True: 'true', False: 'false', None: 'null' };

/**
 * Parses JSON as people write it by hand: every deviation it can read is a finding with the edits that mend it, the
 * rest are findings without. Every node keeps its place. Never throws; work is linear in the text.
 */
export function parseTolerantJson(text: string, limits: Partial<ParseLimits> = {}): ParseResult {
  return new Parser(text, { ...DEFAULT_LIMITS, ...limits }).parse();
}

class Parser {
  readonly #text: string;
  readonly #limits: ParseLimits;
  readonly #findings: Finding[] = [];
  readonly #unclosed: { closer: string; opener: number }[] = [];
  #unlisted = 0;
  #stopped = false;
  #at = 0;
  #depth = 0;

  constructor(text: string, limits: ParseLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  parse(): ParseResult {
    if (this.#text.startsWith('\ufeff')) {
      this.#find('byteOrderMark', 0, 1, { edits: [{ start: 0, end: 1, text: '' }] });
      this.#at = 1;
    }
    this.#skipSpace();
    const root = this.#at < this.#text.length ? this.#value() : undefined;
    if (!root && this.#findings.every(({ edits }) => edits)) this.#find('empty', 0, this.#text.length);
    this.#end(root);
    return { root, findings: this.#findings, unlisted: this.#unlisted };
  }

  #end(root: JsonNode | undefined): void {
    this.#skipSpace();
    if (root && this.#at < this.#text.length) {
      this.#find('afterEnd', this.#at, Math.min(this.#at + 1, this.#text.length));
    }
    if (this.#unclosed.length === 0 || this.#stopped) return;
    const end = this.#text.trimEnd().length;
    const closers = this.#unclosed.map(({ closer }) => closer).join('');
    // An object in a list is a rule object: what it lacks could change its meaning.
    if (closers.includes('}]')) this.#find('cutOff', end, end);
    else
      this.#find('unclosedAtEnd', end, end, { detail: closers, edits: [{ start: end, end, text: this.#closing() }] });
  }

  /** The missing brackets, each below the line that opened it. */
  #closing(): string {
    const lineBreak = this.#text.includes('\r\n') ? '\r\n' : '\n';
    if (!this.#text.includes('\n')) return this.#unclosed.map(({ closer }) => closer).join('');
    return this.#unclosed
      .map(({ closer, opener }) => {
        const line = this.#text.slice(this.#text.lastIndexOf('\n', opener) + 1, opener);
        return `${lineBreak}${/^[ \t]*/.exec(line)![0]}${closer}`;
      })
      .join('');
  }

  #find(id: SyntaxId, start: number, end: number, more: { detail?: string; count?: number; edits?: Edit[] } = {}) {
    if (this.#findings.length < this.#limits.findings) this.#findings.push({ id, span: { start, end }, ...more });
    else this.#unlisted += 1;
  }

  // -- values

  #value(): JsonNode | undefined {
    const next = this.#text[this.#at];
    if (next === '{') return this.#nested(() => this.#object());
    if (next === '[') return this.#nested(() => this.#array());
    if (next !== undefined && QUOTES[next] !== undefined) return this.#string(next);
    return this.#bare();
  }

  #nested<T>(parse: () => T): T | undefined {
    if (this.#depth >= this.#limits.depth) {
      this.#find('tooDeep', this.#at, this.#at + 1, { detail: String(this.#limits.depth) });
      this.#stopped = true;
      this.#at = this.#text.length;
      return undefined;
    }
    this.#depth += 1;
    const value = parse();
    this.#depth -= 1;
    return value;
  }

  #array(): ArrayNode {
    const node: ArrayNode = { kind: 'array', start: this.#at, end: this.#at, items: [] };
    this.#at += 1;
    this.#sequence(node, ']', () => {
      const item = this.#value();
      if (!item) return false;
      node.items.push(item);
      return true;
    });
    return node;
  }

  #object(): ObjectNode {
    const node: ObjectNode = { kind: 'object', start: this.#at, end: this.#at, members: [] };
    this.#at += 1;
    this.#sequence(node, '}', () => {
      const member = this.#member();
      if (!member) return false;
      node.members.push(member);
      return true;
    });
    return node;
  }

  #sequence(node: ArrayNode | ObjectNode, closer: string, readOne: () => boolean): void {
    let comma = -1;
    let lastEnd = -1;
    for (;;) {
      this.#skipSpace();
      const next = this.#text[this.#at];
      if (next === undefined) {
        if (comma >= 0) this.#dropComma('trailingComma', comma);
        this.#unclosed.push({ closer, opener: node.start });
        break;
      }
      if (next === closer) {
        if (comma >= 0) this.#dropComma('trailingComma', comma);
        this.#at += 1;
        break;
      }
      if (next === ']' || next === '}') {
        this.#find('mismatchedBracket', this.#at, this.#at + 1, { detail: `${closer}${next}` });
        // The bracket closes what is around; here it only ends the list.
        if (this.#depth <= 1) this.#at += 1;
        break;
      }
      if (next === ',') {
        if (comma >= 0 || lastEnd < 0) this.#dropComma('extraComma', this.#at);
        else comma = this.#at;
        this.#at += 1;
        continue;
      }
      if (next === ':' && closer === ']') {
        this.#find('unclosedList', lastEnd < 0 ? this.#at : lastEnd, this.#at + 1);
        this.#recover();
        continue;
      }
      if (lastEnd >= 0 && comma < 0) {
        this.#find('missingComma', lastEnd, lastEnd, { edits: [{ start: lastEnd, end: lastEnd, text: ',' }] });
      }
      comma = -1;
      const before = this.#at;
      const read = readOne();
      if (!read) this.#recover();
      lastEnd = this.#at;
      if (this.#at === before) this.#at += 1;
    }
    node.end = this.#at;
  }

  #member(): Member | undefined {
    const key = this.#key();
    if (!key) return undefined;
    this.#skipSpace();
    if (this.#text[this.#at] !== ':') {
      this.#find('expectedColon', key.start, key.end, { detail: key.value });
      return undefined;
    }
    this.#at += 1;
    this.#skipSpace();
    const next = this.#text[this.#at];
    if (next === undefined || next === ',' || next === '}' || next === ']') {
      this.#find('expectedValue', key.start, this.#at, { detail: key.value });
      return undefined;
    }
    const value = this.#value();
    return value && { key, value };
  }

  #key(): StringNode | undefined {
    const next = this.#text[this.#at]!;
    if (QUOTES[next] !== undefined) return this.#string(next, true);
    const start = this.#at;
    const word = /[\w&$.-]+/y;
    word.lastIndex = start;
    const found = word.exec(this.#text)?.[0];
    if (found === undefined) {
      this.#find('expectedKey', start, start + 1, { detail: next });
      return undefined;
    }
    this.#at += found.length;
    const edits = [{ start, end: this.#at, text: JSON.stringify(found) }];
    this.#find('unquotedKey', start, this.#at, { detail: found, edits });
    return { kind: 'string', start, end: this.#at, value: found, bare: true };
  }

  #string(open: string, isKey = false): StringNode | undefined {
    const start = this.#at;
    const scanned = scanString(this.#text, start + 1, QUOTES[open]!);
    this.#at = scanned.end;
    if (!scanned.closed) {
      this.#find('unclosedString', start, scanned.end);
      return undefined;
    }
    if (isKey && scanned.value.trim() !== scanned.value) return this.#trimmedKey(scanned.value, start, scanned.end);
    if (open !== '"') this.#oddQuotes(start, scanned.end);
    if (scanned.controls.length > 0) this.#controls(scanned.controls);
    return this.#stringNode(start, scanned.end, scanned);
  }

  #trimmedKey(written: string, start: number, end: number): StringNode {
    const value = written.trim();
    this.#find('spaceInKey', start, end, { detail: value, edits: [{ start, end, text: JSON.stringify(value) }] });
    return { kind: 'string', start, end, value, bare: false };
  }

  #stringNode(start: number, end: number, scanned: ReturnType<typeof scanString>): StringNode {
    const { lone, doubtful } = scanned;
    const node: StringNode = { kind: 'string', start, end, value: scanned.value, bare: false };
    if (lone.length === 0) {
      if (doubtful.length > 0) node.doubtful = doubtful;
      return node;
    }
    // Whoever leaves one backslash single leaves them all single: the valid escapes beside it are none either.
    const all = [...lone, ...doubtful].sort((a, b) => a - b);
    node.value = literalBackslashes(this.#text, start + 1, end - 1);
    const id = scanned.escapedEnd ? 'escapedEnd' : 'loneBackslash';
    const first = all[0]!;
    this.#find(id, first, first + 2, { count: all.length, detail: node.value, edits: doubled(all) });
    return node;
  }

  #oddQuotes(start: number, end: number): void {
    const edits: Edit[] = [{ start, end: start + 1, text: '"' }];
    for (let i = start + 1; i < end - 1; i += 1) {
      if (this.#text[i] === '\\') i += 1;
      else if (this.#text[i] === '"') edits.push({ start: i, end: i, text: '\\' });
    }
    edits.push({ start: end - 1, end, text: '"' });
    this.#find('oddQuotes', start, start + 1, { detail: this.#text[start]!, edits });
  }

  #controls(offsets: readonly number[]): void {
    const edits = offsets.map((at) => ({ start: at, end: at + 1, text: escapeControl(this.#text.charCodeAt(at)) }));
    const first = offsets[0]!;
    const detail = this.#text.charCodeAt(first).toString(16).padStart(2, '0');
    this.#find('controlCharacter', first, first + 1, { detail, count: offsets.length, edits });
  }

  /** A number, a literal, or text without quotes, up to the next delimiter. */
  #bare(): JsonNode | undefined {
    const start = this.#at;
    const run = /[^,[\]{}"\r\n]*/y;
    run.lastIndex = start;
    const word = withoutComment(run.exec(this.#text)![0]).trimEnd();
    const end = start + word.length;
    if (word === '') {
      this.#find('expectedValue', start, start + 1);
      return undefined;
    }
    this.#at = end;
    if (JSON_NUMBER.test(word)) return { kind: 'number', start, end, text: word };
    if (Object.hasOwn(LITERALS, word)) return { kind: 'literal', start, end, value: LITERALS[word]! };
    return this.#oddLiteral(word, start, end) ?? this.#oddNumber(word, start, end) ?? this.#text_(word, start, end);
  }

  #oddLiteral(word: string, start: number, end: number): LiteralNode | undefined {
    if (!Object.hasOwn(ODD_LITERALS, word)) return undefined;
    const text = ODD_LITERALS[word]!;
    this.#find('oddLiteral', start, end, { detail: word, edits: [{ start, end, text }] });
    return { kind: 'literal', start, end, value: LITERALS[text]! };
  }

  #oddNumber(word: string, start: number, end: number): JsonNode | undefined {
    const parts = LOOSE_NUMBER.exec(word);
    if (!parts || (parts[2] === '' && (parts[3] ?? '') === '' && !/\d/.test(word))) return undefined;
    const sign = parts[1] === '-' ? '-' : '';
    const text = `${sign}${parts[2] || '0'}${parts[3] ? `.${parts[3]}` : ''}`;
    this.#find('oddNumber', start, end, { detail: word, edits: [{ start, end, text }] });
    return { kind: 'number', start, end, text };
  }

  #text_(word: string, start: number, end: number): StringNode {
    this.#find('unquotedText', start, end, { detail: word, edits: [{ start, end, text: JSON.stringify(word) }] });
    return { kind: 'string', start, end, value: word, bare: true };
  }

  // -- what stands between values

  #dropComma(id: 'trailingComma' | 'extraComma', at: number): void {
    this.#find(id, at, at + 1, { edits: [{ start: at, end: at + 1, text: '' }] });
  }

  /** To the next delimiter of this list or object, so that one mistake is told once. */
  #recover(): void {
    let depth = 0;
    while (this.#at < this.#text.length) {
      const next = this.#text[this.#at]!;
      if (depth === 0 && (next === ',' || next === ']' || next === '}')) return;
      if (next === '[' || next === '{') depth += 1;
      if (next === ']' || next === '}') depth -= 1;
      if (next === '"') {
        this.#at = scanString(this.#text, this.#at + 1, '"').end;
        continue;
      }
      this.#at += 1;
    }
  }

  #skipSpace(): void {
    const text = this.#text;
    for (;;) {
      const unit = text.charCodeAt(this.#at);
      if (unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09) this.#at += 1;
      else if (unit === 0x23 || (unit === 0x2f && '/*'.includes(text[this.#at + 1] ?? ' '))) this.#comment();
      else if (unit > 0x7f && /\s/.test(text[this.#at]!)) this.#oddSpace();
      else if (unit === 0x0b || unit === 0x0c || unit === 0) this.#oddSpace();
      else return;
    }
  }

  #oddSpace(): void {
    const at = this.#at;
    const detail = this.#text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
    this.#find('oddSpace', at, at + 1, { detail, edits: [{ start: at, end: at + 1, text: ' ' }] });
    this.#at += 1;
  }

  #comment(): void {
    const start = this.#at;
    const block = this.#text.startsWith('/*', start);
    const end = block ? this.#text.indexOf('*/', start + 2) : this.#lineEnd(start);
    if (end < 0) {
      this.#find('unclosedComment', start, start + 2);
      this.#stopped = true;
      this.#at = this.#text.length;
      return;
    }
    this.#at = block ? end + 2 : end;
    this.#find('comment', start, this.#at, { edits: [this.#removal(start, this.#at)] });
  }

  #lineEnd(from: number): number {
    const end = /[\r\n]|$/g;
    end.lastIndex = from;
    return end.exec(this.#text)?.index ?? this.#text.length;
  }

  /** Removes a comment with the space before it, and with its line where it has one for itself. */
  #removal(start: number, end: number): Edit {
    const text = this.#text;
    let from = start;
    while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from -= 1;
    const ownsLine = from === 0 || text[from - 1] === '\n' || text[from - 1] === '\r';
    if (!ownsLine) return { start: from, end, text: '' };
    if (text.startsWith('\r\n', end)) return { start: from, end: end + 2, text: '' };
    if (text[end] === '\n' || text[end] === '\r') return { start: from, end: end + 1, text: '' };
    return { start, end, text: '' };
  }
}

function withoutComment(word: string): string {
  const at = word.search(/\/\/|\/\*|\s#/);
  return at < 0 ? word : word.slice(0, at);
}

function escapeControl(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
