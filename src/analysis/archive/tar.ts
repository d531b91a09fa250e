import { archiveProblems } from '../../errors/analysis.ts';
import { BLOCK, readPax, readTarHeader, type TarHeader, upToNul } from '../../formats/tar/header.ts';
import { shownPath } from '../names.ts';
import type { Store, StoredFile } from './store.ts';

/** Long names and pax records; more than this is no name. */
const MAX_META = 1 << 20;

/** What the bytes after a header are. */
type Body = { kind: 'file'; file: StoredFile } | { kind: 'meta'; type: string; parts: Buffer[] } | { kind: 'skip' };

/**
 * Unpacks a tar that arrives in pieces of any size. Damaged headers are passed over to the next that is whole; an
 * archive that is cut keeps what came before, the beginning of its last file included.
 */
export class TarUnpacker {
  readonly #store: Store;
  readonly #archive: string;
  readonly #header = Buffer.alloc(BLOCK);
  #headerFill = 0;
  #body: Body | undefined;
  #bodyLeft = 0;
  #padding = 0;
  #offset = 0;
  #nullBlocks = 0;
  #damagedAt: number | undefined;
  #longName: Buffer | undefined;
  #pax = new Map<string, Buffer>();
  #isDone = false;

  constructor(store: Store, archive: string) {
    this.#store = store;
    this.#archive = archive;
  }

  /** False once the archive's end mark has been seen. */
  write(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length && !this.#isDone; ) {
      const used = this.#take(chunk.subarray(at));
      at += used;
      this.#offset += used;
    }
    return !this.#isDone;
  }

  /** The input is over, and if it was not whole, that has been told already. */
  end(isWhole: boolean): void {
    this.#reportDamage();
    if (this.#isDone) return;
    const missing = this.#body !== undefined ? this.#bodyLeft : this.#headerFill > 0 ? BLOCK - this.#headerFill : 0;
    if (isWhole && missing > 0) {
      const what = `at least ${missing} more bytes should follow`;
      this.#store.problems.add(archiveProblems.cut(this.#archive, this.#offset, what));
    }
    if (this.#body !== undefined) this.#endBody();
  }

  /** Nothing more will come, because a limit was passed: the file at hand is not whole and not wanted. */
  abandon(): void {
    if (this.#body?.kind === 'file') this.#body.file.discard();
    this.#body = undefined;
  }

  #take(chunk: Buffer): number {
    if (this.#body !== undefined) return this.#takeBody(chunk);
    if (this.#padding > 0) {
      const used = Math.min(this.#padding, chunk.length);
      this.#padding -= used;
      return used;
    }
    const used = chunk.copy(this.#header, this.#headerFill, 0, BLOCK - this.#headerFill);
    this.#headerFill += used;
    if (this.#headerFill === BLOCK) {
      this.#headerFill = 0;
      this.#readHeader(this.#offset + used - BLOCK);
    }
    return used;
  }

  #readHeader(offset: number): void {
    this.#store.count(BLOCK);
    if (this.#header.every((byte) => byte === 0)) {
      this.#isDone = ++this.#nullBlocks === 2;
      return;
    }
    this.#nullBlocks = 0;
    const header = readTarHeader(this.#header);
    if (header === undefined) {
      this.#damagedAt ??= offset;
      return;
    }
    this.#reportDamage();
    this.#bodyLeft = header.size;
    this.#padding = 0;
    this.#body = this.#begin(header);
    this.#padding = (BLOCK - (this.#bodyLeft % BLOCK)) % BLOCK;
    if (this.#bodyLeft === 0) this.#endBody();
  }

  #reportDamage(): void {
    if (this.#damagedAt === undefined) return;
    this.#store.problems.add(archiveProblems.damaged(this.#archive, this.#damagedAt, 'a header is not readable there'));
    this.#damagedAt = undefined;
  }

  #begin(header: TarHeader): Body {
    if ('xgLK'.includes(header.type)) {
      if (header.size <= MAX_META) return { kind: 'meta', type: header.type, parts: [] };
      this.#store.refuse(this.#archive, `the name of an entry takes ${header.size} bytes`);
      return { kind: 'skip' };
    }
    const pax = this.#pax;
    const name = pax.get('path') ?? this.#longName ?? header.name;
    this.#pax = new Map();
    this.#longName = undefined;
    const isSparse = header.type === 'S' || [...pax.keys()].some((key) => key.startsWith('GNU.sparse.'));
    const size = pax.has('size') ? paxSize(pax.get('size')!) : header.size;
    if (size === undefined) {
      this.#store.refuse(shownPath(name), 'its size is not a number');
      return { kind: 'skip' };
    }
    // Links, devices and folders have no data, whatever size some writers give them.
    this.#bodyLeft = '123456'.includes(header.type) ? 0 : size;
    const why = isSparse ? 'it is a sparse file' : REFUSED_TYPES.get(header.type);
    if (why === undefined) return this.#beginEntry(name, header.type, size);
    if (why !== '') this.#store.refuse(shownPath(name), why);
    return { kind: 'skip' };
  }

  #beginEntry(name: Buffer, type: string, size: number): Body {
    if (!FILE_TYPES.has(type) && type !== '5') {
      this.#store.refuse(shownPath(name), `it is of an unknown type ("${shownPath(Buffer.from(type))}")`);
      return { kind: 'skip' };
    }
    const entry = this.#store.admit(name, type === '5');
    if (entry === undefined || entry.isFolder) return { kind: 'skip' };
    if (size > this.#store.limits.fileBytes) {
      this.#store.refuse(entry.path, `it has more than ${this.#store.limits.fileBytes} bytes`);
      return { kind: 'skip' };
    }
    return { kind: 'file', file: this.#store.create(entry.path) };
  }

  #takeBody(chunk: Buffer): number {
    const part = chunk.subarray(0, Math.min(this.#bodyLeft, chunk.length));
    const body = this.#body!;
    if (body.kind === 'file') body.file.write(part);
    else this.#store.count(part.length);
    if (body.kind === 'meta') body.parts.push(Buffer.from(part));
    this.#bodyLeft -= part.length;
    if (this.#bodyLeft === 0) this.#endBody();
    return part.length;
  }

  #endBody(): void {
    const body = this.#body!;
    this.#body = undefined;
    if (body.kind === 'file') {
      if (this.#bodyLeft > 0) {
        this.#store.problems.add(
          archiveProblems.damagedEntry(body.file.path, 'the archive ends within it', body.file.size),
        );
      }
      body.file.keep();
    } else if (body.kind === 'meta') this.#readMeta(body.type, Buffer.concat(body.parts));
  }

  #readMeta(type: string, bytes: Buffer): void {
    if (type === 'L') this.#longName = upToNul(bytes, 0, bytes.length);
    else if (type === 'x') this.#pax = readPax(bytes);
    // Global records (g) may not name files, and link targets (K) are of no use here.
  }
}

const FILE_TYPES = new Set(['0', '\0', '7']);

/** An empty reason: no file and no loss. */
const REFUSED_TYPES = new Map([
  ['1', 'it is a hard link'],
  ['2', 'it is a symlink'],
  ['3', 'it is a device'],
  ['4', 'it is a device'],
  ['6', 'it is a pipe'],
  ['M', 'it continues a file of another volume'],
  ['V', ''],
  ['D', ''],
]);

function paxSize(value: Buffer): number | undefined {
  const text = value.toString('latin1');
  return /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}
