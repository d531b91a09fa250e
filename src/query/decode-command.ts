import { encodedPowerShell, programName } from './command-line.ts';

/** Longest text that is looked at, how many times it is unwrapped, and how many texts come of it. */
const LONGEST = 32_768;
const DEEPEST = 6;
const MOST_TEXTS = 24;

/** What variables of the environment hold on an ordinary Windows, where nothing else is known. */
const USUAL: { readonly [name: string]: string } = {
  comspec: 'C:\\Windows\\system32\\cmd.exe',
  systemroot: 'C:\\Windows',
  windir: 'C:\\Windows',
  systemdrive: 'C:',
  programdata: 'C:\\ProgramData',
  allusersprofile: 'C:\\ProgramData',
  public: 'C:\\Users\\Public',
  programfiles: 'C:\\Program Files',
  pathext: '.COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC',
  os: 'Windows_NT',
};

/**
 * A command line and what is inside it, outermost first: without the carets of `cmd`, with variables in the place of
 * their names, what `cmd /c` is told to run, what PowerShell is told in base64, without its backticks and with joined
 * texts as one. The line itself is the first; each text comes once. `environment` adds to the usual variables.
 */
export function decodeCommand(line: string, environment: { readonly [name: string]: string } = {}): string[] {
  const variables = new Map<string, string>();
  for (const [name, value] of [...Object.entries(USUAL), ...Object.entries(environment)]) {
    if (typeof value === 'string') variables.set(name.toLowerCase(), value);
  }
  const found = new Set<string>();
  let level = [line.slice(0, LONGEST)];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const text of level) {
      if (found.size >= MOST_TEXTS || found.has(text) || text.trim() === '') continue;
      found.add(text);
      next.push(...unwrapped(text, variables).map((inner) => inner.slice(0, LONGEST)));
    }
    level = next;
  }
  return [...found];
}

function unwrapped(text: string, variables: Map<string, string>): string[] {
  const inner: string[] = [];
  const plain = withoutCarets(expanded(text, variables));
  if (plain !== text) inner.push(plain);
  const body = cmdBody(text);
  if (body !== undefined) inner.push(body);
  const encoded = encodedPowerShell(text);
  if (encoded !== undefined) inner.push(encoded);
  if (isPowerShell(text)) {
    const joined = joinedTexts(text.replaceAll('`', ''));
    if (joined !== text) inner.push(joined);
  }
  inner.push(...base64Literals(text));
  return inner;
}

/** A caret makes the next character an ordinary one, outside of quotes. */
function withoutCarets(text: string): string {
  if (!text.includes('^')) return text;
  let plain = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '"') isQuoted = !isQuoted;
    if (text[i] === '^' && !isQuoted) {
      i += 1;
      if (i >= text.length) break;
    }
    plain += text[i];
  }
  return plain;
}

const SET = /\bset\s+"?([\w$@#-]{1,60})=([^&|"\r\n]{0,8000})/gi;
const VARIABLE = /[%!]([\w$@#()-]{1,60})(?::~(-?\d{1,5})(?:,(-?\d{1,5}))?|:([^=%!]{1,100})=([^%!]{0,100}))?[%!]/g;

/** Variables by what they hold, with `%name:~start,length%` and `%name:old=new%`; those set in the line itself too. */
function expanded(text: string, variables: Map<string, string>): string {
  if (!text.includes('%') && !text.includes('!')) return text;
  const known = new Map(variables);
  for (const [, name, value] of withoutCarets(text).matchAll(SET)) {
    if (known.size < 500) known.set(name!.toLowerCase(), value!.trimEnd());
  }
  let grown = 0;
  return text.replace(
    VARIABLE,
    (whole, name: string, start?: string, length?: string, old?: string, fresh?: string) => {
      const value = known.get(name.toLowerCase());
      if (value === undefined || grown > LONGEST) return whole;
      const piece = old === undefined ? part(value, start, length) : value.replaceAll(old, fresh ?? '');
      grown += piece.length;
      return piece;
    },
  );
}

function part(value: string, start: string | undefined, length: string | undefined): string {
  if (start === undefined) return value;
  const from = Number(start) < 0 ? Math.max(0, value.length + Number(start)) : Number(start);
  if (length === undefined) return value.slice(from);
  return Number(length) < 0 ? value.slice(from, Number(length)) : value.slice(from, from + Number(length));
}

/** What stands behind `/c` or `/k` of `cmd`. */
function cmdBody(text: string): string | undefined {
  if (programName(text) !== 'cmd.exe') return undefined;
  const body = /\s\/[ckr]\s*(.+)$/is.exec(text)?.[1]?.trim();
  if (body === undefined) return undefined;
  return /^".*"$/s.test(body) ? body.slice(1, -1) : body;
}

const isPowerShell = (text: string): boolean =>
  /^(?:powershell|pwsh)(?:_ise)?\.exe$/.test(programName(text)) ||
  /\b(?:iex|invoke-expression|new-object|frombase64string)\b/i.test(text.replaceAll('`', ''));

/** `'a'+'b'` is `'ab'`. */
function joinedTexts(text: string): string {
  return text.replace(/(['"])([^'"]{0,8000})\1(?:\s*\+\s*\1[^'"]{0,8000}\1)+/g, (whole, quote: string) => {
    const parts = whole.split(quote).filter((_, i) => i % 2 === 1);
    return `${quote}${parts.join('')}${quote}`;
  });
}

/** Texts that are decoded by name: `FromBase64String('…')`. */
function base64Literals(text: string): string[] {
  const found: string[] = [];
  for (const [, encoded] of text.matchAll(/FromBase64String\s*\(\s*['"]([A-Za-z0-9+/=]{8,30000})['"]/gi)) {
    const bytes = Buffer.from(encoded!, 'base64');
    const isWide = bytes.length > 1 && bytes.length % 2 === 0 && bytes[1] === 0;
    const decoded = bytes.toString(isWide ? 'utf16le' : 'utf8');
    if (isReadable(decoded)) found.push(decoded);
    if (found.length >= MOST_TEXTS) break;
  }
  return found;
}

/** Packed data is no command. */
const isReadable = (text: string): boolean => {
  const odd = [...text.slice(0, 200)].filter((character) => character < ' ' && !/[\t\r\n]/.test(character)).length;
  return text !== '' && odd === 0 && !text.includes('\ufffd');
};

/** File names of all programs that a command line runs, also inside of it, in lower case. */
export function programsOf(line: string, environment?: { readonly [name: string]: string }): string[] {
  const names = new Set<string>();
  for (const text of decodeCommand(line, environment)) {
    for (const piece of text.split(/&&?|\|\|?/).slice(0, 100)) {
      const name = programName(piece.replace(/^[\s(@]+/, '').replace(/^(?:call|start(?:\s+"[^"]{0,200}")?)\s+/i, ''));
      if (/^[\w.-]{1,100}\.(?:exe|com|bat|cmd|ps1|vbs|js|msc)$/.test(name)) names.add(name);
    }
  }
  return [...names];
}
