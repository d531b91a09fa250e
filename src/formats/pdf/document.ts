import type { Damage } from '../binary/damage.ts';
import { type Decryptor, openEncryption } from './encryption.ts';
import { decodeStream, TooMuch } from './filters.ts';
import { type Budget, NotPdf, PdfParser } from './parser.ts';
import {
  isDictionary,
  nameOf,
  type PdfDictionary,
  PdfReference,
  PdfStream,
  PdfString,
  type PdfValue,
} from './values.ts';

export interface PdfObject {
  number: number;
  generation: number;
  value: PdfValue;
  /** Offset in the file; of the container where the object is packed into one. */
  offset: number;
  /** Which part of the file it is in, each ending at an end-of-file mark. */
  version: number;
  /** Whether it was in an object stream, whose content is not encrypted again. */
  isPacked: boolean;
}

const OBJECT_LIMIT = 200_000;
/** Bytes that one stream may unpack to, and all of them. */
const STREAM_LIMIT = 32 << 20;
const DECODE_TIMES = 30;
const DECODE_LEAST = 64 << 20;
const PARSE_TIMES = 8;
const PARSE_LEAST = 8 << 20;
const PACKED_LIMIT = 20_000;

/**
 * A PDF file found by looking for its objects, not by its cross-reference tables, which malware breaks on purpose and
 * which leave out what is hidden.
 */
export class PdfDocument {
  readonly bytes: Buffer;
  /** In the order of the file; packed ones follow their container. */
  readonly objects: PdfObject[] = [];
  /** Trailers and the dictionaries of cross-reference streams, in the order of the file. */
  readonly trailers: { dictionary: PdfDictionary; version: number }[] = [];
  /** Where each part of the file ends. */
  readonly ends: number[] = [];
  decryptor: Decryptor | undefined;
  readonly #damage: Damage;
  readonly #parse: Budget;
  #decode: number;
  /** Number → its objects, latest last. */
  readonly #byNumber = new Map<number, PdfObject[]>();
  readonly #decoded = new Map<PdfStream, Buffer>();
  readonly #owners = new Map<PdfStream, PdfObject>();

  constructor(bytes: Buffer, damage: Damage, passwords: readonly string[] = []) {
    this.bytes = bytes;
    this.#damage = damage;
    this.#parse = { left: Math.max(PARSE_LEAST, bytes.length * PARSE_TIMES) };
    this.#decode = Math.max(DECODE_LEAST, bytes.length * DECODE_TIMES);
    this.#findEnds();
    this.#scan();
    this.#openEncryption(['', ...passwords]);
    for (const object of [...this.objects]) this.#unpack(object);
  }

  /** What a reference stands for, as of the last version or the given one; chains are followed a few steps. */
  readonly resolve = (value: PdfValue | undefined, version = Number.POSITIVE_INFINITY): PdfValue => {
    let current = value ?? null;
    for (let i = 0; i < 16 && current instanceof PdfReference; i++) {
      current = this.find(current.number, version)?.value ?? null;
    }
    return current instanceof PdfReference ? null : current;
  };

  find(number: number, version = Number.POSITIVE_INFINITY): PdfObject | undefined {
    const candidates = this.#byNumber.get(number);
    return candidates?.findLast((object) => object.version <= version) ?? candidates?.[0];
  }

  /** The content of a stream without filters and encryption; cut to nothing where that would be too much. */
  content(stream: PdfStream): Buffer {
    const known = this.#decoded.get(stream);
    if (known !== undefined) return known;
    const owner = this.#owners.get(stream);
    const raw = owner === undefined ? stream.raw : this.#decrypted(stream, owner);
    let content: Buffer = Buffer.alloc(0);
    try {
      content = decodeStream(raw, stream.dictionary, Math.min(STREAM_LIMIT, Math.max(0, this.#decode)), this.resolve);
      this.#decode -= content.length;
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      this.#decode -= STREAM_LIMIT;
      this.#damage.budget('streams', owner?.offset ?? 0, 'they unpack to far more than the size of the file');
    }
    this.#decoded.set(stream, content);
    return content;
  }

  /** The text of a string that is part of an object. */
  text(value: PdfString, owner: PdfObject): string {
    const { decryptor } = this;
    if (decryptor === undefined || !decryptor.encryption.isOpen || owner.isPacked) return value.text;
    return new PdfString(decryptor.decrypt(value.bytes, owner.number, owner.generation, 'text')).text;
  }

  #decrypted(stream: PdfStream, owner: PdfObject): Buffer {
    const { decryptor } = this;
    if (decryptor === undefined || !decryptor.encryption.isOpen) return stream.raw;
    const type = nameOf(stream.dictionary.get('Type'));
    if (type === 'XRef') return stream.raw;
    const kind = type === 'EmbeddedFile' ? 'attachment' : type === 'Metadata' ? 'metadata' : 'stream';
    return decryptor.decrypt(stream.raw, owner.number, owner.generation, kind);
  }

  #findEnds(): void {
    for (let at = this.bytes.indexOf('%%EOF'); at >= 0; at = this.bytes.indexOf('%%EOF', at + 5)) {
      if (this.ends.length >= 4096) return;
      this.ends.push(at + 5);
    }
  }

  /** What follows the last mark is no version of its own, unless there is an object in it. */
  #versionAt(offset: number): number {
    let [low, high] = [0, this.ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #scan(): void {
    const { bytes } = this;
    let at = 0;
    for (;;) {
      const object = bytes.indexOf('obj', at);
      const trailer = bytes.indexOf('trailer', at);
      if (object < 0 && trailer < 0) return;
      if (this.objects.length >= OBJECT_LIMIT) {
        this.#damage.limit('objects', at, OBJECT_LIMIT);
        return;
      }
      if (this.#parse.left < 0) {
        this.#damage.budget('objects', at, 'its values never end, or lie within each other');
        return;
      }
      at = trailer >= 0 && (object < 0 || trailer < object) ? this.#trailer(trailer) : this.#object(object);
    }
  }

  #trailer(at: number): number {
    const parser = new PdfParser(this.bytes, at + 7, this.bytes.length, this.#parse);
    const value = this.#tryValue(parser);
    if (!isDictionary(value)) return at + 7;
    this.trailers.push({ dictionary: value, version: this.#versionAt(at) });
    return Math.max(at + 7, parser.at);
  }

  /** `at` is where `obj` stands; its numbers are in front of it. */
  #object(at: number): number {
    const { bytes } = this;
    const head = /(\d{1,10})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]*$/.exec(
      bytes.toString('latin1', Math.max(0, at - 40), at),
    );
    if (head === null) return at + 3;
    const parser = new PdfParser(bytes, at + 3, bytes.length, this.#parse);
    const value = this.#tryValue(parser);
    if (value === undefined) return at + 3;
    const object: PdfObject = {
      number: Number(head[1]),
      generation: Number(head[2]),
      value,
      offset: at - head[0].length,
      version: this.#versionAt(at),
      isPacked: false,
    };
    let end = parser.at;
    if (isDictionary(value)) {
      const stream = this.#stream(parser, value);
      if (stream !== undefined) {
        object.value = stream.stream;
        this.#owners.set(stream.stream, object);
        end = stream.end;
        if (nameOf(value.get('Type')) === 'XRef') this.trailers.push({ dictionary: value, version: object.version });
      }
    }
    this.#add(object);
    return Math.max(at + 3, end);
  }

  #add(object: PdfObject): void {
    this.objects.push(object);
    const same = this.#byNumber.get(object.number);
    if (same === undefined) this.#byNumber.set(object.number, [object]);
    else same.push(object);
  }

  #tryValue(parser: PdfParser): PdfValue | undefined {
    try {
      return parser.value();
    } catch (error) {
      if (error instanceof NotPdf) return undefined;
      throw error;
    }
  }

