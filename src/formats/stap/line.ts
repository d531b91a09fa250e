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
  return { timeMs, process, instructionPointer, pid: /^\d+$/.test(pid) ? Number(pid) : -1, api, args, result, errno };
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

/** The arguments of a call: lists, structures and texts. Neither lists nor structures hold a list of their own. */
export function parseStapArguments(text: string): Value[] {
  const values: Value[] = [];
  let rest = text;
  while (rest !== '') {
    if (rest.startsWith(', ')) rest = rest.slice(2);
    const list = rest.startsWith('[') && !rest.startsWith('[/*');
    const struct = rest.startsWith('{');
    const close = list ? rest.indexOf(']') : struct ? rest.indexOf('}') : rest.indexOf(', ');
    const part = close < 0 ? rest : rest.slice(0, close);
    rest = close < 0 ? '' : rest.slice(close + (list || struct ? 1 : 0));
    if (list) values.push(parseList(part.slice(1)));
    else if (struct) values.push(parseStruct(part.slice(1)));
    else values.push(unquote(part));
    if (rest !== '' && !rest.startsWith(', ')) {
      const next = rest.indexOf(', ');
      rest = next < 0 ? '' : rest.slice(next);
    }
  }
  return values;
}

const parseList = (text: string): Value[] => (text === '' ? [] : text.split(', ').map(unquote));

function parseStruct(text: string): Value {
  if (!text.includes('=')) return parseList(text);
  const record: { [name: string]: Value } = {};
  for (const item of text.split(', ')) {
    const at = item.indexOf('=');
    const name = at < 0 ? item : item.slice(0, at);
    const value = at < 0 ? '' : unquote(item.slice(at + 1));
    Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return record;
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
