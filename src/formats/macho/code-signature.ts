import { createHash } from 'node:crypto';
import type { Damage } from '../binary/damage.ts';
import { OutOfData, type RandomAccess } from '../binary/random-access.ts';
import { decodeText } from '../binary/text.ts';
import type { CertificateFacts } from '../pe/certificates.ts';
import type { Place } from './commands.ts';

export interface CodeSignature {
  identifier: string | undefined;
  teamId: string | undefined;
  flags: number;
  hashType: string | undefined;
  /** What macOS knows the program by: the first 20 bytes of the hash of its code directory. */
  cdHash: string | undefined;
  /** A property list as XML. */
  entitlements: string | undefined;
  /** In the order of the file; none where the signature is ad hoc. */
  certificates: CertificateFacts[];
}

const SUPER_BLOB = 0xfade_0cc0;
const CODE_DIRECTORY = 0xfade_0c02;
const ENTITLEMENTS = 0xfade_7171;
const CMS = 0xfade_0b01;
const BLOB_LIMIT = 64;
const SIZE_LIMIT = 16 << 20;
const TEAM_VERSION = 0x2_0200;

const HASHES: ReadonlyMap<number, string> = new Map([
  [1, 'sha1'],
  [2, 'sha256'],
  [3, 'sha256'],
  [4, 'sha384'],
]);

/** All of a signature is big-endian, whatever the program is. */
export async function readCodeSignature(
  file: RandomAccess,
  place: Place,
  damage: Damage,
): Promise<CodeSignature | undefined> {
  const found: CodeSignature = {
    identifier: undefined,
    teamId: undefined,
    flags: 0,
    hashType: undefined,
    cdHash: undefined,
    entitlements: undefined,
    certificates: [],
  };
  let cms: Buffer | undefined;
  damage.attempt('code signature', () => {
    if (place.size > SIZE_LIMIT) throw new OutOfData(place.offset, `it says it is ${place.size} bytes long`);
    const bytes = file.bytes(place.offset, place.size);
    const word = (at: number): number => {
      if (at + 4 > bytes.length) throw new OutOfData(place.offset + at);
      return bytes.readUInt32BE(at);
    };
    if (word(0) !== SUPER_BLOB) throw new OutOfData(place.offset, 'it does not begin as one');
    const count = word(8);
    if (count > BLOB_LIMIT) damage.limit('code signature', place.offset, BLOB_LIMIT);
    for (let i = 0; i < Math.min(count, BLOB_LIMIT); i++) {
      const at = word(12 + i * 8 + 4);
      const [magic, length] = [word(at), word(at + 4)];
      if (at + length > bytes.length) throw new OutOfData(place.offset + at);
      const blob = bytes.subarray(at, at + length);
      // Further directories with other hashes follow the first.
      if (magic === CODE_DIRECTORY && found.cdHash === undefined) readDirectory(blob, place.offset + at, found);
      else if (magic === ENTITLEMENTS) found.entitlements = decodeText(blob.subarray(8));
      else if (magic === CMS && length > 8) cms = blob.subarray(8);
    }
  });
  if (cms !== undefined) found.certificates = await readCertificates(cms, place.offset, damage);
  return found;
}

function readDirectory(blob: Buffer, offset: number, found: CodeSignature): void {
  if (blob.length < 44) throw new OutOfData(offset);
  const text = (at: number): string => {
    const end = blob.indexOf(0, at);
    return decodeText(blob.subarray(at, end < 0 ? blob.length : end));
  };
  found.flags = blob.readUInt32BE(12);
  found.identifier = text(blob.readUInt32BE(20));
  found.hashType = HASHES.get(blob[37]!);
  if (found.hashType !== undefined) {
    found.cdHash = createHash(found.hashType).update(blob).digest('hex').slice(0, 40);
  }
  if (blob.readUInt32BE(8) >= TEAM_VERSION && blob.length >= 52) {
    const team = blob.readUInt32BE(48);
    if (team !== 0) found.teamId = text(team);
  }
}

async function readCertificates(cms: Buffer, offset: number, damage: Damage): Promise<CertificateFacts[]> {
  const { readSignedData } = await import('../pe/signed-data.ts');
  try {
    return readSignedData(cms, 1).flatMap(({ certificates }) => certificates);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    damage.damaged('code signature', offset, `its certificates are not what they should be (${what.slice(0, 120)})`);
    return [];
  }
}
