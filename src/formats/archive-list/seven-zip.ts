import type { ByteSource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import { RandomAccess } from '../binary/random-access.ts';
import { decodeLzma, LzmaDamage } from '../lzma/decode.ts';
import { crcText, fileTime, newMember } from './member.ts';
import { type ArchiveListing, newListing } from './types.ts';

const MAGIC = '7z\xbc\xaf\x27\x1c';
const LONGEST_HEADER = 8 << 20;
const MOST_FOLDERS = 100_000;
const MOST_FILES = 500_000;
/** A header may be packed, and what is in it again. */
const MOST_LAYERS = 4;

const Id = {
  end: 0x00,
  header: 0x01,
  archiveProperties: 0x02,
  additionalStreams: 0x03,
  mainStreams: 0x04,
  files: 0x05,
  pack: 0x06,
  unpack: 0x07,
  subStreams: 0x08,
  size: 0x09,
  crc: 0x0a,
  folder: 0x0b,
  sizes: 0x0c,
  count: 0x0d,
  emptyStream: 0x0e,
  emptyFile: 0x0f,
  names: 0x11,
  modified: 0x14,
  attributes: 0x15,
  encoded: 0x17,
} as const;

const METHODS: { readonly [id: string]: string } = {
  '00': 'stored',
  '03': 'delta',
  '030101': 'lzma',
  '21': 'lzma2',
  '030401': 'ppmd',
  '040108': 'deflate',
  '040109': 'deflate64',
  '040202': 'bzip2',
  '03030103': 'bcj',
  '0303011b': 'bcj2',
  '04f71101': 'zstd',
  '06f10701': 'aes',
};

export const is7z = (head: Buffer): boolean => head.toString('latin1', 0, 6) === MAGIC;

/** The header says something that cannot be. */
class SevenZipFault extends Error {}

/** A 7z archive. Its list is mostly packed with LZMA, which is read; that of archives with secret names is not. */
export function list7z(source: ByteSource, damage: Damage, limit: number): ArchiveListing {
  const listing = newListing('7z');
  const file = new RandomAccess(source);
  damage.attempt('list', () => {
    const at = 32 + Number(file.u64(12));
    const size = Number(file.u64(20));
    if (size === 0) return;
    if (at + size > file.size) return damage.damaged('list', file.size, 'its header, which is at the end, is missing');
    if (size > LONGEST_HEADER) return damage.budget('list', at, `its header has ${size} bytes`);
    try {
      readHeader(file, file.part(at, size), listing, limit, damage);
    } catch (error) {
      if (!(error instanceof SevenZipFault) && !(error instanceof LzmaDamage)) throw error;
      damage.damaged('list', at, error.message);
    }
  });
  return listing;
}

function readHeader(file: RandomAccess, packed: Buffer, listing: ArchiveListing, limit: number, damage: Damage): void {
  let bytes = packed;
  for (let layer = 0; ; layer++) {
    const reader = new Reader(bytes);
    const id = reader.byte();
    if (id === Id.header) {
      readMain(reader, listing, limit, damage);
      return;
    }
    if (id !== Id.encoded || layer >= MOST_LAYERS) throw new SevenZipFault('its header does not begin as one');
    const streams = readStreams(reader);
    const folder = streams.folders[0];
    if (folder?.methods.includes('aes')) {
      listing.isHeaderEncrypted = true;
      return;
    }
    const [method] = folder?.methods ?? [];
    const size = folder === undefined ? 0 : mainSize(folder);
    const packedSize = streams.packed[0] ?? 0;
    if (folder === undefined || size > LONGEST_HEADER || packedSize > LONGEST_HEADER)
      throw new SevenZipFault('its header is packed and too large');
    const data = file.part(32 + streams.packedAt, packedSize);
    if (method === 'lzma') bytes = decodeLzma(data, folder.properties, size);
    else if (method === 'stored') bytes = data;
    else throw new SevenZipFault(`its header is packed with ${method}, which is not read`);
  }
}

interface Folder {
  /** The first is that which makes the plain bytes. */
  methods: string[];
  properties: Buffer;
  /** Of each coder's output. */
  sizes: number[];
  outputs: number;
  /** The output that no other coder takes in. */
  main: number;
  crc: number | undefined;
}

interface Streams {
  packedAt: number;
  packed: number[];
  folders: Folder[];
  /** Sizes and checksums of what the folders hold, and the folder of each. */
  parts: { size: number; crc: number | undefined; folder: number }[];
}

function readMain(reader: Reader, listing: ArchiveListing, limit: number, damage: Damage): void {
  let streams: Streams = { packedAt: 0, packed: [], folders: [], parts: [] };
  for (let id = reader.byte(); id !== Id.end; id = reader.byte()) {
    if (id === Id.archiveProperties) {
      for (let type = reader.byte(); type !== Id.end; type = reader.byte()) reader.take(reader.number());
    } else if (id === Id.additionalStreams) readStreams(reader);
    else if (id === Id.mainStreams) streams = readStreams(reader);
    else if (id === Id.files) {
      readFiles(reader, streams, listing, limit, damage);
      return;
    } else throw new SevenZipFault(`its header has an unknown part (${id})`);
  }
}

function readStreams(reader: Reader): Streams {
  const streams: Streams = { packedAt: 0, packed: [], folders: [], parts: [] };
  let hasParts = false;
  for (let id = reader.byte(); id !== Id.end; id = reader.byte()) {
    if (id === Id.pack) readPack(reader, streams);
    else if (id === Id.unpack) readFolders(reader, streams);
    else if (id === Id.subStreams) {
      readParts(reader, streams);
      hasParts = true;
    } else throw new SevenZipFault(`its list of streams has an unknown part (${id})`);
  }
  if (!hasParts) {
    streams.parts = streams.folders.map((folder, i) => ({ size: mainSize(folder), crc: folder.crc, folder: i }));
  }
  return streams;
}

function readPack(reader: Reader, streams: Streams): void {
  streams.packedAt = reader.number();
  const count = reader.count();
  for (let id = reader.byte(); id !== Id.end; id = reader.byte()) {
    if (id === Id.size) streams.packed = Array.from({ length: count }, () => reader.number());
    else if (id === Id.crc) reader.checksums(count);
    else throw new SevenZipFault(`its packed streams have an unknown part (${id})`);
  }
}

function readFolders(reader: Reader, streams: Streams): void {
  if (reader.byte() !== Id.folder) throw new SevenZipFault('it has no list of folders');
  const count = reader.count();
  if (count > MOST_FOLDERS) throw new SevenZipFault(`it has ${count} folders`);
  if (reader.byte() !== 0) throw new SevenZipFault('its folders are kept elsewhere');
  streams.folders = Array.from({ length: count }, () => readFolder(reader));
  for (let id = reader.byte(); id !== Id.end; id = reader.byte()) {
    if (id === Id.sizes) {
      for (const folder of streams.folders)
        folder.sizes = Array.from({ length: folder.outputs }, () => reader.number());
    } else if (id === Id.crc) {
      for (const [i, crc] of reader.checksums(count).entries()) streams.folders[i]!.crc = crc;
    } else throw new SevenZipFault(`its folders have an unknown part (${id})`);
  }
}

function readFolder(reader: Reader): Folder {
  const coders = reader.number();
  if (coders < 1 || coders > 32) throw new SevenZipFault(`a folder has ${coders} coders`);
  const folder: Folder = { methods: [], properties: Buffer.alloc(0), sizes: [], outputs: 0, main: 0, crc: undefined };
  let inputs = 0;
  for (let i = 0; i < coders; i++) {
    const flags = reader.byte();
    const id = reader.take(flags & 0xf).toString('hex');
    folder.methods.push(METHODS[id] ?? id);
    const isComplex = (flags & 0x10) !== 0;
    inputs += isComplex ? reader.number() : 1;
    folder.outputs += isComplex ? reader.number() : 1;
    if ((flags & 0x20) !== 0) {
      const properties = reader.take(reader.number());
      if (i === 0) folder.properties = properties;
    }
  }
  if (folder.outputs < 1 || folder.outputs > 64 || inputs > 64)
    throw new SevenZipFault(`a folder has ${folder.outputs} outputs`);
  const bindings = folder.outputs - 1;
  const bound = new Set<number>();
  for (let i = 0; i < bindings; i++) {
    reader.number();
    bound.add(reader.number());
  }
  while (bound.has(folder.main)) folder.main++;
  const packed = inputs - bindings;
  if (packed > 1) for (let i = 0; i < packed; i++) reader.number();
  return folder;
}

const mainSize = ({ sizes, main }: Folder): number => sizes[main] ?? 0;

function readParts(reader: Reader, streams: Streams): void {
  let counts = streams.folders.map(() => 1);
  let id = reader.byte();
  if (id === Id.count) {
    counts = streams.folders.map(() => reader.number());
    id = reader.byte();
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  // Each but the last of a folder has its size in the list.
  if (total > reader.left + counts.length) throw new SevenZipFault(`it has ${total} streams`);
  for (const [folder, count] of counts.entries()) {
    let rest = mainSize(streams.folders[folder]!);
    for (let i = 0; i < count; i++) {
      const size = i === count - 1 ? rest : id === Id.size ? reader.number() : 0;
      rest = Math.max(0, rest - size);
      streams.parts.push({ size, crc: undefined, folder });
    }
  }
  if (id === Id.size) id = reader.byte();
  if (id === Id.crc) {
    // A folder of one stream whose checksum is known has none here.
    const known = (part: Streams['parts'][number]) =>
      counts[part.folder] === 1 ? streams.folders[part.folder]!.crc : undefined;
    const open = streams.parts.filter((part) => {
      part.crc = known(part);
      return part.crc === undefined;
    });
    for (const [i, crc] of reader.checksums(open.length).entries()) open[i]!.crc = crc;
    id = reader.byte();
  }
  while (id !== Id.end) {
    reader.take(reader.number());
    id = reader.byte();
  }
}

function readFiles(reader: Reader, streams: Streams, listing: ArchiveListing, limit: number, damage: Damage): void {
  const count = reader.count();
  let names: string[] = [];
  let empty: boolean[] = [];
  let emptyFiles: boolean[] = [];
  let times: (bigint | undefined)[] = [];
  let attributes: (number | undefined)[] = [];
  for (let id = reader.byte(); id !== Id.end; id = reader.byte()) {
    const part = new Reader(reader.take(reader.number()));
    if (id === Id.emptyStream) empty = part.bits(count);
    else if (id === Id.emptyFile) emptyFiles = part.bits(empty.filter(Boolean).length);
    else if (id === Id.names && part.byte() === 0) names = part.rest().toString('utf16le').split('\0', count);
    else if (id === Id.modified) times = part.values(count, () => part.take(8).readBigUInt64LE());
    else if (id === Id.attributes) attributes = part.values(count, () => part.take(4).readUInt32LE());
  }
  listing.isSolid = streams.parts.length > streams.folders.length;
  let stream = 0;
  let nothing = 0;
  for (let i = 0; i < count; i++) {
    if (listing.members.length >= limit) {
      damage.limit('list', 0, limit);
      return;
    }
    const isEmpty = empty[i] === true;
    const part = isEmpty ? undefined : streams.parts[stream++];
    const folder = part && streams.folders[part.folder];
    const isFolder = isEmpty && emptyFiles[nothing++] !== true;
    // The upper half is the mode of Unix where 7-Zip says so.
    const mode = ((attributes[i] ?? 0) & 0x8000) !== 0 ? (attributes[i] ?? 0) >>> 16 : 0;
    const isLink = (mode & 0o170000) === 0o120000;
    const time = times[i];
    listing.members.push(
      newMember(names[i] ?? '', {
        kind: isFolder ? 'folder' : isLink ? 'link' : 'file',
        size: part?.size ?? 0,
        packed: listing.isSolid ? null : part === undefined ? 0 : (streams.packed[part.folder] ?? null),
        isEncrypted: folder?.methods.includes('aes') ?? false,
        crc32: part?.crc === undefined ? null : crcText(part.crc),
        modified: time === undefined ? null : fileTime(time),
        method: folder?.methods.join(' ') ?? null,
      }),
    );
  }
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  take(length: number): Buffer {
    if (!(length <= this.left)) throw new SevenZipFault('its header ends too early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  rest(): Buffer {
    return this.take(this.left);
  }

  /** The first byte's upper bits say how many follow; the rest of it is the highest part. */
  number(): number {
    const first = this.byte();
    let mask = 0x80;
    let value = 0;
    for (let i = 0; i < 8; i++) {
      if ((first & mask) === 0) return value + (first & (mask - 1)) * 2 ** (8 * i);
      value += this.byte() * 2 ** (8 * i);
      mask >>= 1;
    }
    return value;
  }

  /** A number of things that take at least a bit each in what follows. */
  count(): number {
    const value = this.number();
    if (value > Math.min(MOST_FILES, this.left * 8 + 8))
      throw new SevenZipFault(`its header says that there are ${value} of something`);
    return value;
  }

  bits(count: number): boolean[] {
    const bytes = this.take(Math.ceil(count / 8));
    return Array.from({ length: count }, (_, i) => (bytes[i >> 3]! & (0x80 >> (i & 7))) !== 0);
  }

  /** Whether all are there, or which. */
  #defined(count: number): boolean[] {
    return this.byte() !== 0 ? Array.from({ length: count }, () => true) : this.bits(count);
  }

  checksums(count: number): (number | undefined)[] {
    return this.#defined(count).map((isThere) => (isThere ? this.take(4).readUInt32LE() : undefined));
  }

  values<T>(count: number, read: () => T): (T | undefined)[] {
    const defined = this.#defined(count);
    if (this.byte() !== 0) return [];
    return defined.map((isThere) => (isThere ? read() : undefined));
  }
}
