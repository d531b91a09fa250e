/** Line and column, from 1. */
export interface Position {
  line: number;
  column: number;
}

/** A dotted key as one text; parts cannot contain NUL in TOML. */
export function keyPath(parts: readonly string[]): string {
  return parts.join('\0');
}

/**
 * Where each key of a TOML document stands. The document must already have been accepted by a parser: this only
 * skips over values, it does not judge them. Keys of inline tables and of tables in arrays are not told apart.
 */
export function keyPositions(toml: string): Map<string, Position> {
  const positions = new Map<string, Position>();
  const scanner = new Scanner(toml);
  let table: string[] = [];
  while (scanner.skipBlank()) {
    const position = scanner.position();
    if (scanner.take('[')) {
      scanner.take('[');
      table = scanner.key();
      note(positions, table, position);
      scanner.toLineEnd();
    } else {
      const key = scanner.key();
      if (key.length === 0) return positions;
      for (let i = 1; i <= key.length; i++) note(positions, [...table, ...key.slice(0, i)], position);
      scanner.take('=');
      scanner.skipValue();
    }
  }
  return positions;
}

function note(positions: Map<string, Position>, key: readonly string[], position: Position): void {
  const path = keyPath(key);
  if (!positions.has(path)) positions.set(path, position);
}

class Scanner {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  position(): Position {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  /** Skips white space, empty lines and comments; false at the end. */
  skipBlank(): boolean {
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at]!;
      if (character === '#') this.toLineEnd();
      else if (/\s/.test(character)) this.#step();
      else return true;
    }
    return false;
  }

  /** Skips blanks of the line, then `character` if it is next. */
  take(character: string): boolean {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#step();
    if (this.#text[this.#at] !== character) return false;
    this.#step();
    return true;
  }

  key(): string[] {
    const parts: string[] = [];
    do {
      while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#step();
      const quote = this.#text[this.#at];
      if (quote === '"' || quote === "'") {
        const start = this.#at;
        this.#skipString();
        const raw = this.#text.slice(start + 1, this.#at - 1);
        parts.push(quote === '"' ? unescaped(raw) : raw);
      } else {
        const bare = /^[A-Za-z0-9_-]+/.exec(this.#text.slice(this.#at, this.#at + 256))?.[0];
        if (bare === undefined) break;
        this.#at += bare.length;
        parts.push(bare);
      }
    } while (this.take('.'));
    return parts;
  }

  /** To the end of a value, which may run over several lines. */
  skipValue(): void {
    let depth = 0;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at]!;
      if (character === '"' || character === "'") this.#skipString();
      else if (character === '#') this.toLineEnd();
      else if (character === '\n' && depth === 0) return;
      else {
        if (character === '[' || character === '{') depth++;
        if (character === ']' || character === '}') depth--;
        this.#step();
      }
    }
  }

  toLineEnd(): void {
    while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#step();
  }

  #skipString(): void {
    const quote = this.#text[this.#at]!;
    const isLong = this.#text.startsWith(quote.repeat(3), this.#at);
    const end = isLong ? quote.repeat(3) : quote;
    for (let i = 0; i < end.length; i++) this.#step();
    while (this.#at < this.#text.length && !this.#text.startsWith(end, this.#at)) {
      if (quote === '"' && this.#text[this.#at] === '\\') this.#step();
      this.#step();
    }
    // A long string may end in one or two quotes of its own.
    if (isLong) while (this.#text[this.#at + 3] === quote) this.#step();
    for (let i = 0; i < end.length; i++) this.#step();
  }

  #step(): void {
    if (this.#text[this.#at] === '\n') {
      this.#line++;
      this.#lineStart = this.#at + 1;
    }
    this.#at++;
  }
}

function unescaped(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}
