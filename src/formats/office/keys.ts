import { createDecipheriv, createHash } from 'node:crypto';

/** Excel opens what is encrypted with this without asking. */
export const DEFAULT_PASSWORD = 'VelvetSweatshop';

export interface AgileKey {
  salt: Buffer;
  hash: string;
  hashSize: number;
  keyBits: number;
  blockSize: number;
}

export interface AgileLock extends AgileKey {
  spins: number;
  verifierInput: Buffer;
  verifierValue: Buffer;
  keyValue: Buffer;
}

const digest = (hash: string, ...parts: Uint8Array[]): Buffer => {
  const one = createHash(hash);
  for (const part of parts) one.update(part);
  return one.digest();
};

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

/** Cut, or filled with 0x36. */
function sized(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length
    ? bytes.subarray(0, length)
    : Buffer.concat([bytes, Buffer.alloc(length - bytes.length, 0x36)]);
}

function spun(hash: string, salt: Buffer, password: string, spins: number): Buffer {
  let value = digest(hash, salt, Buffer.from(password, 'utf16le'));
  const input = Buffer.alloc(4 + value.length);
  for (let i = 0; i < spins; i++) {
    input.writeUInt32LE(i, 0);
    value.copy(input, 4);
    value = digest(hash, input);
  }
  return value;
}

/** AES without padding; what is no whole block is left out. */
function decrypted(mode: 'cbc' | 'ecb', key: Buffer, iv: Buffer | null, bytes: Buffer): Buffer {
  const decipher = createDecipheriv(`aes-${key.length * 8}-${mode}`, key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length & ~15)), decipher.final()]);
}

const VERIFIER_INPUT = Buffer.from('fea7d2763b4b9e79', 'hex');
const VERIFIER_VALUE = Buffer.from('d7aa0f6d3061344e', 'hex');
const KEY_VALUE = Buffer.from('146e0be7abacd0d6', 'hex');

/** The key of the package, where the password fits (MS-OFFCRYPTO 2.3.4.11). */
export function agileKey(lock: AgileLock, password: string): Buffer | undefined {
  const secret = spun(lock.hash, lock.salt, password, lock.spins);
  const iv = sized(lock.salt, lock.blockSize);
  const open = (block: Buffer, bytes: Buffer) =>
    decrypted('cbc', sized(digest(lock.hash, secret, block), lock.keyBits / 8), iv, bytes);
  const input = open(VERIFIER_INPUT, lock.verifierInput).subarray(0, lock.salt.length);
  const value = open(VERIFIER_VALUE, lock.verifierValue);
  if (!digest(lock.hash, input).subarray(0, lock.hashSize).equals(value.subarray(0, lock.hashSize))) return undefined;
  return open(KEY_VALUE, lock.keyValue);
}

const SEGMENT = 4096;

export function agilePackage(data: AgileKey, key: Buffer, bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  const cut = sized(key, data.keyBits / 8);
  for (let i = 0; i * SEGMENT < bytes.length; i++) {
    const iv = sized(digest(data.hash, data.salt, u32(i)), data.blockSize);
    parts.push(decrypted('cbc', cut, iv, bytes.subarray(i * SEGMENT, (i + 1) * SEGMENT)));
  }
  return Buffer.concat(parts);
}

export interface StandardLock {
  salt: Buffer;
  keyBits: number;
  verifier: Buffer;
  verifierHash: Buffer;
}

const STANDARD_SPINS = 50_000;

/** The key of the package, where the password fits (MS-OFFCRYPTO 2.3.4.7). */
export function standardKey(lock: StandardLock, password: string): Buffer | undefined {
  const secret = digest('sha1', spun('sha1', lock.salt, password, STANDARD_SPINS), u32(0));
  const half = (fill: number) => {
    const block = Buffer.alloc(64, fill);
    for (let i = 0; i < secret.length; i++) block[i]! ^= secret[i]!;
    return digest('sha1', block);
  };
  const key = Buffer.concat([half(0x36), half(0x5c)]).subarray(0, lock.keyBits / 8);
  const verifier = decrypted('ecb', key, null, lock.verifier);
  const hash = decrypted('ecb', key, null, lock.verifierHash).subarray(0, 20);
  return digest('sha1', verifier).equals(hash) ? key : undefined;
}

export const standardPackage = (key: Buffer, bytes: Buffer): Buffer => decrypted('ecb', key, null, bytes);

/** RC4, which the system's library no longer has. */
export class Rc4 {
  readonly #state = Uint8Array.from({ length: 256 }, (_, i) => i);
  #i = 0;
  #j = 0;

  constructor(key: Buffer) {
    const state = this.#state;
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + state[i]! + key[i % key.length]!) & 0xff;
      [state[i], state[j]] = [state[j]!, state[i]!];
    }
  }

  /** Of the next byte. */
  next(): number {
    const state = this.#state;
    this.#i = (this.#i + 1) & 0xff;
    this.#j = (this.#j + state[this.#i]!) & 0xff;
    const [a, b] = [state[this.#i]!, state[this.#j]!];
    state[this.#i] = b;
    state[this.#j] = a;
    return state[(a + b) & 0xff]!;
  }

  apply(bytes: Buffer): Buffer {
    return Buffer.from(bytes.map((byte) => byte ^ this.next()));
  }
}

/** What makes the key of a block of 1024 bytes (MS-OFFCRYPTO 2.3.5, 2.3.6). */
export type BlockKey = (block: number) => Buffer;

export interface Rc4Lock {
  /** Of the first kind, which is not named; or through the system's cryptography. */
  isCryptoApi: boolean;
  salt: Buffer;
  keyBits: number;
  verifier: Buffer;
  verifierHash: Buffer;
}

/** Keys of the blocks, where the password fits. */
export function rc4Key(lock: Rc4Lock, password: string): BlockKey | undefined {
  const key = lock.isCryptoApi ? cryptoApiKey(lock, password) : binaryKey(lock, password);
  const cipher = new Rc4(key(0));
  const verifier = cipher.apply(lock.verifier);
  const hash = cipher.apply(lock.verifierHash);
  return digest(lock.isCryptoApi ? 'sha1' : 'md5', verifier).equals(hash) ? key : undefined;
}

function binaryKey({ salt }: Rc4Lock, password: string): BlockKey {
  const first = digest('md5', Buffer.from(password, 'utf16le')).subarray(0, 5);
  const base = digest('md5', ...Array.from({ length: 16 }, () => [first, salt]).flat()).subarray(0, 5);
  return (block) => digest('md5', base, u32(block));
}

function cryptoApiKey({ salt, keyBits }: Rc4Lock, password: string): BlockKey {
  const base = digest('sha1', salt, Buffer.from(password, 'utf16le'));
  return (block) => {
    const key = digest('sha1', base, u32(block)).subarray(0, keyBits / 8);
    return keyBits === 40 ? Buffer.concat([key, Buffer.alloc(11)]) : key;
  };
}
