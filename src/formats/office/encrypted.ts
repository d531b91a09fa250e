import { type ByteSource, MemorySource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import type { CompoundFile } from '../ole/compound-file.ts';
import { walkXml, xmlText } from '../xml/tokens.ts';
import {
  type AgileKey,
  type AgileLock,
  agileKey,
  agilePackage,
  DEFAULT_PASSWORD,
  type StandardLock,
  standardKey,
  standardPackage,
} from './keys.ts';
import type { OfficeEncryption } from './types.ts';

const INFO_LIMIT = 1 << 20;
const PACKAGE_LIMIT = 64 << 20;
/** Rounds that are made to check a password; Office makes a hundred thousand. */
const SPIN_LIMIT = 200_000;
const PASSWORDS = 4;

export interface OpenedPackage {
  encryption: OfficeEncryption;
  /** The document itself, where a password fits. */
  source?: ByteSource;
}

/** What encrypts the document that a compound file holds, and the document, if a known password opens it. */
export function openEncrypted(file: CompoundFile, passwords: readonly string[], damage: Damage): OpenedPackage {
  const encryption: OfficeEncryption = {
    method: 'ECMA-376',
    cipher: undefined,
    hash: undefined,
    keyBits: undefined,
    isOpen: false,
    password: undefined,
  };
  const entry = file.find('EncryptionInfo');
  const info = entry?.kind === 'stream' ? file.read(entry, INFO_LIMIT) : Buffer.alloc(0);
  const opener = info.length < 8 ? 'there is no stream EncryptionInfo' : readInfo(info, encryption);
  if (typeof opener === 'string') {
    damage.damaged('encryption', -1, opener);
    return { encryption };
  }
  for (const password of [DEFAULT_PASSWORD, ...passwords].slice(0, PASSWORDS)) {
    const key = opener.key(password);
    if (key === undefined) continue;
    encryption.isOpen = true;
    encryption.password = password;
    const packed = file.read(file.find('EncryptedPackage')!, PACKAGE_LIMIT);
    if (packed.length < 8) return { encryption };
    const size = Math.min(packed.length, Number(packed.readBigUInt64LE(0)));
    return { encryption, source: new MemorySource(opener.open(key, packed.subarray(8)).subarray(0, size), 'document') };
  }
  return { encryption };
}

interface Opener {
  key(password: string): Buffer | undefined;
  open(key: Buffer, bytes: Buffer): Buffer;
}

/** How to open it, or why that is not possible. */
function readInfo(info: Buffer, encryption: OfficeEncryption): Opener | string {
  const major = info.readUInt16LE(0);
  const minor = info.readUInt16LE(2);
  if (major === 4 && minor === 4) return readAgile(info.subarray(8), encryption);
  encryption.method = minor === 3 ? 'ECMA-376 extensible' : 'ECMA-376 standard';
  if (minor !== 2) return `its version ${major}.${minor} is not read`;
  return readStandard(info, encryption);
}

const HASHES: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512', 'md5']);

function readAgile(bytes: Buffer, encryption: OfficeEncryption): Opener | string {
  encryption.method = 'ECMA-376 agile';
  let data: ReadonlyMap<string, string> | undefined;
  let lock: ReadonlyMap<string, string> | undefined;
  walkXml(xmlText(bytes), {
    open(name, attributes) {
      if (name === 'keyData') data ??= attributes;
      if (name === 'encryptedKey') lock ??= attributes;
    },
  });
  if (data === undefined || lock === undefined) return 'its description has no key';
  encryption.cipher = `${data.get('cipherAlgorithm') ?? '?'}-${data.get('cipherChaining')?.replace('ChainingMode', '') ?? '?'}`;
  encryption.hash = data.get('hashAlgorithm');
  encryption.keyBits = Number(data.get('keyBits')) || undefined;
  if (data.get('cipherAlgorithm') !== 'AES' || data.get('cipherChaining') !== 'ChainingModeCBC') {
    return `its cipher ${encryption.cipher} is not read`;
  }
  const keyData = agileOf(data);
  const keyLock = agileOf(lock);
  if (keyData === undefined || keyLock === undefined) return 'its key cannot be one';
  const spins = Number(lock.get('spinCount'));
  if (!(spins >= 0 && spins <= SPIN_LIMIT)) return `it wants ${lock.get('spinCount')} rounds to check a password`;
  const full: AgileLock = {
    ...keyLock,
    spins,
    verifierInput: bytesOf(lock.get('encryptedVerifierHashInput')),
    verifierValue: bytesOf(lock.get('encryptedVerifierHashValue')),
    keyValue: bytesOf(lock.get('encryptedKeyValue')),
  };
  return { key: (password) => agileKey(full, password), open: (key, data) => agilePackage(keyData, key, data) };
}

function agileOf(attributes: ReadonlyMap<string, string>): AgileKey | undefined {
  const hash = (attributes.get('hashAlgorithm') ?? '').toLowerCase().replace('-', '');
  const keyBits = Number(attributes.get('keyBits'));
  const blockSize = Number(attributes.get('blockSize'));
  const hashSize = Number(attributes.get('hashSize'));
  const isKnown = (keyBits === 128 || keyBits === 192 || keyBits === 256) && blockSize === 16;
  if (!HASHES.has(hash) || !isKnown || !(hashSize >= 16 && hashSize <= 64)) return undefined;
  return { salt: bytesOf(attributes.get('saltValue')), hash, hashSize, keyBits, blockSize };
}

const bytesOf = (text: string | undefined): Buffer => Buffer.from((text ?? '').slice(0, 1024), 'base64');

const AES: { readonly [algorithm: number]: number } = { 26126: 128, 26127: 192, 26128: 256 };

function readStandard(info: Buffer, encryption: OfficeEncryption): Opener | string {
  if (info.length < 12) return 'its description is cut';
  const headSize = info.readUInt32LE(8);
  const head = info.subarray(12, 12 + Math.min(headSize, info.length));
  const rest = info.subarray(12 + Math.min(headSize, info.length));
  if (head.length < 24 || rest.length < 72) return 'its description is cut';
  const algorithm = head.readUInt32LE(8);
  const keyBits = AES[algorithm];
  encryption.hash = 'SHA1';
  encryption.keyBits = keyBits ?? head.readUInt32LE(16);
  encryption.cipher = keyBits === undefined ? `algorithm 0x${algorithm.toString(16)}` : 'AES-ECB';
  if (keyBits === undefined) return `its cipher ${encryption.cipher} is not read`;
  const lock: StandardLock = {
    salt: rest.subarray(4, 20),
    keyBits,
    verifier: rest.subarray(20, 36),
    verifierHash: rest.subarray(40, 72),
  };
  return { key: (password) => standardKey(lock, password), open: standardPackage };
}
