import type { MailAddress, MailCheck, MailHop } from './types.ts';
import { decodeCharset, decodeQ, decodeWords } from './words.ts';

const MOST_ADDRESSES = 500;
const MOST_PARAMETERS = 64;
const LONGEST = 64 * 1024;

/** A value with parameters, as of Content-Type: `text/html; charset=utf-8`. Names are in lower case. */
export function readParameters(raw: string): { value: string; parameters: Map<string, string> } {
  const [value = '', ...rest] = splitOutside(raw.slice(0, LONGEST), ';', MOST_PARAMETERS);
  const parameters = new Map<string, string>();
  const parts = new Map<string, { [index: number]: string }>();
  for (const part of rest) {
    const equals = part.indexOf('=');
    if (equals < 0) continue;
    const key = part.slice(0, equals).trim().toLowerCase();
    const text = unquoted(withoutComments(part.slice(equals + 1)).trim());
    // RFC 2231: name*, name*0, name*0*; with a star at the end it is percent-encoded.
    const [, name, index, star] = /^([^*]{1,64})(?:\*(\d{1,2}))?(\*)?$/.exec(key) ?? [];
    if (name === undefined) continue;
    if (index === undefined && star === undefined) {
      if (!parameters.has(name)) parameters.set(name, decodeWords(text));
    } else {
      const list = parts.get(name) ?? {};
      list[Number(index ?? 0)] ??= (star ? '*' : '') + text;
      parts.set(name, list);
    }
  }
  for (const [name, list] of parts) parameters.set(name, joined(Object.values(list)));
  return { value: withoutComments(value).trim().toLowerCase(), parameters };
}

function joined(parts: readonly string[]): string {
  let charset: string | null = null;
  const bytes = parts.map((part, i) => {
    if (!part.startsWith('*')) return Buffer.from(part, 'latin1');
    let text = part.slice(1);
    const [, label, rest] = (i === 0 && /^([^']{0,64})'[^']{0,64}'(.*)$/s.exec(text)) || [];
    if (rest !== undefined) {
      charset = label || null;
      text = rest;
    }
    return decodeQ(text, '%');
  });
  return decodeCharset(Buffer.concat(bytes), charset);
}

/** Splits outside of quotes and comments; at most `limit` pieces. */
function splitOutside(text: string, mark: string, limit: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length && pieces.length < limit; i++) {
    const char = text[i]!;
    if (char === '\\') i++;
    else if (char === '"' && depth === 0) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (char === mark && depth === 0) {
      pieces.push(text.slice(start, i));
      start = i + 1;
    }
  }
  pieces.push(text.slice(start));
  // An open quote or comment would hide all that follows it.
  if (pieces.length === 1 && (isQuoted || depth > 0)) return text.split(mark, limit);
  return pieces;
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  const end = text.endsWith('"') && text.length > 1 ? text.length - 1 : text.length;
  return text.slice(1, end).replace(/\\(.)/gs, '$1');
}

function withoutComments(text: string): string {
  if (!text.includes('(')) return text;
  let out = '';
  let depth = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\' && i + 1 < text.length) {
      if (depth === 0) out += text.slice(i, i + 2);
      i++;
      continue;
    }
    if (char === '"' && depth === 0) isQuoted = !isQuoted;
    if (!isQuoted && char === '(') depth++;
    else if (!isQuoted && char === ')' && depth > 0) depth--;
    else if (depth === 0) out += char;
  }
  return depth === 0 ? out : text;
}

/** The addresses of a header such as To, groups included, as far as they can be told apart. */
export function readAddresses(raw: string): MailAddress[] {
  const found: MailAddress[] = [];
  for (const piece of splitOutside(raw.slice(0, LONGEST), ',', MOST_ADDRESSES).slice(0, MOST_ADDRESSES)) {
    for (const text of splitOutside(piece, ';', MOST_ADDRESSES)) {
      const address = readAddress(text);
      if (address.name !== '' || address.address !== '') found.push(address);
    }
  }
  return found.slice(0, MOST_ADDRESSES);
}

function readAddress(text: string): MailAddress {
  const open = text.lastIndexOf('<');
  if (open >= 0) {
    const close = text.indexOf('>', open);
    const address = text.slice(open + 1, close < 0 ? text.length : close).trim();
    return { name: nameOf(text.slice(0, open)), address };
  }
  const comment = /\(([^()]{0,1000})\)\s*$/.exec(text.slice(-2000))?.[1];
  const plain = withoutComments(text).trim();
  // What stands before a colon is the name of a group.
  const colon = plain.indexOf(':');
  const address = colon >= 0 ? plain.slice(colon + 1).trim() : plain;
  if (address.includes('@')) return { name: comment === undefined ? '' : nameOf(comment), address: unquoted(address) };
  return { name: nameOf(address), address: '' };
}

