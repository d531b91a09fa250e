import { type HttpHead, headersOf } from './types.ts';

/** How the end of a body is told. */
export type Framing = { kind: 'none' } | { kind: 'length'; length: number } | { kind: 'chunked' } | { kind: 'close' };

export interface Framed {
  framing: Framing;
  oddities: string[];
}

/** RFC 9112, 6.3, for a request. */
export function frameRequest(head: HttpHead): Framed {
  return frame(head, head.third, { kind: 'none' });
}

/** The same for a response to `method`. */
export function frameResponse(head: HttpHead, method: string | undefined): Framed {
  const status = Number(head.second);
  const hasNone = method === 'HEAD' || status === 204 || status === 304 || (status >= 100 && status < 200);
  const framed = frame(head, head.first, { kind: 'close' });
  return hasNone ? { framing: { kind: 'none' }, oddities: framed.oddities } : framed;
}

function frame(head: HttpHead, version: string, otherwise: Framing): Framed {
  const oddities: string[] = [];
  const codings = headersOf(head, 'transfer-encoding');
  const lengths = headersOf(head, 'content-length');
  const length = lengthOf(lengths, oddities);
  if (codings.length === 0) {
    const framing: Framing = length === undefined ? otherwise : { kind: 'length', length };
    return { framing, oddities };
  }
  const last = codings.join(',').split(',').at(-1)!.trim().toLowerCase();
  if (codings.join(',').toLowerCase() !== 'chunked') oddities.push(`Transfer-Encoding "${shown(codings.join(','))}"`);
  if (lengths.length > 0) oddities.push('Content-Length beside Transfer-Encoding');
  if (/1\.0$/.test(version)) oddities.push('Transfer-Encoding in HTTP/1.0');
  if (last === 'chunked') return { framing: { kind: 'chunked' }, oddities };
  if (length !== undefined) return { framing: { kind: 'length', length }, oddities };
  return { framing: otherwise, oddities };
}

function lengthOf(values: readonly string[], oddities: string[]): number | undefined {
  const all = values.flatMap((value) => value.split(',')).map((value) => value.trim());
  if (all.length === 0) return undefined;
  if (new Set(all).size > 1) oddities.push(`${all.length} different Content-Length headers`);
  const first = all[0]!;
  if (!/^\d{1,15}$/.test(first)) {
    oddities.push(`Content-Length "${shown(first)}"`);
    return undefined;
  }
  return Number(first);
}

const shown = (text: string): string => text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?');
