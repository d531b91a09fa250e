import { crc32 } from 'node:zlib';
import { archiveProblems } from '../../errors/analysis.ts';
import { findDirectory, readAt, readDirectory, Window } from '../../formats/zip/directory.ts';
import { Flag, LOCAL, LOCAL_BYTES, readLocal, refusedMode, type ZipEntry } from '../../formats/zip/headers.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { inflate } from '../../util/inflate.ts';
import { chunks, type Pace } from '../../util/pace.ts';
import type { Store, StoredFile } from './store.ts';
import { type Decrypter, type Decryption, winzipAes, zipCrypto } from './zip-crypto.ts';

const STORED = 0;
const DEFLATED = 8;

export interface ZipOptions {
  /** Tried in this order on encrypted entries. */
  passwords: readonly string[];
  pace: Pace;
}

/**
 * Unpacks a zip archive by its central directory; where that is missing or breaks off, the rest by the headers
 * before the data. Damaged entries keep their beginning.
 */
export async function unzip(source: ByteSource, store: Store, options: ZipOptions): Promise<void> {
  const unpacker = new ZipUnpacker(source, store, options);
  const directory = findDirectory(source);
  if (directory === undefined) {
    store.problems.add(
      archiveProblems.cut(source.name, source.size, 'its directory, which is the last part, is missing'),
    );
    return unpacker.scan();
  }
  for (const { offset, what } of directory.oddities)
    store.problems.add(archiveProblems.damaged(source.name, offset, what));
  let read = 0;
  let at = directory.start;
  for (const { entry, next } of readDirectory(source, directory)) {
    await unpacker.unpack(entry);
    at = next;
    read++;
  }
  // The count has 16 bits where there is no 64-bit record, and some writers let it overflow.
  const isWhole = at === directory.end || (at < directory.end && (directory.count - read) % 0x10000 === 0);
  if (isWhole) return undefined;
  const what = `the directory has ${read} readable entries of ${directory.count}`;
  store.problems.add(archiveProblems.damaged(source.name, at, what));
  return unpacker.scan();
}

/** An entry whose data has been found. */
interface Located {
  entry: ZipEntry;
  path: string;
  /** Where its data begin, and end if that is known. */
  start: number;
  end: number | undefined;
}

class ZipUnpacker {
  readonly #source: ByteSource;
  readonly #store: Store;
  readonly #options: ZipOptions;
  /** Position of a local header → position after its data. */
  readonly #done = new Map<number, number>();

  constructor(source: ByteSource, store: Store, options: ZipOptions) {
    this.#source = source;
    this.#store = store;
    this.#options = options;
  }

