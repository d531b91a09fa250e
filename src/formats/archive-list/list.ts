import type { Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { inflate } from '../../util/inflate.ts';
import { chunks, Pace } from '../../util/pace.ts';
import { Damage } from '../binary/damage.ts';
import { Bzip2Damage, bunzip2 } from '../bzip2/read.ts';
import { BLOCK, isTarHeader } from '../tar/header.ts';
import { readAt } from '../zip/directory.ts';
import { isCab, listCab } from './cab.ts';
import { isIso, listIso } from './iso.ts';
import { newMember, unixTime } from './member.ts';
import { isRar, listRar } from './rar.ts';
import { is7z, list7z } from './seven-zip.ts';
import { TarLister } from './tar.ts';
import { type ArchiveListing, newListing } from './types.ts';
import { listZip } from './zip.ts';

export interface ArchiveListOptions {
  /** Most members. */
  limit: number;
  /** Bytes that compressed ones are unpacked to, at most. */
  bytes: number;
  signal?: AbortSignal | undefined;
}

/** Whether a file is an archive by its first bytes, which are given; a zip may have other bytes before it. */
export function archiveFormat(source: ByteSource, head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, 8);
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) return 'zip';
  if (is7z(head)) return '7z';
  if (isRar(head)) return 'rar';
  if (isCab(head)) return 'cab';
  if (text.startsWith('\x1f\x8b\x08')) return 'gzip';
  if (/^BZh[1-9]1AY&SY/.test(head.toString('latin1', 0, 10))) return 'bzip2';
  if (isTarHeader(head.subarray(0, BLOCK)) && head.subarray(0, 100).some((byte) => byte !== 0)) return 'tar';
  return isIso(source) ? 'iso' : undefined;
}

/** Lists an archive without unpacking its members; undefined where it is none. Damage goes to `problem`. */
export async function listArchive(
  source: ByteSource,
  problem: (problem: Problem) => void,
  options: ArchiveListOptions,
): Promise<ArchiveListing | undefined> {
  const format = archiveFormat(source, readAt(source, 0, 4096));
  if (format === undefined) return undefined;
  const damage = new Damage(source, format, problem);
  const listing = await LISTERS[format]!(source, damage, options);
  damage.end();
  return listing;
}

type Lister = (
  source: ByteSource,
  damage: Damage,
  options: ArchiveListOptions,
) => ArchiveListing | undefined | Promise<ArchiveListing>;

const LISTERS: { readonly [format: string]: Lister } = {
  zip: (source, damage, { limit }) => listZip(source, damage, limit),
  '7z': (source, damage, { limit }) => list7z(source, damage, limit),
  rar: (source, damage, { limit }) => listRar(source, damage, limit),
  cab: (source, damage, { limit }) => listCab(source, damage, limit),
  iso: (source, damage, { limit }) => listIso(source, damage, limit),
  async tar(source, damage, { limit, signal }) {
    const lister = new TarLister(damage, limit);
    const pace = new Pace(signal);
    for (const chunk of chunks(source)) {
      await pace.step(chunk.length);
      if (!lister.write(chunk)) break;
    }
    lister.end();
    return lister.listing;
  },
  gzip: listGzip,
  bzip2: listBzip2,
};

/** What a compressed file holds: a tar, which is listed, or one file. */
class Content {
  readonly #lister: TarLister;
  readonly #most: number;
  #head: Buffer | undefined = Buffer.alloc(0);
  #isTar = false;
  size = 0;
  isCut = false;

  constructor(damage: Damage, { limit, bytes }: ArchiveListOptions) {
    this.#lister = new TarLister(damage, limit);
    this.#most = bytes;
  }

  /** False where nothing more is wanted. */
  write(chunk: Buffer): boolean {
    this.size += chunk.length;
    if (this.size > this.#most) {
      this.isCut = true;
      return false;
    }
    if (this.#head !== undefined) {
      this.#head = Buffer.concat([this.#head, chunk]);
      if (this.#head.length < BLOCK) return true;
      this.#isTar = isTarHeader(this.#head.subarray(0, BLOCK));
      const start = this.#head;
      this.#head = undefined;
      return !this.#isTar || this.#lister.write(start);
    }
    return !this.#isTar || this.#lister.write(chunk);
  }

  /** The tar in it. */
  tar(packing: string): ArchiveListing | undefined {
    if (!this.#isTar) return undefined;
    if (!this.isCut) this.#lister.end();
    return { ...this.#lister.listing, packing };
  }
}

async function listGzip(source: ByteSource, damage: Damage, options: ArchiveListOptions): Promise<ArchiveListing> {
  const content = new Content(damage, options);
  const end = await inflate('gzip', chunks(source), (chunk) => content.write(chunk), new Pace(options.signal));
  if (end.state === 'cut') damage.damaged('data', source.size, 'its compressed data are not complete');
  else if (end.state === 'damaged') damage.damaged('data', end.consumed, `its compressed data are damaged: ${end.why}`);
  tellCut(content, damage, options);
  return content.tar('gzip') ?? oneFile('gzip', 'deflate', source, content, gzipName(source));
}

async function listBzip2(source: ByteSource, damage: Damage, options: ArchiveListOptions): Promise<ArchiveListing> {
  const content = new Content(damage, options);
  const pace = new Pace(options.signal);
  try {
    for (const part of bunzip2(source)) {
      await pace.step(part.length);
      if (!content.write(Buffer.from(part))) break;
    }
  } catch (error) {
    if (!(error instanceof Bzip2Damage)) throw error;
    damage.damaged('data', error.offset, error.message);
  }
  tellCut(content, damage, options);
  return content.tar('bzip2') ?? oneFile('bzip2', 'bzip2', source, content, { name: '', modified: null });
}

function tellCut(content: Content, damage: Damage, { bytes }: ArchiveListOptions): void {
  if (content.isCut) damage.budget('data', 0, `it unpacks to more than ${bytes} bytes`);
}

function oneFile(
  format: string,
  method: string,
  source: ByteSource,
  content: Content,
  { name, modified }: { name: string; modified: string | null },
): ArchiveListing {
  const listing = newListing(format);
  const size = content.isCut ? null : content.size;
  listing.members.push(newMember(name, { size, packed: source.size, modified, method }));
  return listing;
}

/** The name that a gzip file gives its content, and when that was changed. */
function gzipName(source: ByteSource): { name: string; modified: string | null } {
  const head = readAt(source, 0, 4096);
  if (head.length < 10) return { name: '', modified: null };
  const flags = head[3]!;
  const at = 10 + ((flags & 4) !== 0 && head.length >= 12 ? 2 + head.readUInt16LE(10) : 0);
  const end = (flags & 8) !== 0 ? head.indexOf(0, at) : -1;
  return {
    name: end < 0 ? '' : head.toString('latin1', at, end),
    modified: unixTime(head.readUInt32LE(4)),
  };
}
