import { createHash } from 'node:crypto';
import { formatIp } from '../../util/ip.ts';
import { ATTRIBUTE_NAMES } from '../binary/attribute-names.ts';
import { u32 } from '../pcap/bytes.ts';
import { type Der, readDer, readOid, readSequence } from './der.ts';
import type { Certificate } from './types.ts';

const SEQUENCE = 0x30;
const EXPLICIT_VERSION = 0xa0;
const EXPLICIT_EXTENSIONS = 0xa3;
const UTC_TIME = 0x17;
const ALTERNATIVE_NAMES = '2.5.29.17';
const MAX_NAMES = 1000;

const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ...ATTRIBUTE_NAMES,
  ['2.5.4.13', 'description'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
]);

/** Describes a certificate; of one that can't be read, the fingerprints are there and the texts empty. */
export function describeCertificate(der: Uint8Array): Certificate {
  const fingerprint = (name: string) => createHash(name).update(der).digest('hex');
  const certificate: Certificate = {
    subject: '',
    issuer: '',
    serial: '',
    not_before: '',
    not_after: '',
    md5: fingerprint('md5'),
    sha1: fingerprint('sha1'),
    sha256: fingerprint('sha256'),
    names: [],
  };
  const outer = readDer(der, 0, der.length);
  const signed = outer?.tag === SEQUENCE ? readDer(der, outer.start, outer.end) : undefined;
  if (signed?.tag === SEQUENCE) readSigned(der, readSequence(der, signed, 16), certificate);
  return certificate;
}

function readSigned(der: Uint8Array, all: readonly Der[], certificate: Certificate): void {
  const fields = all[0]?.tag === EXPLICIT_VERSION ? all.slice(1) : all;
  const [serial, , issuer, validity, subject] = fields;
  if (serial) certificate.serial = serialOf(der, serial);
  if (issuer) certificate.issuer = readName(der, issuer);
  if (subject) certificate.subject = readName(der, subject);
  const [from, to] = validity ? readSequence(der, validity, 2) : [];
  if (from) certificate.not_before = readTime(der, from);
  if (to) certificate.not_after = readTime(der, to);
  const extensions = fields.find(({ tag }) => tag === EXPLICIT_EXTENSIONS);
  const list = extensions && readDer(der, extensions.start, extensions.end);
  for (const extension of list ? readSequence(der, list, 64) : []) {
    const parts = readSequence(der, extension, 3);
    if (parts[0] && readOid(der, parts[0]) === ALTERNATIVE_NAMES) certificate.names = readNames(der, parts.at(-1)!);
  }
}

function serialOf(der: Uint8Array, { start, end }: Der): string {
  const text = Buffer.from(der.subarray(start, end)).toString('hex');
  return text.length > 2 && text.startsWith('00') ? text.slice(2) : text;
}

/** `C=US, O=Example`: attributes in the order they have. Commas, plus signs and backslashes in values get a backslash. */
function readName(der: Uint8Array, name: Der): string {
  const parts: string[] = [];
  for (const set of readSequence(der, name, 64)) {
    const attributes = readSequence(der, set, 8).map((attribute) => {
      const [type, value] = readSequence(der, attribute, 2);
      if (!type || !value) return '';
      const oid = readOid(der, type);
      return `${ATTRIBUTES.get(oid) ?? oid}=${readText(der, value).replace(/[\\,+]/g, '\\$&')}`;
    });
    parts.push(attributes.join('+'));
  }
  return parts.join(', ');
}

function readText(der: Uint8Array, { tag, start, end }: Der): string {
  const bytes = Buffer.from(der.subarray(start, end));
  if (tag === 0x1e)
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
  return bytes.toString(tag === 0x0c ? 'utf8' : 'latin1');
}

/** RFC 5280: two digits of the year are of this century below 50. */
function readTime(der: Uint8Array, time: Der): string {
  const text = readText(der, time);
  const digits = time.tag === UTC_TIME ? (Number(text.slice(0, 2)) < 50 ? '20' : '19') + text : text;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?/.exec(digits);
  if (!parts) return '';
  const [, year, month, day, hour, minute, second = '00'] = parts;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

function readNames(der: Uint8Array, wrapped: Der): string[] {
  const list = readDer(der, wrapped.start, wrapped.end);
  const names: string[] = [];
  for (const name of list ? readSequence(der, list, MAX_NAMES) : []) {
    const kind = name.tag & 0x1f;
    const length = name.end - name.start;
    if (kind === 1 || kind === 2 || kind === 6) names.push(readText(der, name));
    else if (kind === 7 && length === 4) names.push(formatIp({ family: 4, words: [u32(der, name.start)] }));
    else if (kind === 7 && length === 16) {
      names.push(formatIp({ family: 6, words: [0, 4, 8, 12].map((step) => u32(der, name.start + step)) }));
    }
  }
  return names;
}