function nameOf(text: string): string {
  return decodeWords(unquoted(text.trim())).replace(/\s+/g, ' ').trim();
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ZONES: { readonly [name: string]: number } = {
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
};
const DATE =
  /(\d{1,2})[\s-]{1,8}([A-Za-z]{3})[a-z]{0,6}[\s-]{1,8}(\d{2,4})\s{1,8}(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s{0,8}([+-]\d{4}|[A-Za-z]{1,5}))?/;

/** The date of a header in UTC; one without a zone is taken for UTC. Null where it is none. */
export function readDate(text: string): string | null {
  const found = DATE.exec(text.slice(0, 500));
  const month = MONTHS.indexOf((found?.[2] ?? '').toLowerCase());
  if (found === null || month < 0) return null;
  const [day, year, hour, minute, second] = [1, 3, 4, 5, 6].map((i) => Number(found[i] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const zone = found[7] ?? '';
  const sign = zone.startsWith('-') ? -1 : 1;
  const offset = /^[+-]/.test(zone)
    ? sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)))
    : (ZONES[zone.toLowerCase()] ?? 0) * 60;
  const full = found[3]!.length > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
  if (day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  const time = Date.UTC(full, month, day, hour, minute, second) - offset * 60_000;
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

const WORDS = ['from', 'by', 'via', 'with', 'id', 'for'];

/** A Received header. */
export function readHop(raw: string): MailHop {
  const text = raw.slice(0, 8192).replace(/\s+/g, ' ');
  const semicolon = text.lastIndexOf(';');
  const found = new Map<string, string>();
  let word = '';
  let depth = 0;
  for (const token of (semicolon < 0 ? text : text.slice(0, semicolon)).split(' ')) {
    const lower = token.toLowerCase();
    if (depth === 0 && WORDS.includes(lower) && !found.has(lower)) {
      word = lower;
      found.set(word, '');
    } else if (word !== '') {
      const before = found.get(word)!;
      found.set(word, before === '' ? token : `${before} ${token}`);
    }
    for (const char of token) depth += char === '(' ? 1 : char === ')' && depth > 0 ? -1 : 0;
  }
  const from = found.get('from') || null;
  return {
    from,
    by: found.get('by') || null,
    protocol: found.get('with') || null,
    for: found.get('for')?.replace(/^<|>$/g, '') || null,
    ips: ipsIn(from ?? ''),
    time: readDate(semicolon < 0 ? text : text.slice(semicolon + 1)),
  };
}

const IP = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?:IPv6:|\[)([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?=[\]\s)])/gi;

function ipsIn(text: string): string[] {
  const found = Array.from(text.matchAll(IP), ([whole, ipv6]) => ipv6 ?? whole);
  return [...new Set(found)].slice(0, 16);
}

const MOST_CHECKS = 100;

/** An Authentication-Results header: who checked what, and how it came out. */
export function readChecks(raw: string): MailCheck[] {
  const [first = '', ...rest] = splitOutside(raw.slice(0, LONGEST), ';', MOST_CHECKS);
  const isArc = /^\s*i\s*=\s*\d+\s*$/.test(first);
  const pieces = isArc ? rest.slice(1) : rest;
  const by =
    withoutComments((isArc ? rest[0] : first) ?? '')
      .trim()
      .split(/\s/, 1)[0] || null;
  const checks: MailCheck[] = [];
  // Some servers leave their own name out.
  for (const piece of by?.includes('=') ? [first, ...rest] : pieces) {
    const words = withoutComments(piece).trim().split(/\s+/);
    const [, method, result] = /^([\w-]{1,32})(?:\/\d)?\s*=\s*([\w-]{1,32})$/.exec(words[0] ?? '') ?? [];
    if (method === undefined) continue;
    const properties = new Map<string, string>();
    for (const word of words.slice(1, 33)) {
      const equals = word.indexOf('=');
      if (equals > 0) properties.set(word.slice(0, equals).toLowerCase(), unquoted(word.slice(equals + 1)));
    }
    checks.push({
      method: method.toLowerCase(),
      result: result!.toLowerCase(),
      by: by?.includes('=') ? null : by,
      properties: Object.fromEntries(properties),
    });
  }
  return checks;
}

/** A Received-SPF header: `fail (reason) client-ip=…; envelope-from=…`. */
export function readSpf(raw: string): MailCheck | undefined {
  const text = withoutComments(raw.slice(0, LONGEST));
  const result = /^\s*([A-Za-z]{2,16})\b/.exec(text)?.[1];
  if (result === undefined) return undefined;
  const properties = new Map<string, string>();
  for (const word of text.split(/[\s;]+/, 64)) {
    const equals = word.indexOf('=');
    if (equals > 0) properties.set(word.slice(0, equals).toLowerCase(), unquoted(word.slice(equals + 1)));
  }
  const by = properties.get('receiver') ?? null;
  return { method: 'spf', result: result.toLowerCase(), by, properties: Object.fromEntries(properties) };
}
