import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { isDictionary, nameOf, type PdfDictionary, PdfString, type PdfValue } from './values.ts';

/** How a document is encrypted, and whether the password opens it. */
export interface Encryption {
  /** `Standard`, or the name of another handler. */
  handler: string;
  version: number;
  revision: number;
  /** Bits of the key. */
  keyLength: number;
  /** `RC4`, `AES-128`, `AES-256` or `none`. */
  method: string;
  /** What the author allows; a signed 32-bit number, -1 where it isn't said. */
  permissions: number;
  /** Whether the password is the user's. */
  isOpen: boolean;
}

/** How each kind of content is encrypted; `none` where it is not. */
interface Methods {
  text: string;
  stream: string;
  attachment: string;
  metadata: string;
  named: (name: string) => string;
}

/** Undoes the encryption of one document. */
export class Decryptor {
  readonly encryption: Encryption;
  readonly #key: Buffer;
  readonly #methods: Methods;

  constructor(encryption: Encryption, key: Buffer, methods: Methods) {
    this.encryption = encryption;
    this.#key = key;
    this.#methods = methods;
  }

  /** The content of a text or stream of an object. */
  decrypt(bytes: Buffer, object: number, generation: number, kind: Exclude<keyof Methods, 'named'>): Buffer {
    return this.#undo(this.#methods[kind], bytes, object, generation);
  }

  /** The content of a stream that names one of the document's ways of encryption itself. */
  decryptBy(name: string, bytes: Buffer, object: number, generation: number): Buffer {
    return this.#undo(this.#methods.named(name), bytes, object, generation);
  }

