import { formatIp, parseIp } from '../../util/ip.ts';
import { type Host, hostOf, isDomain } from './host.ts';
import { LONGEST_WALLET, walletCurrency } from './wallet.ts';

export type IndicatorKind = 'url' | 'domain' | 'ip' | 'email' | 'hash' | 'wallet' | 'path';

/** `type` is the algorithm of a hash, the currency of a wallet. */
export type IndicatorVisitor = (kind: IndicatorKind, value: string, type?: string) => void;

/** Longer ones are not what anybody calls. */
const LONGEST_URL = 4096;
const SCHEMES = [
  'http',
  'https',
  'hxxp',
  'hxxps',
  'ftp',
  'ftps',
  'sftp',
  'tftp',
  'ws',
  'wss',
  'tcp',
  'udp',
  'ssh',
  'smb',
  'ldap',
  'ldaps',
  'rtsp',
  'irc',
  'ircs',
  'mqtt',
  'socks4',
  'socks5',
  'stratum+tcp',
  'stratum+ssl',
  'gopher',
  'magnet',
] as const;
const LONGEST_SCHEME = Math.max(...SCHEMES.map((scheme) => scheme.length));
const BY_LENGTH = SCHEMES.toSorted((a, b) => b.length - a.length);

/**
 * Finds what one can act on in text: URLs, e-mail addresses, host names, addresses, hashes and wallets. Each URL also
 * gives its host. A bare name counts where it can hardly be something else (a file, a member of an object, a package
 * name read backwards). Takes time in proportion to the text.
 */
export function findIndicators(text: string, visit: IndicatorVisitor): void {
  let done = 0;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', Math.max(done, at + 3))) {
    const url = urlAt(text, at, done);
    if (!url) continue;
    findInPlain(text, done, url.start, visit);
    done = url.end;
    visit('url', text.slice(url.start, done));
    visit(url.host.kind, url.host.value);
  }
  findInPlain(text, done, text.length, visit);
}

/** The URL whose `://` stands at a place; undefined where its scheme or its host is none. */
export function urlAt(text: string, at: number, from = 0): { start: number; end: number; host: Host } | undefined {
  const start = schemeStart(text, at, from);
  const host = start < 0 ? undefined : authorityHost(text.slice(at + 3, at + 3 + LONGEST_AUTHORITY));
  return host && { start, end: urlEnd(text, at + 3, start + LONGEST_URL), host };
}

/** Where the scheme before `://` begins; -1 where there is none that is known. */
function schemeStart(text: string, at: number, from: number): number {
  const before = text.slice(Math.max(from, at - LONGEST_SCHEME), at).toLowerCase();
  const scheme = BY_LENGTH.find((each) => before.endsWith(each));
  return scheme === undefined ? -1 : at - scheme.length;
}

/** User, host and port. */
const LONGEST_AUTHORITY = 400;
/** Code units that cannot stand in a URL as it is found in text: controls, spaces, quotes, brackets. */
const ENDS_URL = /[\u0000-\u0020"'<>`{}|\\^\u007f-\u00a0\u2018-\u201f\u2028\u2029\u3000\ufffd]/;
const ENDS_AUTHORITY = new RegExp(`[/?#]|${ENDS_URL.source}`);

function authorityHost(text: string): Host | undefined {
  const end = text.search(ENDS_AUTHORITY);
  const authority = end < 0 ? text : text.slice(0, end);
  const hostPort = authority.slice(authority.lastIndexOf('@') + 1);
  return hostOf(hostPort.replace(/[).,;!]+$/, '').replace(/:\d{0,5}$/, ''));
}

/** Without what ends a sentence, and without brackets that were opened outside. */
function urlEnd(text: string, from: number, limit: number): number {
  const rest = text.slice(from, limit);
  const found = rest.search(ENDS_URL);
  let end = found < 0 ? rest.length : found;
  let open = 0;
  for (let i = 0; i < end; i++) open += '(['.includes(rest[i]!) ? 1 : ')]'.includes(rest[i]!) ? -1 : 0;
  for (; end > 0; end--) {
    const last = rest[end - 1]!;
    if (')]'.includes(last) && open < 0) open++;
    else if (!'.,;:!?*'.includes(last)) break;
  }
  return from + end;
}

const TOKEN = /[A-Za-z0-9\u0080-\uffff][\w.:%+\u0080-\uffff-]*/g;
const LONGEST_TOKEN = 512;

