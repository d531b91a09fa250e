import { createHash, type Hash } from 'node:crypto';
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { Budget } from '../tcp/growing-buffer.ts';
import type { BodyFile, BodyStore, HttpBody } from './types.ts';

export interface BodyLimits {
  /** First bytes of each body that are kept. */
  head: number;
  /** Bytes of an encoded body that are collected for decoding. */
  encoded: number;
  /** Bytes that an encoded body may become. */
  decoded: number;
}

export const BODY_LIMITS: BodyLimits = { head: 4096, encoded: 16 << 20, decoded: 64 << 20 };

/** Memory that bodies of one capture share. */
export interface BodyMemory {
  limits: BodyLimits;
  /** For what stays after a body is complete. */
  kept: Budget;
  /** For encoded bodies that are being collected. */
  collected: Budget;
  /** For heads that are not yet whole. */
  pending: Budget;
  /** What all encoded bodies together may become. */
  decoded: Budget;
  store?: BodyStore | undefined;
}

const EMPTY_HEAD = Buffer.alloc(0);
const EMPTY: HttpBody = {
  size: 0,
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  head: EMPTY_HEAD,
  missing: 0,
};

export const emptyBody = (): HttpBody => ({ ...EMPTY });

/** Takes the bytes of one body, transfer encoding already off, and describes it at the end. */
export class BodySink {
  readonly #memory: BodyMemory;
  readonly #encodings: readonly string[];
  /** Parts of an encoded body; undefined when it became too long to be decoded. */
  #parts: Buffer[] | undefined;
  #collected = 0;
  #plain: Digest | undefined;
  missing = 0;

  constructor(memory: BodyMemory, encodings: readonly string[]) {
    this.#memory = memory;
    this.#encodings = encodings;
    if (encodings.length > 0) this.#parts = [];
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    if (this.#parts && !this.#collect(bytes, start, end)) this.#stopCollecting();
    if (this.#parts) return;
    this.#plain ??= new Digest(this.#memory);
    this.#plain.update(bytes.subarray(start, end));
  }

  finish(): { body: HttpBody; trouble?: string } {
    const parts = this.#parts;
    if (!parts) return { body: this.#described(this.#plain, this.#encodings) };
    const encoded = Buffer.concat(parts);
    this.#memory.collected.give(this.#collected);
    this.#collected = 0;
    if (encoded.length === 0) return { body: { ...EMPTY, missing: this.missing } };
    const { bytes, left, trouble } = decode(encoded, this.#encodings, this.#memory);
    const digest = new Digest(this.#memory);
    digest.update(bytes);
    const body = this.#described(digest, left);
    // What is wrong with a body that has holes is the capture's fault.
    return trouble === undefined || this.missing > 0 ? { body } : { body, trouble };
  }

  #described(digest: Digest | undefined, encodings: readonly string[]): HttpBody {
    const body = digest ? digest.finish() : emptyBody();
    body.missing = this.missing;
    if (encodings.length > 0) body.encoding = encodings.join(', ');
    return body;
  }

  #collect(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (this.#collected + length > this.#memory.limits.encoded || this.#memory.collected.left < length) return false;
    this.#collected += this.#memory.collected.take(length);
    this.#parts!.push(Buffer.from(bytes.subarray(start, end)));
    return true;
  }

  #stopCollecting(): void {
    const digest = new Digest(this.#memory);
    for (const part of this.#parts!) digest.update(part);
    this.#plain = digest;
    this.#parts = undefined;
    this.#memory.collected.give(this.#collected);
    this.#collected = 0;
  }
}

class Digest {
  readonly #hashes: { md5: Hash; sha1: Hash; sha256: Hash } = {
    md5: createHash('md5'),
    sha1: createHash('sha1'),
    sha256: createHash('sha256'),
  };
  readonly #memory: BodyMemory;
  #size = 0;
  #head: Buffer[] = [];
  #headLength = 0;
  #file: BodyFile | undefined;

  constructor(memory: BodyMemory) {
    this.#memory = memory;
  }

  update(bytes: Uint8Array): void {
    const { md5, sha1, sha256 } = this.#hashes;
    if (this.#size === 0 && bytes.length > 0) this.#file = this.#memory.store?.begin();
    this.#file?.write(bytes);
    md5.update(bytes);
    sha1.update(bytes);
    sha256.update(bytes);
    this.#size += bytes.length;
    const room = this.#memory.limits.head - this.#headLength;
    if (room <= 0) return;
    const part = Buffer.from(bytes.subarray(0, this.#memory.kept.take(Math.min(room, bytes.length))));
    this.#headLength += part.length;
    if (part.length > 0) this.#head.push(part);
  }

  finish(): HttpBody {
    const { md5, sha1: hash, sha256 } = this.#hashes;
    const sha1 = hash.digest('hex');
    const path = this.#file?.end(sha1);
    return {
      size: this.#size,
      md5: md5.digest('hex'),
      sha1,
      sha256: sha256.digest('hex'),
      head: this.#head.length === 1 ? this.#head[0]! : Buffer.concat(this.#head),
      missing: 0,
      ...(path !== undefined && { path }),
    };
  }
}

/** Names of `Content-Encoding` that mean something; more than three on one body are nobody's. */
export function contentEncodings(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== '' && value !== 'identity' && value !== 'none')
    .slice(0, 3);
}

interface Decoding {
  bytes: Buffer;
  /** Encodings that are still on. */
  left: readonly string[];
  trouble?: string;
}

function decode(encoded: Buffer, encodings: readonly string[], { limits, decoded }: BodyMemory): Decoding {
  let bytes = encoded;
  for (let count = encodings.length; count > 0; count--) {
    const name = encodings[count - 1]!;
    const decoder = DECODERS.get(name);
    const left = encodings.slice(0, count);
    if (!decoder) return { bytes, left, trouble: `the encoding "${name.slice(0, 40)}" is not known` };
    const limit = Math.min(limits.decoded, decoded.left);
    if (limit === 0) return { bytes, left, trouble: 'decoded bodies have used up their limit' };
    try {
      bytes = decoder(bytes, limit);
      decoded.take(bytes.length);
    } catch (error) {
      const isTooLong = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
      if (isTooLong) decoded.take(limit);
      const trouble = isTooLong ? `a body becomes more than ${limit} bytes` : `a body is not what "${name}" makes`;
      return { bytes, left, trouble };
    }
  }
  return { bytes, left: [] };
}

type Decoder = (bytes: Buffer, limit: number) => Buffer;

/** A body that was cut gives what can be decoded of it. */
const asFar = (limit: number): ZlibOptions => ({
  maxOutputLength: limit,
  finishFlush: constants.Z_SYNC_FLUSH,
});

const gzip: Decoder = (bytes, limit) => gunzipSync(bytes, asFar(limit));

/** Servers disagree whether deflate has the header of zlib. */
const deflate: Decoder = (bytes, limit) =>
  (bytes[0]! & 15) === 8 && bytes.length > 1 && ((bytes[0]! << 8) | bytes[1]!) % 31 === 0
    ? inflateSync(bytes, asFar(limit))
    : inflateRawSync(bytes, asFar(limit));

const brotli: Decoder = (bytes, limit) =>
  brotliDecompressSync(bytes, { maxOutputLength: limit, finishFlush: constants.BROTLI_OPERATION_FLUSH });

const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', deflate],
  ['br', brotli],
]);
