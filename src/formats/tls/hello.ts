import { hex, u16, u24 } from '../pcap/bytes.ts';
import type { ClientHello, ServerHello } from './types.ts';

const SERVER_NAME = 0;
const GROUPS = 10;
const POINT_FORMATS = 11;
const SIGNATURE_ALGORITHMS = 13;
const PROTOCOLS = 16;
const ENCRYPT_THEN_MAC = 22;
const SUPPORTED_VERSIONS = 43;
/** SHA-256 of "HelloRetryRequest". */
const RETRY = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';

/** Reads fields one after the other; past the end everything is empty, and `isCut`. */
class Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
  isCut = false;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  get left(): number {
    return this.end - this.at;
  }

  number(size: 1 | 2 | 3): number {
    if (!this.#has(size)) return 0;
    const at = this.at;
    this.at += size;
    return size === 1 ? this.bytes[at]! : size === 2 ? u16(this.bytes, at) : u24(this.bytes, at);
  }

  /** A range whose length stands before it in so many bytes. */
  vector(size: 1 | 2 | 3): Cursor {
    return this.take(this.number(size));
  }

  take(length: number): Cursor {
    if (!this.#has(length)) return new Cursor(this.bytes, this.end, this.end);
    const start = this.at;
    this.at += length;
    return new Cursor(this.bytes, start, this.at);
  }

  hex(): string {
    return hex(this.bytes, this.at, this.end);
  }

  text(): string {
    return Buffer.from(this.bytes.subarray(this.at, this.end)).toString('latin1');
  }

  numbers(size: 1 | 2): number[] {
    const numbers: number[] = [];
    while (this.left >= size) numbers.push(this.number(size));
    return numbers;
  }

  #has(length: number): boolean {
    if (this.left >= length) return true;
    this.isCut = true;
    this.at = this.end;
    return false;
  }
}

/** Reads a ClientHello without its handshake header; undefined when it is cut before the cipher suites end. */
export function readClientHello(bytes: Uint8Array, start = 0, end = bytes.length): ClientHello | undefined {
  const cursor = new Cursor(bytes, start, end);
  const legacyVersion = cursor.number(2);
  const random = cursor.take(32).hex();
  const sessionId = cursor.vector(1).hex();
  const ciphers = cursor.vector(2).numbers(2);
  cursor.vector(1);
  if (cursor.isCut) return undefined;
  const hello: { -readonly [K in keyof ClientHello]: ClientHello[K] } = {
    legacyVersion,
    random,
    sessionId,
    ciphers,
    extensions: [],
    serverName: undefined,
    protocols: [],
    groups: [],
    pointFormats: [],
    signatureAlgorithms: [],
    supportedVersions: [],
  };
  hello.extensions = readExtensions(cursor, (type, data) => {
    if (type === SERVER_NAME) hello.serverName ??= readServerName(data);
    else if (type === GROUPS) hello.groups = data.vector(2).numbers(2);
    else if (type === POINT_FORMATS) hello.pointFormats = data.vector(1).numbers(1);
    else if (type === SIGNATURE_ALGORITHMS) hello.signatureAlgorithms = data.vector(2).numbers(2);
    else if (type === PROTOCOLS) hello.protocols = readProtocols(data);
    else if (type === SUPPORTED_VERSIONS) hello.supportedVersions = data.vector(1).numbers(2);
  });
  return hello;
}

export function readServerHello(bytes: Uint8Array, start = 0, end = bytes.length): ServerHello | undefined {
  const cursor = new Cursor(bytes, start, end);
  const legacyVersion = cursor.number(2);
  const random = cursor.take(32).hex();
  const sessionId = cursor.vector(1).hex();
  const cipher = cursor.number(2);
  cursor.number(1);
  if (cursor.isCut) return undefined;
  let version = legacyVersion;
  let protocol: string | undefined;
  let encryptsThenMacs = false;
  const extensions = readExtensions(cursor, (type, data) => {
    if (type === SUPPORTED_VERSIONS) version = data.number(2);
    else if (type === PROTOCOLS) [protocol] = readProtocols(data);
    else if (type === ENCRYPT_THEN_MAC) encryptsThenMacs = true;
  });
  const isRetry = random === RETRY;
  return { version, legacyVersion, random, sessionId, cipher, extensions, protocol, encryptsThenMacs, isRetry };
}

/** The protocol among the EncryptedExtensions of TLS 1.3. */
export function readEncryptedProtocol(bytes: Uint8Array): string | undefined {
  let protocol: string | undefined;
  readExtensions(new Cursor(bytes, 0, bytes.length), (type, data) => {
    if (type === PROTOCOLS) [protocol] = readProtocols(data);
  });
  return protocol;
}

/** The certificates of a Certificate message, as DER. */
export function readCertificateList(bytes: Uint8Array, isVersion13: boolean): Uint8Array[] {
  const cursor = new Cursor(bytes, 0, bytes.length);
  if (isVersion13) cursor.vector(1);
  const list = cursor.vector(3);
  const certificates: Uint8Array[] = [];
  while (list.left >= 3) {
    const one = list.vector(3);
    if (list.isCut) break;
    if (one.left > 0) certificates.push(bytes.subarray(one.at, one.end));
    if (isVersion13) list.vector(2);
  }
  return certificates;
}

function readExtensions(cursor: Cursor, read: (type: number, data: Cursor) => void): number[] {
  const types: number[] = [];
  const list = cursor.vector(2);
  while (list.left >= 4) {
    const type = list.number(2);
    const data = list.vector(2);
    if (list.isCut) break;
    types.push(type);
    read(type, data);
  }
  return types;
}

function readServerName(data: Cursor): string | undefined {
  const names = data.vector(2);
  while (names.left >= 3) {
    const kind = names.number(1);
    const name = names.vector(2).text();
    if (kind === 0) return name;
  }
  return undefined;
}

function readProtocols(data: Cursor): string[] {
  const list = data.vector(2);
  const protocols: string[] = [];
  while (list.left >= 1) protocols.push(list.vector(1).text());
  return protocols;
}
