import type { Damage } from '../binary/damage.ts';
import { type Decryptor, openEncryption } from './encryption.ts';
import { type DecodeBudget, decodeStream, filtersOf, TooMuch } from './filters.ts';
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

/** What was written up to one end-of-file mark. */
export interface DocumentPart {
  version: number;
  objects: PdfObject[];
  trailers: PdfDictionary[];
}

const OBJECT_LIMIT = 200_000;
/** Bytes that one stream may unpack to, and all of them. */
const STREAM_LIMIT = 32 << 20;
const DECODE_TIMES = 10;
const DECODE_LEAST = 64 << 20;
/** Unpacked streams that are kept for the next who asks. */
const CACHE_LIMIT = 64 << 20;
const TRAILER_LIMIT = 4096;
const VERSION_LIMIT = 1024;
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
  readonly #decode: DecodeBudget;
  #cached = 0;
  /** Number → its objects, latest last. */
  readonly #byNumber = new Map<number, PdfObject[]>();
  readonly #decoded = new Map<PdfStream, Buffer>();
  readonly #owners = new Map<PdfStream, PdfObject>();

  constructor(bytes: Buffer, damage: Damage, passwords: readonly string[] = []) {
    this.bytes = bytes;
    this.#damage = damage;
    this.#parse = { left: Math.max(PARSE_LEAST, bytes.length * PARSE_TIMES) };
    this.#decode = { left: Math.max(DECODE_LEAST, bytes.length * DECODE_TIMES) };
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

  /** The latest object of a number as of a version; the first of all where there is none yet. */
  find(number: number, version = Number.POSITIVE_INFINITY): PdfObject | undefined {
    const candidates = this.#byNumber.get(number);
    if (candidates === undefined) return undefined;
    let [low, high] = [0, candidates.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (candidates[middle]!.version <= version) low = middle + 1;
      else high = middle;
    }
    return candidates[Math.max(0, low - 1)];
  }

  /** The content of a stream without filters and encryption; cut to nothing where that would be too much. */
  content(stream: PdfStream): Buffer {
    const known = this.#decoded.get(stream);
    if (known !== undefined) return known;
    const owner = this.#owners.get(stream);
    const raw = owner === undefined ? stream.raw : this.#decrypted(stream, owner);
    let content: Buffer = Buffer.alloc(0);
    try {
      if (this.#decode.left <= 0) throw new TooMuch();
      content = decodeStream(raw, stream.dictionary, STREAM_LIMIT, this.#decode, this.resolve);
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      this.#decode.left -= STREAM_LIMIT;
      this.#damage.budget('streams', owner?.offset ?? 0, 'they unpack to far more than the size of the file');
    }
    this.#cached += content.length;
    if (this.#cached > CACHE_LIMIT) return content;
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
    const named = filtersOf(stream.dictionary).indexOf('Crypt');
    if (named >= 0) {
      const parameters = this.resolve(stream.dictionary.get('DecodeParms'));
      const own = this.resolve(Array.isArray(parameters) ? parameters[named] : parameters);
      const name = isDictionary(own) ? nameOf(own.get('Name')) : undefined;
      return decryptor.decryptBy(name ?? 'Identity', stream.raw, owner.number, owner.generation);
    }
    const kind = type === 'EmbeddedFile' ? 'attachment' : type === 'Metadata' ? 'metadata' : 'stream';
    return decryptor.decrypt(stream.raw, owner.number, owner.generation, kind);
  }

  #findEnds(): void {
    for (let at = this.bytes.indexOf('%%EOF'); at >= 0; at = this.bytes.indexOf('%%EOF', at + 5)) {
      if (this.ends.length >= VERSION_LIMIT) {
        this.#damage.limit('versions', at, VERSION_LIMIT);
        return;
      }
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
    // Each is looked for again only once it was passed: the other may be anywhere, or nowhere.
    let [object, trailer] = [bytes.indexOf('obj'), bytes.indexOf('trailer')];
    while (object >= 0 || trailer >= 0) {
      const isTrailer = object < 0 || (trailer >= 0 && trailer < object);
      const at = isTrailer ? trailer : object;
      if (this.objects.length >= OBJECT_LIMIT) {
        this.#damage.limit('objects', at, OBJECT_LIMIT);
        return;
      }
      if (this.#parse.left < 0) {
        this.#damage.budget('objects', at, 'its values never end, or lie within each other');
        return;
      }
      const next = isTrailer ? this.#trailer(at) : this.#object(at);
      if (object >= 0 && object < next) object = bytes.indexOf('obj', next);
      if (trailer >= 0 && trailer < next) trailer = bytes.indexOf('trailer', next);
    }
  }

  #trailer(at: number): number {
    const parser = new PdfParser(this.bytes, at + 7, this.bytes.length, this.#parse);
    const value = this.#tryValue(parser);
    if (!isDictionary(value)) return Math.max(at + 7, value === undefined ? this.#skipped : 0);
    this.#addTrailer({ dictionary: value, version: this.#versionAt(at) });
    return Math.max(at + 7, parser.at);
  }

  #addTrailer(trailer: { dictionary: PdfDictionary; version: number }): void {
    if (this.trailers.length < TRAILER_LIMIT) this.trailers.push(trailer);
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
    if (value === undefined) return Math.max(at + 3, this.#skipped);
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
        if (nameOf(value.get('Type')) === 'XRef') this.#addTrailer({ dictionary: value, version: object.version });
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

  /** Up to where the last value that was none has been read in vain. */
  #skipped = 0;

  #tryValue(parser: PdfParser): PdfValue | undefined {
    this.#skipped = 0;
    try {
      return parser.value();
    } catch (error) {
      if (!(error instanceof NotPdf)) throw error;
      this.#skipped = parser.at;
      return undefined;
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
