import { type BlockKey, DEFAULT_PASSWORD, Rc4, type Rc4Lock, rc4Key } from '../office/keys.ts';

const BLOCK = 1024;
const BOUND_SHEET = 0x85;
/** Records whose content is never encrypted: beginnings, the lock itself, and who has the file open. */
const PLAIN: ReadonlySet<number> = new Set([0x809, 0x2f, 0xe1, 0x138, 0x194, 0x195, 0x196]);
const PASSWORDS = 4;

export interface OpenedWorkbook {
  bytes: Buffer;
  password: string;
}

/** The workbook without RC4, where one of the passwords fits; `data` is the record that says it is encrypted. */
export function openWorkbook(bytes: Buffer, data: Buffer, passwords: readonly string[]): OpenedWorkbook | undefined {
  const lock = rc4Lock(data);
  if (lock === undefined) return undefined;
  for (const password of [DEFAULT_PASSWORD, ...passwords].slice(0, PASSWORDS)) {
    const key = rc4Key(lock, password);
    if (key !== undefined) return { bytes: decrypted(bytes, key), password };
  }
  return undefined;
}

/** Undefined where it is another method, or cut. */
function rc4Lock(data: Buffer): Rc4Lock | undefined {
  if (data.length < 54 || data.readUInt16LE(0) !== 1) return undefined;
  if (data.readUInt16LE(2) === 1) {
    const [salt, verifier, verifierHash] = [6, 22, 38].map((at) => data.subarray(at, at + 16)) as [
      Buffer,
      Buffer,
      Buffer,
    ];
    return { isCryptoApi: false, salt, keyBits: 40, verifier, verifierHash };
  }
  const size = data.readUInt32LE(10);
  const at = 14 + size;
  if (size < 32 || at + 60 > data.length) return undefined;
  const keyBits = data.readUInt32LE(14 + 16) || 40;
  if (keyBits > 128 || keyBits % 8 !== 0) return undefined;
  return {
    isCryptoApi: true,
    salt: data.subarray(at + 4, at + 20),
    keyBits,
    verifier: data.subarray(at + 20, at + 36),
    verifierHash: data.subarray(at + 40, at + 60),
  };
}

/** The cipher runs over everything, but is only put on what records hold. */
function decrypted(bytes: Buffer, key: BlockKey): Buffer {
  const plain = Buffer.alloc(bytes.length);
  for (let block = 0; block * BLOCK < bytes.length; block++) {
    const cipher = new Rc4(key(block));
    const end = Math.min(bytes.length, (block + 1) * BLOCK);
    for (let i = block * BLOCK; i < end; i++) plain[i] = bytes[i]! ^ cipher.next();
  }
  for (let at = 0; at + 4 <= bytes.length; ) {
    const id = bytes.readUInt16LE(at);
    const size = bytes.readUInt16LE(at + 2);
    const kept = 4 + (PLAIN.has(id) ? size : id === BOUND_SHEET ? 4 : 0);
    bytes.copy(plain, at, at, Math.min(bytes.length, at + kept));
    at += 4 + size;
  }
  return plain;
}
