/** Methods by which a request is known. */
const METHODS = [
  'GET',
  'PUT',
  'ICY',
  'COPY',
  'HEAD',
  'LOCK',
  'MOVE',
  'POLL',
  'POST',
  'BCOPY',
  'BMOVE',
  'MKCOL',
  'TRACE',
  'LABEL',
  'MERGE',
  'PATCH',
  'DELETE',
  'SEARCH',
  'UNLOCK',
  'REPORT',
  'UPDATE',
  'NOTIFY',
  'BDELETE',
  'CONNECT',
  'OPTIONS',
  'CHECKIN',
  'PROPFIND',
  'CHECKOUT',
  'CCM_POST',
  'SUBSCRIBE',
  'PROPPATCH',
  'BPROPFIND',
  'BPROPPATCH',
  'UNCHECKOUT',
  'MKACTIVITY',
  'MKWORKSPACE',
  'UNSUBSCRIBE',
  'RPC_CONNECT',
  'VERSION-CONTROL',
  'BASELINE-CONTROL',
];
const KNOWN = new Set(METHODS);
const LONGEST = Math.max(...METHODS.map((method) => method.length));
const RESPONSES = ['HTTP/', 'ICY '];

export type Guess = 'yes' | 'no' | 'maybe';

/** Whether bytes begin a request; `maybe` when there are too few. */
export function looksLikeRequest(bytes: Uint8Array, start: number, end: number): Guess {
  let at = start;
  const limit = Math.min(end, start + LONGEST);
  while (at < limit && isMethodByte(bytes[at]!)) at++;
  if (at === start) return 'no';
  const word = text(bytes, start, at);
  if (at < end) return bytes[at] === 0x20 && KNOWN.has(word) ? 'yes' : 'no';
  return METHODS.some((method) => method.startsWith(word)) ? 'maybe' : 'no';
}

export function looksLikeResponse(bytes: Uint8Array, start: number, end: number): Guess {
  const word = text(bytes, start, Math.min(end, start + 5));
  if (RESPONSES.some((begin) => word.startsWith(begin))) return 'yes';
  return word !== '' && RESPONSES.some((begin) => begin.startsWith(word)) ? 'maybe' : 'no';
}

const isMethodByte = (byte: number): boolean => (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || byte === 0x2d;

const text = (bytes: Uint8Array, start: number, end: number): string => {
  let out = '';
  for (let at = start; at < end; at++) out += String.fromCharCode(bytes[at]!);
  return out;
};