  async unpack(entry: ZipEntry): Promise<void> {
    await this.#options.pace.step(1024);
    const local = readAt(this.#source, entry.offset, LOCAL_BYTES);
    const start =
      entry.offset + LOCAL_BYTES + (local.length < LOCAL_BYTES ? 0 : local.readUInt16LE(26) + local.readUInt16LE(28));
    this.#done.set(entry.offset, Math.min(start + entry.packed, this.#source.size));
    const admitted = this.#store.admit(entry.name, entry.isFolder);
    if (admitted === undefined || admitted.isFolder) return;
    if (local.length < LOCAL_BYTES || local.readUInt32LE(0) !== LOCAL) {
      this.#store.refuse(admitted.path, `no header lies at byte ${entry.offset}, where the directory says`);
      return;
    }
    await this.#unpackAt({ entry, path: admitted.path, start, end: start + entry.packed });
  }

  /** Looks for local headers from the start and unpacks those that have not been. */
  async scan(): Promise<void> {
    const window = new Window(this.#source);
    for (let at = 0; at + LOCAL_BYTES <= this.#source.size; ) {
      const done = this.#done.get(at);
      if (done !== undefined) {
        at = Math.max(done, at + 1);
        continue;
      }
      const bytes = window.at(at, 1 << 16);
      const found = bytes.indexOf(LOCAL_SIGNATURE);
      await this.#options.pace.step(bytes.length);
      if (found !== 0) at += found > 0 ? found : Math.max(1, bytes.length - 3);
      else at = await this.#unpackLocal(at, window);
    }
  }

  /** Returns where to look on. */
  async #unpackLocal(at: number, window: Window): Promise<number> {
    const fixed = Buffer.from(window.at(at, LOCAL_BYTES));
    const tailBytes = fixed.length < LOCAL_BYTES ? 0 : fixed.readUInt16LE(26) + fixed.readUInt16LE(28);
    const start = at + LOCAL_BYTES + tailBytes;
    if (fixed.length < LOCAL_BYTES || start > this.#source.size) return at + 4;
    const entry = readLocal(fixed, window.at(at + LOCAL_BYTES, tailBytes), at);
    const isOpenEnded = (entry.flags & Flag.sizesFollow) !== 0 && entry.packed === 0;
    const end = isOpenEnded ? undefined : start + entry.packed;
    const admitted = this.#store.admit(entry.name, false);
    if (admitted === undefined || admitted.isFolder) return Math.min(end ?? start, this.#source.size);
    if (isOpenEnded && entry.method !== DEFLATED) {
      this.#store.refuse(admitted.path, 'its length is not known');
      return start;
    }
    return this.#unpackAt({ entry, path: admitted.path, start, end });
  }

  /** Returns the position after the data. */
  async #unpackAt(found: Located): Promise<number> {
    const { entry, path } = found;
    const end = Math.min(found.end ?? this.#source.size, this.#source.size);
    const why = this.#refusal(entry);
    if (why !== undefined) {
      this.#store.refuse(path, why);
      return end;
    }
    if ((entry.flags & Flag.encrypted) !== 0) {
      await this.#unpackEncrypted(found);
      return end;
    }
    const result = await this.#extract(found, entry.method, end, undefined);
    if (!result.isTooLarge) this.#settle(result, entry.crc);
    return result.end;
  }

  #refusal(entry: ZipEntry): string | undefined {
    const mode = refusedMode(entry.mode);
    if (mode !== undefined) return mode;
    if ((entry.flags & (Flag.strong | Flag.masked)) !== 0) return 'it is encrypted in a way that is not read';
    const method = entry.aes?.method ?? entry.method;
    if (method !== STORED && method !== DEFLATED) return `it is compressed with method ${method}, which is not read`;
    if (entry.size > this.#store.limits.fileBytes) return `it has more than ${this.#store.limits.fileBytes} bytes`;
    return undefined;
  }

  async #unpackEncrypted(found: Located): Promise<void> {
    const { entry, path } = found;
    const refuse = (why: string) => this.#store.problems.add(archiveProblems.encryptedEntry(path, why));
    const decryption = decryptionOf(entry);
    if (decryption === undefined) return refuse('its key is of an unknown length');
    const start = found.start + decryption.headBytes;
    const end = (found.end ?? 0) - decryption.tailBytes;
    const head = readAt(this.#source, found.start, decryption.headBytes);
    if (head.length < decryption.headBytes || end < start) return refuse('it ends within its header');
    const tail = readAt(this.#source, end, decryption.tailBytes);
    for (const password of this.#options.passwords) {
      const decrypter = decryption.start(head, password);
      if (decrypter === undefined) continue;
      const method = entry.aes?.method ?? entry.method;
      const result = await this.#extract({ ...found, start }, method, Math.min(end, this.#source.size), decrypter);
      if (result.isTooLarge) return undefined;
      const isCut = end > this.#source.size;
      const fits = () =>
        entry.aes === undefined || entry.aes.hasCrc ? result.crc === entry.crc : decrypter.verify(tail);
      if (isCut || fits()) {
        this.#settle(result, result.crc);
        return undefined;
      }
      result.file.discard();
      // With AES only the right password gets here; with the old cipher one wrong password in 256 does.
      if (entry.aes !== undefined) return refuse('its data were changed or cut');
    }
    return refuse('no password fits');
  }

  async #extract(found: Located, method: number, end: number, decrypter: Decrypter | undefined): Promise<Extracted> {
    const { entry, path, start } = found;
    const isSizeKnown = found.end !== undefined;
    const result: Extracted = {
      file: this.#store.create(path),
      crc: 0,
      damage: end < (found.end ?? 0) - (entry.aes === undefined ? 0 : 10) ? 'the archive ends within it' : undefined,
      isTooLarge: false,
      end,
      isCrcKnown: isSizeKnown,
    };
    const take = (chunk: Uint8Array): boolean => {
      const room = isSizeKnown ? entry.size - result.file.size : Number.POSITIVE_INFINITY;
      const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
      if (part.length < chunk.length) result.damage ??= `it unpacks to more than its ${entry.size} bytes`;
      result.crc = crc32(part, result.crc);
      if (!result.file.write(part)) {
        result.isTooLarge = true;
        this.#store.refuse(path, `it has more than ${this.#store.limits.fileBytes} bytes`);
      }
      return !result.isTooLarge && part.length === chunk.length;
    };
    try {
      await this.#pump(decrypted(chunks(this.#source, start, end), decrypter), method, take, result);
    } catch (error) {
      result.file.discard();
      throw error;
    }
    if (method === DEFLATED && !isSizeKnown) result.end = start + result.consumed!;
    if (result.isTooLarge) result.file.discard();
    else if (isSizeKnown && result.file.size < entry.size)
      result.damage ??= `it has ${result.file.size} of its ${entry.size} bytes`;
    return result;
  }

  async #pump(
    input: Iterable<Uint8Array>,
    method: number,
    take: (chunk: Uint8Array) => boolean,
    result: Extracted,
  ): Promise<void> {
    if (method === STORED) {
      for (const chunk of input) {
        await this.#options.pace.step(chunk.length);
        if (!take(chunk)) return;
      }
      return;
    }
    const inflated = await inflate('deflate', input, take, this.#options.pace);
    result.consumed = inflated.consumed;
    if (inflated.state === 'cut') result.damage ??= 'its compressed data end too early';
    if (inflated.state === 'damaged') result.damage ??= `its compressed data are not readable (${inflated.why})`;
  }

  #settle(result: Extracted, wanted: number): void {
    if (result.isCrcKnown && result.damage === undefined && result.crc !== wanted)
      result.damage = 'its checksum does not fit';
    if (result.damage !== undefined) {
      this.#store.problems.add(archiveProblems.damagedEntry(result.file.path, result.damage, result.file.size));
    }
    result.file.keep();
  }
}

interface Extracted {
  file: StoredFile;
  crc: number;
  isCrcKnown: boolean;
  damage: string | undefined;
  isTooLarge: boolean;
  /** Position after the packed data. */
  end: number;
  /** Packed bytes that were used, where they were compressed. */
  consumed?: number;
}

const LOCAL_SIGNATURE = Buffer.from('PK\x03\x04', 'latin1');

function decryptionOf(entry: ZipEntry): Decryption | undefined {
  if (entry.method !== 99)
    return zipCrypto((entry.flags & Flag.sizesFollow) !== 0 ? entry.time >>> 8 : entry.crc >>> 24);
  const strength = entry.aes?.strength;
  return strength === 1 || strength === 2 || strength === 3 ? winzipAes(strength) : undefined;
}

function* decrypted(input: Iterable<Uint8Array>, decrypter: Decrypter | undefined): Generator<Uint8Array> {
  for (const chunk of input) {
    decrypter?.update(chunk);
    yield chunk;
  }
}
