import type { Ends, Moment } from '../tcp/types.ts';

export interface HttpBody {
  /** Bytes after transfer and content encodings were taken off. */
  size: number;
  md5: string;
  sha1: string;
  sha256: string;
  /** The first bytes, as far as limits let them be kept. */
  head: Buffer;
  /** Bytes that were never captured, or sent; hashes are of the others. */
  missing: number;
  /** Encodings that could not be taken off; the hashes are then of the encoded bytes. */
  encoding?: string;
  /** Where the whole body was put, as whoever keeps bodies names it. */
  path?: string;
}

/** Takes whole bodies, while they come in. */
export interface BodyStore {
  /** Undefined where this body is not to be kept. */
  begin(): BodyFile | undefined;
}

export interface BodyFile {
  write(bytes: Uint8Array): void;
  /** The path; undefined where the body could not be kept after all. */
  end(sha1: string): string | undefined;
}

export interface HttpHead {
  /** Method, target and version of a request; version, status and reason of a response. */
  first: string;
  second: string;
  third: string;
  /** In the order of the message; names as they were written. */
  headers: readonly (readonly [name: string, value: string])[];
  /** All before the empty line, as Latin-1. */
  text: string;
  /** What other readers may read differently. */
  oddities: readonly string[];
}

export interface HttpRequest {
  method: string;
  target: string;
  version: string;
  head: HttpHead;
  body: HttpBody;
  /** The body as it was sent, without chunk framing; its first bytes. */
  plainBody: Buffer;
  moment: Moment;
}

export interface HttpResponse {
  status: number;
  version: string;
  head: HttpHead;
  body: HttpBody;
  moment: Moment;
}

/** A request and what came back. One side is absent where it was not captured, or is no HTTP. */
export interface HttpExchange {
  ends: Ends;
  protocol: 'http' | 'https';
  moment: Moment;
  request?: HttpRequest;
  response?: HttpResponse;
  /** What peers may read differently. */
  oddities: string[];
}

/** The first value of a header, without looking at the case of its name. */
export function headerOf(head: HttpHead, name: string): string | undefined {
  for (const [key, value] of head.headers) {
    if (key.length === name.length && key.toLowerCase() === name) return value;
  }
  return undefined;
}

export function headersOf(head: HttpHead, name: string): string[] {
  return head.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}
