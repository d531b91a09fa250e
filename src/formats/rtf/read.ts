import type { Problem } from '../../errors/problem.ts';
import { type ByteSource, MemorySource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { RandomAccess } from '../binary/random-access.ts';
import { isDocument } from '../office/compound.ts';
import { add, OBJECT_LIMIT, OfficeContext } from '../office/context.ts';
import { addField } from '../office/fields.ts';
import { isRemote } from '../office/links.ts';
import { enterDocument } from '../office/read.ts';
import { emptyOffice, type OfficeFile } from '../office/types.ts';
import { decodeCodePage } from '../ole/code-page.ts';
import { classNameRemark, embeddedData, newObject } from '../ole/embedded.ts';
import { readOle1 } from '../ole/native.ts';
import { DESTINATIONS } from './destinations.ts';
import { type RtfVisitor, walkRtf } from './lexer.ts';

/** All that is read of an RTF document. */
export interface RtfFile {
  /** As a file name would: `rtf1`; malware also writes `{\rt` and nothing behind it. */
  header: string;
  groups: number;
  deepest: number;
  codePage: number;
  /** Author, title and the like. */
  info: Map<string, string>;
  /** In the order of the document. */
  objects: RtfObject[];
  /** Templates, fields and objects inside objects, as Office documents have them. */
  office: OfficeFile;
  /** What only malware does, in words. */
  remarks: string[];
  /** Bytes behind the last group. */
  overlay: { offset: number; size: number } | undefined;
}

export interface RtfObject {
  /** Where its data begins. */
  offset: number;
  className: string | undefined;
  /** Office loads it without being asked. */
  isUpdated: boolean;
  /** `objemb`, `objlink`, `objautlink`, `objocx`, `objhtml`. */
  kind: string | undefined;
  /** Bytes of its data, decoded. */
  size: number;
  /** Number of its record among the objects of the document; undefined where its data is no OLE object. */
  object: number | undefined;
  /** Hexadecimal digits were mixed with other things. */
  isObfuscated: boolean;
}

const LIMIT = 64 << 20;
const DEPTH = 4096;
const OBJECTS = 500;
const TEXT_LIMIT = 64 << 10;
const TEMPLATES = 64;

/** Whether these are the first bytes of an RTF document, as Word tells it. */
export function isRtf(head: Buffer): boolean {
  return /^[\s\0]{0,64}\{\\rt/i.test(head.toString('latin1', 0, 80));
}

export interface RtfOptions {
  passwords?: readonly string[];
}

/** Reads an RTF document: undefined where it is none. What cannot be read goes to `problem`, and the rest is kept. */
export function readRtf(
  source: ByteSource,
  problem: (problem: Problem) => void,
  options: RtfOptions = {},
): RtfFile | undefined {
  const bytes = new RandomAccess(source).part(0, Math.min(source.size, LIMIT));
  if (!isRtf(bytes.subarray(0, 80))) return undefined;
  const damage = new Damage(source, 'RTF', problem);
  if (source.size > LIMIT) damage.budget('text', LIMIT, `only its first ${LIMIT} bytes were read`);
  const reader = new RtfReader(bytes, damage, new OfficeContext(source.size, options.passwords ?? [], enterDocument));
  walkRtf(bytes, reader);
  reader.end();
  damage.end();
  return reader.file;
}

interface Group {
  /** Empty where it is text of the document; `-` where nobody reads it. */
  destination: string;
  /** The depth at which the destination began. */
  owner: number;
  /** Its text so far, shared with the groups inside it. */
  kept: { text: string };
  /** Of `objdata`. */
  data: HexData | undefined;
  /** What was said of the object that it is part of. */
  object: Pending | undefined;
}

interface Pending {
  className: string;
  isUpdated: boolean;
  kind: string | undefined;
}

const CODE_PAGES: ReadonlyMap<string, number> = new Map([
  ['mac', 10000],
  ['pc', 437],
  ['pca', 850],
]);
const INFO = new Set(
  'title subject author manager company operator category keywords comment doccomm hlinkbase generator'.split(' '),
);
const TIMES = new Set(['creatim', 'revtim', 'printim', 'buptim']);
/** Destinations whose text is kept. */
const KEPT = new Set(['template', 'objclass', 'objname', 'fldinst', 'sn', 'objalias', 'objsect', 'xmlns', ...INFO]);
const KINDS = new Set(['objemb', 'objlink', 'objautlink', 'objsub', 'objpub', 'objicemb', 'objhtml', 'objocx']);

class RtfReader implements RtfVisitor {
  readonly file: RtfFile;
  readonly #bytes: Buffer;
  readonly #damage: Damage;
  readonly #context: OfficeContext;
  readonly #groups: Group[] = [];
  /** Groups that are open and too deep to be kept. */
  #tooDeep = 0;
  #isStarred = false;
  #skip = 0;
  #unicodeSkip = 1;
  #time: { [part: string]: number } = {};
  #end: number | undefined;

  constructor(bytes: Buffer, damage: Damage, context: OfficeContext) {
    this.#bytes = bytes;
    this.#damage = damage;
    this.#context = context;
    const head = bytes.toString('latin1', 0, 80).trimStart();
    this.file = {
      header: /^\{\\(rt[a-z0-9]{0,20})/i.exec(head)?.[1] ?? 'rt',
      groups: 0,
      deepest: 0,
      codePage: 1252,
      info: new Map(),
      objects: [],
      office: emptyOffice('text'),
      remarks: [],
      overlay: undefined,
    };
  }

  open(): void {
    this.file.groups++;
    this.#isStarred = false;
    this.#skip = 0;
    const depth = this.#groups.length + 1;
    if (this.#data !== undefined) this.#data.isMixed = true;
    this.file.deepest = Math.max(this.file.deepest, depth + this.#tooDeep);
    if (depth > DEPTH) {
      if (this.#tooDeep++ === 0) this.#damage.limit('groups', -1, DEPTH);
      return;
    }
    const outer = this.#groups.at(-1);
    const { destination = '', owner = 0, kept = { text: '' }, data, object } = outer ?? {};
    this.#groups.push({ destination, owner, kept, data, object });
  }

  close(at: number): void {
    this.#isStarred = false;
    this.#skip = 0;
    if (this.#tooDeep > 0) {
      this.#tooDeep--;
      return;
    }
    const group = this.#groups.at(-1);
    if (group === undefined) return;
    const depth = this.#groups.length;
    if (group.owner === depth) this.#finish(group);
    this.#groups.pop();
    if (this.#groups.length === 0) this.#end ??= at + 1;
  }

  word(name: string, value: number, at: number): void {
    const isStarred = this.#isStarred;
    this.#isStarred = false;
    if (this.#data !== undefined) this.#data.isMixed = true;
    if (name === 'u' && !Number.isNaN(value)) {
      this.#keep(String.fromCharCode(value & 0xffff));
      this.#skip = this.#unicodeSkip;
      return;
    }
    if (name === 'uc') this.#unicodeSkip = Math.max(0, Math.min(16, Number.isNaN(value) ? 1 : value));
    else if (name === 'ansicpg' && value > 0) this.file.codePage = value;
    else if (CODE_PAGES.has(name)) this.file.codePage = CODE_PAGES.get(name)!;
    else if (name === 'object') this.#newObject();
    else if (name === 'objupdate' && this.#object !== undefined) this.#object.isUpdated = true;
    else if (KINDS.has(name) && this.#object !== undefined) this.#object.kind ??= name;
    else if (TIME_PARTS.has(name) && TIMES.has(this.#destination)) this.#time[name] = value;
    if (!DESTINATIONS.has(name) && !isStarred) return;
    this.#begin(name, isStarred, at);
  }

  hex(byte: number): void {
    this.#isStarred = false;
    // Word drops a digit that has no partner yet.
    if (this.#data !== undefined) this.#data.dropHalf();
    else if (this.#skip > 0) this.#skip--;
    else if (!Number.isNaN(byte)) this.#keep(decodeCodePage(Buffer.of(byte), this.file.codePage));
  }

  symbol(character: string): void {
    if (character === '*') this.#isStarred = true;
    else if (character === '\\' || character === '{' || character === '}') this.#keep(character);
  }

  text(bytes: Buffer, start: number, end: number): void {
    const data = this.#data;
    if (data !== undefined) {
      data.add(bytes, start, end);
      return;
    }
    if (!KEPT.has(this.#destination) || this.#groups.at(-1)!.kept.text.length >= TEXT_LIMIT) return;
    const from = Math.min(end, start + this.#skip);
    this.#skip -= from - start;
    const part = bytes.subarray(from, Math.min(end, from + TEXT_LIMIT));
    this.#keep(decodeCodePage(part, this.file.codePage).replace(/[\r\n]/g, ''));
  }

  binary(bytes: Buffer, start: number, end: number): void {
    this.#data?.addRaw(bytes.subarray(start, end));
  }

  end(): void {
    // What is still open ends with the file.
    while (this.#groups.length > 0) {
      const group = this.#groups.at(-1)!;
      if (group.owner === this.#groups.length) this.#finish(group);
      this.#groups.pop();
    }
    const end = this.#end;
    if (end !== undefined && this.#bytes.subarray(end, end + 4096).some((byte) => byte > 0x20)) {
      this.file.overlay = { offset: end, size: this.#bytes.length - end };
    }
  }

  get #destination(): string {
    return this.#groups.at(-1)?.destination ?? '';
  }

  /** Where the digits of an object go at this place. */
  get #data(): HexData | undefined {
    return this.#groups.at(-1)?.data;
  }

  get #object(): Pending | undefined {
    return this.#groups.at(-1)?.object;
  }

  /** Strewn in between, the word takes nothing away that was said before. */
  #newObject(): void {
    const group = this.#groups.at(-1);
    if (group !== undefined) group.object = { className: '', isUpdated: false, kind: undefined, ...group.object };
  }

  #keep(text: string): void {
    const group = this.#groups.at(-1);
    if (group === undefined || !KEPT.has(group.destination)) return;
    if (group.kept.text.length < TEXT_LIMIT) group.kept.text += text;
  }

  #begin(name: string, isStarred: boolean, at: number): void {
    const group = this.#groups.at(-1);
    if (group === undefined) return;
    const depth = this.#groups.length;
    if (group.owner === depth) this.#finish(group);
    // What nobody knows and is marked with a star is skipped.
    group.destination = isStarred && !DESTINATIONS.has(name) && !KEPT.has(name) ? '-' : name;
    group.owner = depth;
    group.kept = { text: '' };
    group.data = name === 'objdata' ? new HexData(at) : undefined;
    if (TIMES.has(name)) this.#time = {};
  }

  #finish({ destination, kept, data }: Group): void {
    const text = kept.text.trim();
    if (data !== undefined) this.#finishObject(data);
    else if (destination === 'template') this.#template(text);
    else if (destination === 'objclass' && this.#object !== undefined) this.#object.className = text;
    else if (destination === 'fldinst') addField(this.file.office, 'fldinst', text, this.#damage);
    else if (destination === 'sn') this.#shapeProperty(text);
    else if (TIMES.has(destination)) this.#finishTime(destination);
    else if (INFO.has(destination) && text !== '') this.file.info.set(destination, text.replace(/;$/, ''));
    kept.text = '';
  }

  #template(target: string): void {
    if (target === '') return;
    const link = { place: 'template', type: 'attachedTemplate', target, isRemote: isRemote(target), isAutomatic: true };
    add(this.file.office.links, link, TEMPLATES, 'templates', this.#damage);
  }

  #shapeProperty(name: string): void {
    if (/^pfragments$/i.test(name)) this.#remark('a shape has the property pFragments, attacked through CVE-2010-3333');
  }

  #remark(text: string): void {
    if (!this.file.remarks.includes(text)) this.file.remarks.push(text);
  }

  #finishTime(name: string): void {
    const { yr, mo, dy, hr = 0, min = 0, sec = 0 } = this.#time;
    if (yr === undefined || mo === undefined || dy === undefined) return;
    const two = (value: number) => String(value).padStart(2, '0');
    this.file.info.set(name, `${yr}-${two(mo)}-${two(dy)} ${two(hr)}:${two(min)}:${two(sec)}`.slice(0, 40));
  }

  #finishObject(data: HexData): void {
    const pending = this.#object;
    if (this.file.objects.length >= OBJECTS) {
      this.#damage.limit('objects', data.offset, OBJECTS);
      return;
    }
    const bytes = data.bytes();
    const record: RtfObject = {
      offset: data.offset,
      className: pending?.className || undefined,
      isUpdated: pending?.isUpdated ?? false,
      kind: pending?.kind,
      size: bytes.length,
      object: undefined,
      isObfuscated: data.isMixed,
    };
    this.file.objects.push(record);
    const remark = classNameRemark(record.className);
    if (remark !== undefined) this.#remark(`an object of the class ${record.className}: ${remark}`);
    this.#readData(bytes, record);
  }

  #readData(bytes: Buffer, record: RtfObject): void {
    const { office } = this.file;
    const place = `object ${this.file.objects.length}`;
    const found = readOle1(bytes, place);
    if (found === undefined) {
      if (bytes.length === 0) return;
      const object = newObject(place, 'native');
      object.className = record.className;
      object.remark = classNameRemark(record.className);
      object.data = embeddedData(bytes);
      add(office.objects, object, OBJECT_LIMIT, 'embedded objects', this.#damage);
      return;
    }
    record.object = office.objects.length;
    add(office.objects, found.object, OBJECT_LIMIT, 'embedded objects', this.#damage);
    const { target } = found.object;
    if (target !== undefined && found.object.kind === 'linked') {
      office.links.push({
        place,
        type: 'oleObject',
        target,
        isRemote: isRemote(target),
        isAutomatic: record.isUpdated,
      });
    }
    this.#context.spend(found.data.length);
    if (isDocument(found.data)) this.#context.enter(new MemorySource(found.data, place), place, this.#damage, office);
  }
}

const TIME_PARTS = new Set(['yr', 'mo', 'dy', 'hr', 'min', 'sec']);

/** Hexadecimal digits as they come, in whatever company. */
class HexData {
  readonly offset: number;
  isMixed = false;
  readonly #parts: Buffer[] = [];
  #buffer: Buffer = Buffer.alloc(256);
  #length = 0;
  #half = -1;

  constructor(offset: number) {
    this.offset = offset;
  }

  add(bytes: Buffer, start: number, end: number): void {
    for (let i = start; i < end; i++) {
      const code = bytes[i]!;
      const digit = DIGITS[code]!;
      if (digit === 0xff) {
        if (code > 0x20) this.isMixed = true;
        continue;
      }
      if (this.#half < 0) {
        this.#half = digit;
        continue;
      }
      this.#put((this.#half << 4) | digit);
      this.#half = -1;
    }
  }

  addRaw(bytes: Buffer): void {
    this.isMixed = true;
    for (const byte of bytes) this.#put(byte);
  }

  dropHalf(): void {
    this.isMixed = true;
    this.#half = -1;
  }

  bytes(): Buffer {
    return Buffer.concat([...this.#parts, this.#buffer.subarray(0, this.#length)]);
  }

  #put(byte: number): void {
    if (this.#length === this.#buffer.length) {
      this.#parts.push(this.#buffer);
      this.#buffer = Buffer.alloc(Math.min(1 << 20, this.#buffer.length * 2));
      this.#length = 0;
    }
    this.#buffer[this.#length++] = byte;
  }
}

const DIGITS = new Uint8Array(256).fill(0xff);
for (const [i, character] of [...'0123456789abcdef'].entries()) {
  DIGITS[character.charCodeAt(0)] = i;
  DIGITS[character.toUpperCase().charCodeAt(0)] = i;
}
