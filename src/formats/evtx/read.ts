import { crc32 } from 'node:zlib';
import type { ByteSource } from '../../util/byte-source.ts';
import { eventOf } from './event.ts';
import type { EvtxEnd, EvtxEvent } from './types.ts';
import { EvtxFault, fileTimeText } from './values.ts';
import { ChunkXml, type XmlElement } from './xml.ts';

export interface EvtxOptions {
  signal?: AbortSignal | undefined;
}

const FILE_MAGIC = 'ElfFile\0';
const CHUNK_MAGIC = 'ElfChnk\0';
const HEAD_BYTES = 4096;
const CHUNK = 0x1_0000;
const CHUNK_HEAD = 512;
const RECORD_HEAD = 24;
const RECORD = Buffer.from([0x2a, 0x2a, 0, 0]);
/** Of one chunk, which real ones are far below: they have some 10,000 and 200,000. */
const BUDGET = { tokens: 150_000, characters: 2 << 20 };
const MOST_DAMAGE = 16;

export function isEvtx(head: Buffer): boolean {
  return head.toString('latin1', 0, 8) === FILE_MAGIC;
}

/**
 * The events of a Windows event log, in the order of the file, with memory for one chunk of 64 KB at a time. Chunks
 * that are none are passed over, as are records that cannot be read; checksums that do not fit are damage, but what
 * can be read is told. Throws the signal's reason, and whatever reading throws.
 */
export function* readEvtx(source: ByteSource, options: EvtxOptions = {}): Generator<EvtxEvent, EvtxEnd> {
  const end: EvtxEnd = { events: 0, chunks: 0, damage: [], moreDamage: 0 };
  const damaged = (offset: number, what: string) => {
    if (end.damage.length < MOST_DAMAGE) end.damage.push({ offset: Math.min(offset, source.size), what });
    else end.moreDamage++;
  };
  const head = Buffer.alloc(Math.min(HEAD_BYTES, source.size));
  source.read(head, 0);
  if (!isEvtx(head)) damaged(0, 'it does not begin as an event log');
  else if (head.length < HEAD_BYTES) damaged(head.length, 'it ends within its header');
  else if (crc32(head.subarray(0, 120)) !== head.readUInt32LE(124))
    damaged(0, 'the checksum of its header does not fit');
  const chunk = Buffer.alloc(CHUNK);
  for (let at = HEAD_BYTES; at < source.size; at += CHUNK) {
    options.signal?.throwIfAborted();
    const length = source.read(chunk, at);
    chunk.fill(0, length);
    // Logs grow by chunks that are not used yet.
    if (isZero(chunk)) continue;
    if (chunk.toString('latin1', 0, 8) !== CHUNK_MAGIC) {
      damaged(at, 'a chunk does not begin as one');
      continue;
    }
    if (length < CHUNK) damaged(at + length, 'the file ends within a chunk');
    end.chunks++;
    yield* readChunk(chunk, length, (offset, what) => damaged(at + offset, what), end);
  }
  return end;
}

type Damaged = (offset: number, what: string) => void;

function* readChunk(chunk: Buffer, length: number, damaged: Damaged, end: EvtxEnd): Generator<EvtxEvent> {
  const free = chunk.readUInt32LE(48);
  const stop = free >= CHUNK_HEAD && free <= CHUNK ? Math.min(free, length) : length;
  if (crc32(chunk.subarray(128, CHUNK_HEAD), crc32(chunk.subarray(0, 120))) !== chunk.readUInt32LE(124))
    damaged(0, 'the checksum of the header of a chunk does not fit');
  else if (length === CHUNK && crc32(chunk.subarray(CHUNK_HEAD, stop)) !== chunk.readUInt32LE(52))
    damaged(CHUNK_HEAD, 'the checksum of the events of a chunk does not fit');
  const xml = new ChunkXml(chunk, BUDGET);
  for (let at = CHUNK_HEAD; at + RECORD_HEAD < stop; ) {
    const size = chunk.readUInt32LE(at + 4);
    const isRecord = chunk.readUInt32LE(at) === 0x2a2a && size > RECORD_HEAD && at + size <= stop;
    if (!isRecord) {
      damaged(at, 'no event begins where one should');
      const next = chunk.indexOf(RECORD, at + 4);
      if (next < 0) return;
      at = next;
      continue;
    }
    const root: XmlElement = { name: '', attributes: new Map(), children: [] };
    const number = Number(chunk.readBigUInt64LE(at + 8));
    try {
      xml.read(at + RECORD_HEAD, at + size - 4, root);
    } catch (error) {
      if (!(error instanceof EvtxFault)) throw error;
      damaged(error.offset, `event ${number} cannot be read as a whole: ${error.message}`);
    }
    if (root.children.length > 0) {
      end.events++;
      yield eventOf(root, number, fileTimeText(chunk.readBigUInt64LE(at + 16)));
    }
    at += size;
  }
}

const ZEROS = Buffer.alloc(CHUNK);

function isZero(chunk: Buffer): boolean {
  return chunk[0] === 0 && chunk.equals(ZEROS);
}
