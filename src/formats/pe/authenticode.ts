import { createHash } from 'node:crypto';
import type { Damage } from '../binary/damage.ts';
import type { RandomAccess } from '../binary/random-access.ts';
import type { CertificateFacts } from './certificates.ts';
import type { PeHeaders } from './headers.ts';

export interface Signature {
  digestAlgorithm: string;
  /** The digest that was signed, and that of this file by the same algorithm; null where the algorithm is unknown. */
  digest: string;
  computed: string | null;
  programName: string | undefined;
  moreInfo: string | undefined;
  /** In the order of the file. */
  certificates: CertificateFacts[];
  /** Positions of the signers' own certificates. */
  signers: number[];
  /** UTC, `YYYY-MM-DD HH:MM:SS`, of the first time stamp. */
  signingTime: string | null;
}

export interface Security {
  /** The certificate table: offset and size in the file. */
  offset: number;
  size: number;
  signatures: Signature[];
}

const SECURITY = 4;
const PKCS_SIGNED_DATA = 2;
const ENTRY_LIMIT = 8;
/** Of all entries together; genuine ones have some ten thousand bytes. */
const SIZE_LIMIT = 1 << 20;
const SIGNATURE_LIMIT = 8;

/**
 * The Authenticode signatures of a file, with the digests that tell whether it was changed since. Whether a
 * certificate is to be trusted is not looked at: that depends on the machine and the day.
 */
export async function readSecurity(
  file: RandomAccess,
  headers: PeHeaders,
  damage: Damage,
): Promise<Security | undefined> {
  const directory = headers.directories[SECURITY];
  // The only directory that is an offset in the file.
  if (directory === undefined || directory.rva === 0 || directory.size === 0) return undefined;
  const { rva: offset, size } = directory;
  const security: Security = { offset, size, signatures: [] };
  const blobs: { at: number; bytes: Buffer }[] = [];
  damage.attempt('certificate table', () => {
    const end = offset + size;
    let left = SIZE_LIMIT;
    for (let at = offset, count = 0; at + 8 <= end; count++) {
      if (count >= ENTRY_LIMIT) {
        damage.limit('certificate table', at, ENTRY_LIMIT);
        return;
      }
      const length = file.u32(at);
      if (length < 8) {
        damage.damaged('certificate table', at, `an entry says it is ${length} bytes long`);
        return;
      }
      if (file.u16(at + 6) === PKCS_SIGNED_DATA) {
        left -= length;
        if (left < 0) damage.damaged('certificate table', at, `an entry says it is ${length} bytes long`);
        else blobs.push({ at: at + 8, bytes: file.bytes(at + 8, length - 8) });
      }
      at += (length + 7) & ~7;
    }
  });
  if (blobs.length === 0) return security;
  const { readSignedData } = await import('./signed-data.ts');
  const digests = new Map<string, string | null>();
  const computed = (algorithm: string): string | null => {
    if (!digests.has(algorithm)) digests.set(algorithm, imageDigest(file, headers, security, algorithm));
    return digests.get(algorithm)!;
  };
  for (const { at, bytes } of blobs) {
    try {
      for (const { algorithm, ...signature } of readSignedData(bytes, SIGNATURE_LIMIT)) {
        security.signatures.push({ ...signature, digestAlgorithm: algorithm, computed: computed(algorithm) });
      }
    } catch (error) {
      // The libraries throw whatever they like at what is not ASN.1, a stack overflow included.
      const what = error instanceof Error ? error.message : String(error);
      damage.damaged('signature', at, `it is not the signed data it should be (${what.slice(0, 120)})`);
    }
  }
  return security;
}

const DIGESTS: ReadonlySet<string> = new Set(['md5', 'sha1', 'sha256', 'sha384', 'sha512']);

/** The hash over all of the file but its checksum, the certificate table and where that is. */
export function imageDigest(
  file: RandomAccess,
  headers: PeHeaders,
  table: { offset: number; size: number },
  algorithm: string,
): string | null {
  if (!DIGESTS.has(algorithm)) return null;
  const hash = createHash(algorithm);
  const entry = headers.directoriesOffset + SECURITY * 8;
  const ranges: [from: number, to: number][] = [
    [0, headers.checksumOffset],
    [headers.checksumOffset + 4, entry],
    [entry + 8, Math.min(table.offset, file.size)],
    [table.offset + table.size, file.size],
  ];
  for (const [from, to] of ranges) {
    if (to > from) for (const piece of file.pieces(from, to - from)) hash.update(piece);
  }
  return hash.digest('hex');
}
