import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';

/** Decrypts the data of one entry as it comes by. */
export interface Decryption {
  /** Bytes before and after the data proper. */
  readonly headBytes: number;
  readonly tailBytes: number;
  /** Undefined when the password does not fit. `head` are the bytes before the data. */
  start(head: Uint8Array, password: string): Decrypter | undefined;
}

export interface Decrypter {
  /** Decrypts in place. */
  update(chunk: Uint8Array): void;
  /** False when the data was changed. `tail` are the bytes after it. */
  verify(tail: Uint8Array): boolean;
}

/** PKWARE's old stream cipher. One byte of the head tells a wrong password, so one in 256 passes; the CRC tells the rest. */
export function zipCrypto(checkByte: number): Decryption {
  return {
    headBytes: 12,
    tailBytes: 0,
    start(head, password) {
      const cipher = new StreamCipher(password);
      const copy = Uint8Array.from(head);
      cipher.update(copy);
      return copy[11] === checkByte ? cipher : undefined;
    },
  };
}

class StreamCipher implements Decrypter {
  #key0 = 0x12345678;
  #key1 = 0x23456789;
  #key2 = 0x34567890;

  constructor(password: string) {
    for (const byte of Buffer.from(password)) this.#mix(byte);
  }

  update(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i++) {
      const key = (this.#key2 | 2) & 0xffff;
      chunk[i] = chunk[i]! ^ ((Math.imul(key, key ^ 1) >>> 8) & 0xff);
      this.#mix(chunk[i]!);
    }
  }

  verify(): boolean {
    return true;
  }

  #mix(byte: number): void {
    this.#key0 = (this.#key0 >>> 8) ^ CRC[(this.#key0 ^ byte) & 0xff]!;
    this.#key1 = (Math.imul(this.#key1 + (this.#key0 & 0xff), 134775813) + 1) | 0;
    this.#key2 = (this.#key2 >>> 8) ^ CRC[(this.#key2 ^ (this.#key1 >>> 24)) & 0xff]!;
  }
}

const CRC = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (-(crc & 1) & 0xedb88320);
  return crc;
});

/** WinZip's AES: a salt and two bytes that check the password, the data, ten bytes of HMAC over what was encrypted. */
export function winzipAes(strength: 1 | 2 | 3): Decryption {
  const keyBytes = 8 + strength * 8;
  const saltBytes = keyBytes / 2;
  return {
    headBytes: saltBytes + 2,
    tailBytes: 10,
    start(head, password) {
      const keys = pbkdf2Sync(password, head.subarray(0, saltBytes), 1000, keyBytes * 2 + 2, 'sha1');
      if (!timingSafeEqual(keys.subarray(keyBytes * 2), head.subarray(saltBytes))) return undefined;
      return new AesDecrypter(keys.subarray(0, keyBytes), keys.subarray(keyBytes, keyBytes * 2));
    },
  };
}

const AES_BLOCK = 16;

/** Counter mode with a little-endian counter from 1, which Node's own counter mode does not have. */
class AesDecrypter implements Decrypter {
  readonly #cipher;
  readonly #hmac;
  #counter = 1;
  #pad: Buffer = Buffer.alloc(0);

  constructor(key: Buffer, hmacKey: Buffer) {
    this.#cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
    this.#hmac = createHmac('sha1', hmacKey);
  }

  update(chunk: Uint8Array): void {
    this.#hmac.update(chunk);
    const fresh = this.#keyStream(chunk.length - this.#pad.length);
    const pad = Buffer.concat([this.#pad, fresh]);
    for (let i = 0; i < chunk.length; i++) chunk[i] = chunk[i]! ^ pad[i]!;
    this.#pad = pad.subarray(chunk.length);
  }

  verify(tail: Uint8Array): boolean {
    const wanted = this.#hmac.digest().subarray(0, 10);
    return tail.length === wanted.length && timingSafeEqual(wanted, tail);
  }

  #keyStream(bytes: number): Buffer {
    const counters = Buffer.alloc(Math.max(0, Math.ceil(bytes / AES_BLOCK)) * AES_BLOCK);
    for (let at = 0; at < counters.length; at += AES_BLOCK) counters.writeUIntLE(this.#counter++, at, 6);
    return this.#cipher.update(counters);
  }
}
