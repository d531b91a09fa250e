import { createHash } from 'node:crypto';
import { keccak256 } from './keccak.ts';

/** Longest address that is known: Monero's integrated ones have 106 characters. */
export const LONGEST_WALLET = 110;

/**
 * The currency of a wallet's address, by its form and its checksum; undefined for all else. Addresses without a
 * checksum (Ethereum's in one case) are not told from other numbers, and are none.
 */
export function walletCurrency(text: string): string | undefined {
  if (text.length < 25 || text.length > LONGEST_WALLET || !/^[A-Za-z0-9:]+$/.test(text)) return undefined;
  if (text.startsWith('0x')) return text.length === 42 && isEthereum(text.slice(2)) ? 'ethereum' : undefined;
  if (/^(?:bc1|ltc1|addr1|stake1)/i.test(text)) return bech32Currency(text);
  if (/^bitcoincash:/i.test(text)) return isCashAddress(text) ? 'bitcoin cash' : undefined;
  if (/^[48]/.test(text) && (text.length === 95 || text.length === 106)) return isMonero(text) ? 'monero' : undefined;
  if (/^G[A-Z2-7]{55}$/.test(text)) return isStellar(text) ? 'stellar' : undefined;
  if (text.length > 35) return undefined;
  if (text.startsWith('r')) return versionOf(text, RIPPLE) === '00' ? 'ripple' : undefined;
  const version = versionOf(text, BITCOIN);
  return version === undefined ? undefined : BASE58_VERSIONS.get(version);
}

const BITCOIN = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const RIPPLE = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

const BASE58_VERSIONS: ReadonlyMap<string, string> = new Map([
  ['00', 'bitcoin'],
  ['05', 'bitcoin'],
  ['30', 'litecoin'],
  ['32', 'litecoin'],
  ['1e', 'dogecoin'],
  ['16', 'dogecoin'],
  ['4c', 'dash'],
  ['10', 'dash'],
  ['41', 'tron'],
  ['1cb8', 'zcash'],
  ['1cbd', 'zcash'],
]);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** What stands before the 20 bytes of a hash, in hexadecimal, where the last four bytes are its checksum. */
function versionOf(text: string, alphabet: string): string | undefined {
  const bytes = fromBase58(text, alphabet);
  if (bytes === undefined || bytes.length < 25 || bytes.length > 26) return undefined;
  const body = bytes.subarray(0, -4);
  if (!sha256(sha256(body)).subarray(0, 4).equals(bytes.subarray(-4))) return undefined;
  return body.subarray(0, -20).toString('hex');
}

function fromBase58(text: string, alphabet: string): Buffer | undefined {
  const bytes: number[] = [];
  for (const character of text) {
    let carry = alphabet.indexOf(character);
    if (carry < 0) return undefined;
    for (let i = 0; i < bytes.length; i++) {
      carry += bytes[i]! * 58;
      bytes[i] = carry & 0xff;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff);
  }
  for (let i = 0; text[i] === alphabet[0]; i++) bytes.push(0);
  return Buffer.from(bytes.reverse());
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BECH32_CURRENCIES: { readonly [prefix: string]: string } = {
  bc: 'bitcoin',
  ltc: 'litecoin',
  addr: 'cardano',
  stake: 'cardano',
};

/** BIP 173 and BIP 350, for Cardano without their limit of 90 characters. */
function bech32Currency(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return undefined;
  const prefix = lower.slice(0, lower.indexOf('1'));
  const words = wordsOf(lower.slice(prefix.length + 1));
  const currency = BECH32_CURRENCIES[prefix];
  if (words === undefined || words.length < 14 || (currency !== 'cardano' && text.length > 90)) return undefined;
  const expanded = [...prefix].map((c) => c.charCodeAt(0));
  let check = 1;
  for (const value of [...expanded.map((c) => c >> 5), 0, ...expanded.map((c) => c & 31), ...words]) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of BECH32_GENERATORS.entries()) if ((top >>> bit) & 1) check ^= generator;
  }
  return check === 1 || check === 0x2bc830a3 ? currency : undefined;
}

const BECH32_GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CASH_GENERATORS = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];

function wordsOf(text: string): number[] | undefined {
  const words = [...text].map((c) => BECH32.indexOf(c));
  return words.includes(-1) ? undefined : words;
}

function isCashAddress(text: string): boolean {
  const lower = text.toLowerCase();
  const [prefix = '', payload = ''] = lower.split(':');
  const words = wordsOf(payload);
  if (words === undefined || words.length < 42 || (text !== lower && text !== text.toUpperCase())) return false;
  let check = 1n;
  for (const value of [...[...prefix].map((c) => c.charCodeAt(0) & 31), 0, ...words]) {
    const top = check >> 35n;
    check = ((check & 0x07ffffffffn) << 5n) ^ BigInt(value);
    for (const [bit, generator] of CASH_GENERATORS.entries()) if ((top >> BigInt(bit)) & 1n) check ^= generator;
  }
  return check === 1n;
}

/** EIP-55: the case of each letter is a bit of a hash. Digits in one case carry no checksum. */
function isEthereum(digits: string): boolean {
  if (!/^[0-9a-fA-F]{40}$/.test(digits) || !/[a-f]/.test(digits) || !/[A-F]/.test(digits)) return false;
  const hash = keccak256(Buffer.from(digits.toLowerCase())).toString('hex');
  return [...digits].every((c, i) => !/[a-f]/i.test(c) || /[A-F]/.test(c) === Number.parseInt(hash[i]!, 16) >= 8);
}

/** Monero's base58 writes each eight bytes as eleven characters. */
function isMonero(text: string): boolean {
  const blocks: Buffer[] = [];
  for (let at = 0; at < text.length; at += 11) {
    const block = text.slice(at, at + 11);
    const size = MONERO_SIZES.indexOf(block.length);
    const bytes = fromBase58(block, BITCOIN);
    if (bytes === undefined || size < 0) return false;
    const value = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
    if (value.length > size) return false;
    blocks.push(Buffer.concat([Buffer.alloc(size - value.length), value]));
  }
  const bytes = Buffer.concat(blocks);
  const body = bytes.subarray(0, -4);
  return [18, 19, 42].includes(bytes[0]!) && keccak256(body).subarray(0, 4).equals(bytes.subarray(-4));
}

/** Characters that so many bytes take. */
const MONERO_SIZES = [0, 2, 3, 5, 6, 7, 9, 10, 11];

function isStellar(text: string): boolean {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = 0;
  let value = 0;
  const bytes: number[] = [];
  for (const character of text) {
    value = ((value << 5) | alphabet.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  let crc = 0;
  for (const byte of bytes.slice(0, -2)) {
    crc ^= byte << 8;
    for (let i = 0; i < 8; i++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return bytes.at(-2) === (crc & 0xff) && bytes.at(-1) === crc >> 8;
}
