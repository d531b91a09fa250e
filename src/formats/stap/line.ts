import { setOwn } from '../bson/walk.ts';
import type { Value } from '../call-log/values.ts';

/** One line of a systemtap log. */
export interface StapLine {
  /** Milliseconds since 1970; the log has no zone and is taken as UTC. */
  timeMs: number;
  process: string;
  instructionPointer: string;
  pid: number;
  api: string;
  args: string;
  /** Empty for a call that did not return. */
  result: string;
  errno: string;
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const TIME_LENGTH = 31;
const TIME = /^\w{3} (\w{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})\.(\d{6})$/;

/** Takes a line apart; undefined where it does not start with a time or names no call. */
export function parseStapLine(line: string): StapLine | undefined {
  const timeMs = parseTime(line.slice(0, TIME_LENGTH));
  if (timeMs === undefined) return undefined;
  let rest = line.slice(TIME_LENGTH + 1);
  const cut = (mark: string): string => {
    rest = rest.trim();
    const at = rest.indexOf(mark);
    const part = at < 0 ? rest : rest.slice(0, at);
    rest = at < 0 ? '' : rest.slice(at + mark.length);
    return part;
  };
  const process = cut('@');
  const instructionPointer = cut('[');
  const pid = cut(']');
  const api = cut('(');
  const args = cut(')');
  cut('= ');
  const result = cut(' (');
  const errno = cut(')');
  if (api === '' || pid === '') return undefined;
  return {
    timeMs,
    process,
    instructionPointer,
    pid: /^\d{1,10}$/.test(pid) ? Number(pid) : -1,
    api,
    args,
    result,
    errno,
  };
}

function parseTime(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, name = '', day, hour, minute, second, year, micro] = match;
  const month = MONTHS.indexOf(name) / 3;
  if (!Number.isInteger(month) || month < 0) return undefined;
  return (
    Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)) + Number(micro) / 1000
  );
}

/** The arguments of a call: texts, lists in `[]`, and structures in `{}` with or without names. */
export function parseStapArguments(text: string): Value[] {
  return new ArgumentReader(text).items('');
}

const MAX_DEPTH = 16;

class ArgumentReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Items up to a closing bracket, which is read over; '' stands for the end of the text. */
  items(close: string): Value[] {
    const values: Value[] = [];
    while (!this.#ends(close)) {
      values.push(this.#value(close));
      this.#separator();
    }
    return values;
  }

  #ends(close: string): boolean {
    if (this.#at >= this.#text.length) return true;
    if (close === '' || this.#text[this.#at] !== close) return false;
    this.#at++;
    return true;
  }

  #separator(): void {
    if (this.#text.startsWith(', ', this.#at)) this.#at += 2;
  }

  #value(close: string): Value {
    const first = this.#text[this.#at];
    const nested = (first === '[' && !this.#text.startsWith('[/*', this.#at)) || first === '{';
    if (!nested || this.#depth >= MAX_DEPTH) return this.#token(close);
    this.#at++;
    this.#depth++;
    const value = first === '[' ? this.items(']') : this.#struct();
    this.#depth--;
    return value;
  }

  /** Named members as a record, others as a list. */
  #struct(): Value {
    const values: Value[] = [];
    const record: { [name: string]: Value } = {};
    let named = false;
    while (!this.#ends('}')) {
      const name = /[A-Za-z_]\w*=/y;
      name.lastIndex = this.#at;
      const match = name.exec(this.#text);
      if (match !== null) {
        named = true;
        this.#at += match[0].length;
      }
      const value = this.#value('}');
      if (match === null) values.push(value);
      else setOwn(record, match[0].slice(0, -1), value);
      this.#separator();
    }
    return named && values.length === 0 ? record : named ? [record, ...values] : values;
  }

  /** A quoted text, or what stands up to the next comma or closing bracket. */
  #token(close: string): string {
    const from = this.#at;
    if (this.#text[from] === '"') {
      this.#at++;
      while (this.#at < this.#text.length && this.#text[this.#at] !== '"')
        this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
      this.#at++;
    }
    while (this.#at < this.#text.length && !this.#text.startsWith(', ', this.#at)) {
      if (close !== '' && this.#text[this.#at] === close) break;
      this.#at++;
    }
    // A bracket that closes nothing still has to be passed, or reading would not go on.
    if (this.#at === from) this.#at++;
    return unquote(this.#text.slice(from, this.#at));
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  f: '\f',
  a: '\x07',
  b: '\b',
  '0': '\0',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** A quoted text with its C escapes undone; anything else as it is. */
function unquote(token: string): string {
  if (token.length < 2 || !token.startsWith('"') || !token.endsWith('"')) return token;
  return token.slice(1, -1).replace(/\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)/g, (whole, code: string) => {
    if (code.startsWith('x') && code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]+$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
    return ESCAPES[code] ?? whole;
  });
}