function findInPlain(text: string, from: number, to: number, visit: IndicatorVisitor): void {
  if (to - from < 6) return;
  const plain = from === 0 && to === text.length ? text : text.slice(from, to);
  for (const { 0: raw, index } of plain.matchAll(TOKEN)) {
    if (raw.length > LONGEST_TOKEN) continue;
    const token = raw.replace(/[.:%+_-]+$/, '');
    const before = plain[index - 1];
    const after = plain[index + token.length];
    if (after === '@') takeEmail(token, plain.slice(index + token.length + 1, index + token.length + 256), visit);
    else if (before !== '@' && token.length >= 6) takeToken(token, before, after, visit);
  }
}

function takeEmail(local: string, rest: string, visit: IndicatorVisitor): void {
  const name = /^[A-Za-z0-9-][A-Za-z0-9.-]*/
    .exec(rest)?.[0]
    .replace(/[.-]+$/, '')
    .toLowerCase();
  if (name === undefined || local.length > 64 || /[:\u0080-\uffff]|\.\./.test(local) || !isDomain(name)) return;
  visit('email', `${local}@${name}`);
  visit('domain', name);
}

const HASHES: { readonly [length: number]: string } = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' };

function takeToken(
  token: string,
  before: string | undefined,
  after: string | undefined,
  visit: IndicatorVisitor,
): void {
  const hash = HASHES[token.length];
  if (hash !== undefined && /^[0-9a-fA-F]+$/.test(token)) {
    if (looksRandom(token)) visit('hash', token.toLowerCase(), hash);
    return;
  }
  if (token.length >= 25 && token.length <= LONGEST_WALLET) {
    const currency = walletCurrency(token);
    if (currency !== undefined) {
      visit('wallet', token, currency);
      return;
    }
  }
  if (before !== undefined && /[\\/_$.-]/.test(before)) return;
  const colon = token.indexOf(':');
  if (colon >= 0 && token.includes(':', colon + 1)) takeIpv6(token, visit);
  else takeName(colon < 0 ? token : token.slice(0, colon), colon < 0 ? after : ':', visit);
}

/** Digits that were counted up, or one digit over and over, are no hash. */
function looksRandom(digits: string): boolean {
  if (new Set(digits.toLowerCase()).size < 8) return false;
  let steps = 0;
  for (let i = 1; i < digits.length; i++) steps += digits.charCodeAt(i) - digits.charCodeAt(i - 1) === 1 ? 1 : 0;
  return steps < digits.length / 2;
}

/** Only addresses that are routed or link-local: `dead::beef` is an address as well. */
function takeIpv6(token: string, visit: IndicatorVisitor): void {
  const ip = /^(?:[23f][0-9a-f]{3}|::ffff):/i.test(token) ? parseIp(token) : undefined;
  if (ip) visit('ip', formatIp(ip));
}

/** Endings of file names, and members of objects, that are top-level domains as well. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  (
    'ai am app properties icu secure bat bin cab cat color cpl date day dot exe fly foo gle gs id im in inc ing int is it java la lib link ' +
    'map max md me min mov my name network new next no now off one open page pl play post prev ps py read rip rs run ' +
    'sc search security select sh show so st style to total vg zero zip zone as at be by call close do get here host ' +
    'there'
  ).split(' '),
);
/** Names that begin with these are mostly packages of Java and Android, which are written backwards. */
const BACKWARDS = /^(?:com|org|net|io|java|javax|android|androidx|kotlin|dalvik|sun)\./;

function takeName(token: string, after: string | undefined, visit: IndicatorVisitor): void {
  const last = token.lastIndexOf('.');
  if (last < 1) return;
  if (/^\d+$/.test(token.slice(last + 1))) {
    // x.0.0.0 is a version.
    const ip = /^0|\.0\.0\.0$|\.0\.0$/.test(token) ? undefined : parseIp(token);
    if (ip && after !== '.') visit('ip', formatIp(ip));
    return;
  }
  if (token !== token.toLowerCase() || /[_%+]/.test(token) || after === '(' || after === '\\' || after === '=') return;
  if (AMBIGUOUS.has(token.slice(last + 1)) || BACKWARDS.test(token)) return;
  if (isDomain(token)) visit('domain', token);
}

/** Whether a text as a whole is a path of Windows: with a drive, of a share, or of a device. */
export function isWindowsPath(text: string): boolean {
  return (
    text.length >= 4 && text.length <= 1024 && /^(?:[A-Za-z]:\\|\\\\[\w.?-]+\\)[^\u0000-\u001f"<>|*?/]+$/.test(text)
  );
}
