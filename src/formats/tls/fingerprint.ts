import { createHash } from 'node:crypto';
import type { ClientHello, ServerHello } from './types.ts';

const SERVER_NAME = 0x0000;
const PROTOCOLS = 0x0010;
const EMPTY = '000000000000';

/** Values that clients send to see whether servers bear unknown ones (RFC 8701). */
const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

const withoutGrease = (values: readonly number[]): number[] => values.filter((value) => !isGrease(value));

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

export interface Fingerprint {
  /** The text that is hashed. */
  text: string;
  hash: string;
}

/** JA3: version, ciphers, extensions, groups and point formats of a client. */
export function ja3(hello: ClientHello): Fingerprint {
  const lists = [hello.ciphers, hello.extensions, hello.groups, hello.pointFormats];
  const text = [hello.legacyVersion, ...lists.map((list) => withoutGrease(list).join('-'))].join(',');
  return { text, hash: md5(text) };
}

/** JA3S: version, cipher and extensions of a server. */
export function ja3s(hello: ServerHello): Fingerprint {
  const text = `${hello.legacyVersion},${hello.cipher},${hello.extensions.join('-')}`;
  return { text, hash: md5(text) };
}

/** JA4 of a client that speaks TLS over TCP. */
export function ja4(hello: ClientHello): string {
  const ciphers = withoutGrease(hello.ciphers);
  const extensions = withoutGrease(hello.extensions);
  const versions = withoutGrease(hello.supportedVersions);
  const version = versionCode(versions.length > 0 ? Math.max(...versions) : hello.legacyVersion);
  const name = extensions.includes(SERVER_NAME) ? 'd' : 'i';
  const counts = twoDigits(ciphers.length) + twoDigits(extensions.length);
  const signatures = withoutGrease(hello.signatureAlgorithms).map(fourDigits).join(',');
  const sorted = extensions
    .filter((type) => type !== SERVER_NAME && type !== PROTOCOLS)
    .map(fourDigits)
    .sort()
    .join(',');
  return [
    `t${version}${name}${counts}${protocolCode(hello.protocols[0])}`,
    part(ciphers.map(fourDigits).sort().join(',')),
    part(signatures === '' ? sorted : `${sorted}_${signatures}`, extensions.length === 0),
  ].join('_');
}

const part = (text: string, isEmpty = text === ''): string =>
  isEmpty ? EMPTY : createHash('sha256').update(text).digest('hex').slice(0, 12);

const fourDigits = (value: number): string => value.toString(16).padStart(4, '0');

const twoDigits = (count: number): string => String(Math.min(count, 99)).padStart(2, '0');

function versionCode(version: number): string {
  const codes = new Map([
    [0x0304, '13'],
    [0x0303, '12'],
    [0x0302, '11'],
    [0x0301, '10'],
    [0x0300, 's3'],
    [0x0002, 's2'],
  ]);
  return codes.get(version) ?? '00';
}

/** First and last character of the first protocol; of one that isn't plain text, those of its hexadecimal form. */
function protocolCode(protocol: string | undefined): string {
  if (protocol === undefined || protocol === '') return '00';
  const isPlain = /^[0-9A-Za-z]$/;
  const [first, last] = [protocol[0]!, protocol.at(-1)!];
  if (isPlain.test(first) && isPlain.test(last)) return first + last;
  const digits = Buffer.from(protocol, 'latin1').toString('hex');
  return digits[0]! + digits.at(-1)!;
}