  /** The bytes behind `stream`: as many as the dictionary says if that fits, else up to `endstream`. */
  #stream(parser: PdfParser, dictionary: PdfDictionary): { stream: PdfStream; end: number } | undefined {
    const { bytes } = this;
    const before = parser.at;
    try {
      if (parser.word() !== 'stream') {
        parser.at = before;
        return undefined;
      }
    } catch (error) {
      if (error instanceof NotPdf) return undefined;
      throw error;
    }
    let start = parser.at;
    if (bytes[start] === 0x0d) start++;
    if (bytes[start] === 0x0a) start++;
    const length = dictionary.get('Length');
    if (typeof length === 'number' && Number.isInteger(length) && length >= 0 && start + length <= bytes.length) {
      const tail = bytes.toString('latin1', start + length, start + length + 16);
      if (/^[\0\t\n\f\r ]*endstream/.test(tail)) {
        return { stream: new PdfStream(dictionary, bytes.subarray(start, start + length)), end: start + length + 9 };
      }
    }
    let stop = bytes.indexOf('endstream', start);
    const object = stop < 0 ? bytes.indexOf('endobj', start) : -1;
    if (stop < 0) stop = object < 0 ? bytes.length : object;
    this.#parse.left -= stop - start;
    let end = stop;
    if (bytes[end - 1] === 0x0a) end--;
    if (bytes[end - 1] === 0x0d) end--;
    return { stream: new PdfStream(dictionary, bytes.subarray(start, Math.max(start, end))), end: stop };
  }

  #openEncryption(passwords: readonly string[]): void {
    const trailer = this.trailers.findLast(({ dictionary }) => dictionary.has('Encrypt'))?.dictionary;
    const dictionary = this.resolve(trailer?.get('Encrypt'));
    if (trailer === undefined || !isDictionary(dictionary)) return;
    const id = this.resolve(trailer.get('ID'));
    const first = Array.isArray(id) ? this.resolve(id[0]) : null;
    const bytes = first instanceof PdfString ? first.bytes : Buffer.alloc(0);
    for (const password of passwords) {
      this.decryptor = openEncryption(dictionary, bytes, this.resolve, Buffer.from(password));
      if (this.decryptor.encryption.isOpen) return;
    }
  }

  /** Objects that are packed into a stream: pairs of number and place, then the values. */
  #unpack(container: PdfObject): void {
    const { value } = container;
    if (!(value instanceof PdfStream) || nameOf(value.dictionary.get('Type')) !== 'ObjStm') return;
    const first = this.resolve(value.dictionary.get('First'));
    const count = this.resolve(value.dictionary.get('N'));
    if (typeof first !== 'number' || typeof count !== 'number') return;
    const content = this.content(value);
    const head = new PdfParser(content, 0, content.length, this.#parse);
    const places: { number: number; at: number }[] = [];
    try {
      for (let i = 0; i < Math.min(count, PACKED_LIMIT); i++) {
        const [number, at] = [head.value(), head.value()];
        if (typeof number !== 'number' || typeof at !== 'number') break;
        places.push({ number, at: first + at });
      }
    } catch (error) {
      if (!(error instanceof NotPdf)) throw error;
    }
    for (const { number, at } of places) {
      if (this.objects.length >= OBJECT_LIMIT || this.#parse.left < 0) return;
      if (!(at >= 0 && at < content.length)) continue;
      const packed = this.#tryValue(new PdfParser(content, at, content.length, this.#parse));
      if (packed === undefined) continue;
      const { offset, version } = container;
      this.#add({ number, generation: 0, value: packed, offset, version, isPacked: true });
    }
  }
}
