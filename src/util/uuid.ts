import { createHash } from 'node:crypto';

/** Of everything Ovoscope names by itself; chosen once at random. */
const OVOSCOPE_NAMESPACE = '5f0c8a52-7d0b-4f0e-9a1f-3c2a7be1d6e4';

/** A version 5 UUID (RFC 9562): the same name always gives the same one. */
export function uuidOf(name: string): string {
  const namespace = Buffer.from(OVOSCOPE_NAMESPACE.replaceAll('-', ''), 'hex');
  const bytes = createHash('sha1').update(namespace).update(name, 'utf8').digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