  #undo(method: string, bytes: Buffer, object: number, generation: number): Buffer {
    if (method === 'none') return bytes;
    if (method === 'AES-256') return aes(bytes, this.#key, 'aes-256-cbc');
    const salt = Buffer.from([object, object >> 8, object >> 16, generation, generation >> 8]);
    const hash = createHash('md5').update(this.#key).update(salt);
    if (method === 'AES-128') hash.update('sAlT', 'latin1');
    const key = hash.digest().subarray(0, Math.min(16, this.#key.length + 5));
    return method === 'AES-128' ? aes(bytes, key, 'aes-128-cbc') : rc4(key, bytes);
  }
}

const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/** Reads an encryption dictionary and tries a user password. */
export function openEncryption(
  dictionary: PdfDictionary,
  id: Buffer,
  resolve: (value: PdfValue | undefined) => PdfValue,
  password: Buffer = Buffer.alloc(0),
): Decryptor {
  const get = (name: string): PdfValue => resolve(dictionary.get(name));
  const number = (name: string, fallback: number): number => {
    const value = get(name);
    return typeof value === 'number' ? Math.trunc(value) : fallback;
  };
  const text = (name: string): Buffer => {
    const value = get(name);
    return value instanceof PdfString ? value.bytes : Buffer.alloc(0);
  };
  const version = number('V', 0);
  const revision = number('R', 0);
  const bits = number('Length', 40);
  const encryption: Encryption = {
    handler: nameOf(get('Filter')) ?? 'unknown',
    version,
    revision,
    keyLength: version === 5 ? 256 : version === 1 ? 40 : Math.min(128, Math.max(40, bits - (bits % 8))),
    method: 'RC4',
    permissions: number('P', -1) | 0,
    isOpen: false,
  };
  if (version === 4) encryption.keyLength = 128;
  const encryptsMetadata = get('EncryptMetadata') !== false;
  const method = (name: string): string =>
    version >= 4 ? cryptFilter(get('CF'), nameOf(get(name)), resolve) : encryption.method;
  const stream = method('StmF');
  const methods: Methods = {
    text: method('StrF'),
    stream,
    attachment: dictionary.has('EFF') ? method('EFF') : stream,
    metadata: encryptsMetadata ? stream : 'none',
    named: (name) => cryptFilter(get('CF'), name, resolve),
  };
  encryption.method = stream === 'none' ? methods.attachment : stream;
  if (encryption.handler !== 'Standard') return new Decryptor(encryption, Buffer.alloc(0), methods);
  const hashes = { owner: text('O'), user: text('U'), userKey: text('UE') };
  if (version === 5) {
    const key = openNew(hashes.user, hashes.userKey, revision, password.subarray(0, 127));
    encryption.isOpen = key !== undefined;
    return new Decryptor(encryption, key ?? Buffer.alloc(32), methods);
  }
  const padded = Buffer.concat([password, PADDING]).subarray(0, 32);
  const key = oldKey(encryption, padded, hashes.owner, id, encryptsMetadata);
  encryption.isOpen = matchesUser(key, hashes.user, id, revision);
  return new Decryptor(encryption, key, methods);
}

function cryptFilter(
  filters: PdfValue,
  name: string | undefined,
  resolve: (value: PdfValue | undefined) => PdfValue,
): string {
  if (name === undefined || name === 'Identity') return 'none';
  const filter = isDictionary(filters) ? resolve(filters.get(name)) : null;
  const method = isDictionary(filter) ? nameOf(filter.get('CFM')) : undefined;
  if (method === 'V2') return 'RC4';
  if (method === 'AESV2') return 'AES-128';
  if (method === 'AESV3') return 'AES-256';
  return 'none';
}

function oldKey(encryption: Encryption, padded: Buffer, owner: Buffer, id: Buffer, encryptsMetadata: boolean): Buffer {
  const { permissions, revision } = encryption;
  const hash = createHash('md5').update(padded).update(owner.subarray(0, 32));
  const allowed = Buffer.alloc(4);
  allowed.writeInt32LE(permissions);
  hash.update(allowed).update(id);
  if (revision >= 4 && !encryptsMetadata) hash.update(Buffer.alloc(4, 0xff));
  const length = revision >= 3 ? encryption.keyLength / 8 : 5;
  let key = hash.digest().subarray(0, length);
  if (revision >= 3) {
    for (let i = 0; i < 50; i++) key = createHash('md5').update(key).digest().subarray(0, length);
  }
  return key;
}

function matchesUser(key: Buffer, user: Buffer, id: Buffer, revision: number): boolean {
  if (user.length < 16) return false;
  if (revision < 3) return rc4(key, PADDING).equals(user.subarray(0, 32));
  let text = rc4(key, createHash('md5').update(PADDING).update(id).digest());
  for (let i = 1; i <= 19; i++) text = rc4(Buffer.from(key.map((byte) => byte ^ i)), text);
  return text.equals(user.subarray(0, 16));
}

/** Of version 5: the hash and two salts, and the key encrypted with a hash of the password. */
function openNew(user: Buffer, userKey: Buffer, revision: number, password: Buffer): Buffer | undefined {
  if (user.length < 48 || userKey.length < 32) return undefined;
  const hash = (salt: Buffer): Buffer =>
    revision >= 6 ? hashOfRevision6(password, salt) : createHash('sha256').update(password).update(salt).digest();
  if (!hash(user.subarray(32, 40)).equals(user.subarray(0, 32))) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', hash(user.subarray(40, 48)), Buffer.alloc(16)).setAutoPadding(false);
  return Buffer.concat([decipher.update(userKey.subarray(0, 32)), decipher.final()]);
}

/** ISO 32000-2, 7.6.4.3.4, for a user password: 64 rounds, and some more by what the last byte says. */
function hashOfRevision6(password: Buffer, salt: Buffer): Buffer {
  let key = createHash('sha256').update(password).update(salt).digest();
  for (let round = 0; ; round++) {
    const block = Buffer.concat(Array.from({ length: 64 }, () => [password, key]).flat());
    const encrypted = aesEncrypt(block, key);
    let remainder = 0;
    for (let i = 0; i < 16; i++) remainder += encrypted[i]!;
    key = createHash(['sha256', 'sha384', 'sha512'][remainder % 3]!)
      .update(encrypted)
      .digest();
    if (round >= 63 && encrypted[encrypted.length - 1]! <= round - 31) return key.subarray(0, 32);
    if (round > 300) return key.subarray(0, 32);
  }
}

function aesEncrypt(block: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

/** The first block is the initialisation vector. */
function aes(bytes: Buffer, key: Buffer, algorithm: string): Buffer {
  const whole = bytes.length - (bytes.length % 16);
  if (whole < 32 || key.length * 8 !== (algorithm === 'aes-256-cbc' ? 256 : 128)) return Buffer.alloc(0);
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, 16)).setAutoPadding(false);
  const text = Buffer.concat([decipher.update(bytes.subarray(16, whole)), decipher.final()]);
  const padding = text[text.length - 1]!;
  return padding >= 1 && padding <= 16 ? text.subarray(0, text.length - padding) : text;
}

/** OpenSSL 3 no longer has it. */
function rc4(key: Buffer, bytes: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 0xff;
    [state[i], state[j]] = [state[j]!, state[i]!];
  }
  const out = Buffer.allocUnsafe(bytes.length);
  for (let n = 0, i = 0, j = 0; n < bytes.length; n++) {
    i = (i + 1) & 0xff;
    const a = state[i]!;
    j = (j + a) & 0xff;
    const b = state[j]!;
    state[i] = b;
    state[j] = a;
    out[n] = bytes[n]! ^ state[(a + b) & 0xff]!;
  }
  return out;
}
