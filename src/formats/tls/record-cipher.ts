import { type CipherGCMTypes, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { Protection } from './cipher-suites.ts';
import { expandLabel } from './derive.ts';

/** Opens the records of one direction, one after the other. */
export interface RecordCipher {
  /** What a record holds, and its true type; undefined when it can't be opened. */
  open(type: number, version: number, record: Buffer): { type: number; bytes: Buffer } | undefined;
}

const TAG = 16;

/** What one direction uses of a key block. */
export interface DirectionKeys {
  mac: Buffer;
  key: Buffer;
  iv: Buffer;
}

/** Bytes of a key block that each direction needs. */
export function keyLengths({ mode, keyLength, blockLength, mac }: Protection, version: number) {
  const macLength = mode === 'cbc' || mode === 'rc4' ? createHmac(mac, '').digest().length : 0;
  const iv = mode === 'chacha' ? 12 : mode === 'gcm' || mode === 'ccm' ? 4 : version <= 0x0301 ? blockLength : 0;
  return { mac: macLength, key: keyLength, iv };
}

/** The cipher of one direction up to TLS 1.2. */
export function oldCipher(
  protection: Protection,
  version: number,
  keys: DirectionKeys,
  encryptsThenMacs: boolean,
): RecordCipher {
  if (protection.mode === 'rc4') return new Rc4Cipher(protection, keys);
  if (protection.mode === 'cbc') return new CbcCipher(protection, version, keys, encryptsThenMacs);
  return new AeadCipher(protection, keys);
}

/** Number of the record, version and so on, which the MAC covers. */
function prefix(sequence: bigint, type: number, version: number, length: number): Buffer {
  const bytes = Buffer.alloc(13);
  bytes.writeBigUInt64BE(sequence);
  bytes[8] = type;
  bytes.writeUInt16BE(version, 9);
  bytes.writeUInt16BE(length, 11);
  return bytes;
}

function aead(protection: Protection, key: Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer | undefined {
  if (sealed.length < TAG) return undefined;
  const text = sealed.subarray(0, sealed.length - TAG);
  try {
    const cipher = createDecipheriv(protection.cipher as CipherGCMTypes, key, nonce, { authTagLength: TAG });
    cipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    // CCM has to know the length before it starts.
    cipher.setAAD(aad, { plaintextLength: text.length } as never);
    return Buffer.concat([cipher.update(text), cipher.final()]);
  } catch {
    // A wrong tag: the key isn't the right one, or the bytes are not those that were sent. The caller says so.
    return undefined;
  }
}

/** GCM, CCM and ChaCha20 of TLS 1.2. */
class AeadCipher implements RecordCipher {
  readonly #protection: Protection;
  readonly #keys: DirectionKeys;
  #sequence = 0n;

  constructor(protection: Protection, keys: DirectionKeys) {
    this.#protection = protection;
    this.#keys = keys;
  }

  open(type: number, version: number, record: Buffer): { type: number; bytes: Buffer } | undefined {
    const { iv, key } = this.#keys;
    const isImplicit = iv.length === 12;
    const explicit = isImplicit ? 0 : 8;
    const length = record.length - explicit - TAG;
    if (length < 0) return undefined;
    const nonce = isImplicit ? nonceOf(iv, this.#sequence) : Buffer.concat([iv, record.subarray(0, explicit)]);
    const aad = prefix(this.#sequence, type, version, length);
    const bytes = aead(this.#protection, key, nonce, aad, record.subarray(explicit));
    this.#sequence++;
    return bytes && { type, bytes };
  }
}

function nonceOf(iv: Buffer, sequence: bigint): Buffer {
  const nonce = Buffer.from(iv);
  const low = nonce.readBigUInt64BE(4);
  nonce.writeBigUInt64BE(low ^ sequence, 4);
  return nonce;
}

class CbcCipher implements RecordCipher {
  readonly #protection: Protection;
  readonly #keys: DirectionKeys;
  readonly #encryptsThenMacs: boolean;
  #iv: Buffer | undefined;
  #sequence = 0n;

  constructor(protection: Protection, version: number, keys: DirectionKeys, encryptsThenMacs: boolean) {
    this.#protection = protection;
    this.#keys = keys;
    this.#encryptsThenMacs = encryptsThenMacs;
    // Up to TLS 1.0 records are one chain of blocks.
    this.#iv = version <= 0x0301 ? keys.iv : undefined;
  }

  open(type: number, version: number, record: Buffer): { type: number; bytes: Buffer } | undefined {
    const { blockLength, mac } = this.#protection;
    const macLength = this.#keys.mac.length;
    const sequence = this.#sequence++;
    let sealed = record;
    if (this.#encryptsThenMacs) {
      sealed = record.subarray(0, Math.max(0, record.length - macLength));
      const expected = this.#mac(prefix(sequence, type, version, sealed.length), sealed, mac);
      if (!same(expected, record.subarray(sealed.length))) return undefined;
    }
    const iv = this.#iv ?? sealed.subarray(0, blockLength);
    const text = this.#iv ? sealed : sealed.subarray(blockLength);
    if (text.length === 0 || text.length % blockLength !== 0 || iv.length !== blockLength) return undefined;
    if (this.#iv) this.#iv = Buffer.from(text.subarray(text.length - blockLength));
    const cipher = createDecipheriv(this.#protection.cipher, this.#keys.key, iv).setAutoPadding(false);
    const plain = Buffer.concat([cipher.update(text), cipher.final()]);
    const padding = plain.at(-1)! + 1;
    const end = plain.length - padding - (this.#encryptsThenMacs ? 0 : macLength);
    if (end < 0) return undefined;
    const bytes = plain.subarray(0, end);
    if (this.#encryptsThenMacs) return { type, bytes };
    const expected = this.#mac(prefix(sequence, type, version, end), bytes, mac);
    return same(expected, plain.subarray(end, end + macLength)) ? { type, bytes } : undefined;
  }

  #mac(head: Buffer, bytes: Buffer, hash: string): Buffer {
    return createHmac(hash, this.#keys.mac).update(head).update(bytes).digest();
  }
}

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** RC4, which OpenSSL no longer has. */
class Rc4Cipher implements RecordCipher {
  readonly #mac: Buffer;
  readonly #hash: string;
  readonly #state = new Uint8Array(256);
  #i = 0;
  #j = 0;
  #sequence = 0n;

  constructor({ mac }: Protection, keys: DirectionKeys) {
    this.#mac = keys.mac;
    this.#hash = mac;
    const state = this.#state;
    for (let i = 0; i < 256; i++) state[i] = i;
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + state[i]! + keys.key[i % keys.key.length]!) & 255;
      [state[i], state[j]] = [state[j]!, state[i]!];
    }
  }

  open(type: number, version: number, record: Buffer): { type: number; bytes: Buffer } | undefined {
    const plain = this.#apply(record);
    const end = plain.length - this.#mac.length;
    if (end < 0) return undefined;
    const bytes = plain.subarray(0, end);
    const head = prefix(this.#sequence++, type, version, end);
    const expected = createHmac(this.#hash, this.#mac).update(head).update(bytes).digest();
    return same(expected, plain.subarray(end)) ? { type, bytes } : undefined;
  }

  #apply(bytes: Buffer): Buffer {
    const out = Buffer.allocUnsafe(bytes.length);
    const state = this.#state;
    for (let at = 0; at < bytes.length; at++) {
      this.#i = (this.#i + 1) & 255;
      const a = state[this.#i]!;
      this.#j = (this.#j + a) & 255;
      const b = state[this.#j]!;
      state[this.#i] = b;
      state[this.#j] = a;
      out[at] = bytes[at]! ^ state[(a + b) & 255]!;
    }
    return out;
  }
}

/** The ciphers of TLS 1.3, from a traffic secret. */
export class Tls13Cipher implements RecordCipher {
  readonly #protection: Protection;
  readonly #secret: Buffer;
  readonly #key: Buffer;
  readonly #iv: Buffer;
  #sequence = 0n;

  constructor(protection: Protection, secret: Buffer) {
    this.#protection = protection;
    this.#secret = secret;
    this.#key = expandLabel(protection.hash, secret, 'key', protection.keyLength);
    this.#iv = expandLabel(protection.hash, secret, 'iv', 12);
  }

  open(type: number, version: number, record: Buffer): { type: number; bytes: Buffer } | undefined {
    const aad = Buffer.from([type, version >> 8, version & 255, record.length >> 8, record.length & 255]);
    const nonce = nonceOf(this.#iv, this.#sequence);
    const plain = aead(this.#protection, this.#key, nonce, aad, record);
    if (!plain) return undefined;
    this.#sequence++;
    let end = plain.length;
    while (end > 0 && plain[end - 1] === 0) end--;
    return end === 0 ? undefined : { type: plain[end - 1]!, bytes: plain.subarray(0, end - 1) };
  }

  /** The cipher after a KeyUpdate. */
  updated(): Tls13Cipher {
    const length = this.#secret.length;
    return new Tls13Cipher(this.#protection, expandLabel(this.#protection.hash, this.#secret, 'traffic upd', length));
  }
}
