import { constants, inflateRawSync } from 'node:zlib';
import { MemorySource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import { type CompoundFile, isCompoundFile, type OleEntry, shown } from '../ole/compound-file.ts';
import { classNameRemark, classRemark, type EmbeddedObject, embeddedData, newObject } from '../ole/embedded.ts';
import { readMetadata } from '../ole/metadata.ts';
import { readOle10Native } from '../ole/native.ts';
import { readPowerPoint } from '../ole/power-point.ts';
import { readWord } from '../ole/word.ts';
import { readVbaProjects } from '../vba/project.ts';
import { readBiff } from '../xlm/biff.ts';
import {
  add,
  CELL_LIMIT,
  FIELD_LIMIT,
  LINK_LIMIT,
  NAME_LIMIT,
  OBJECT_LIMIT,
  type OfficeContext,
  PROJECT_LIMIT,
  SHEET_LIMIT,
} from './context.ts';
import { openEncrypted } from './encrypted.ts';
import { addField } from './fields.ts';
import { isRemote } from './links.ts';
import type { OfficeFile } from './types.ts';

const STREAM_LIMIT = 64 << 20;
const PARTS = 2000;

/** Adds what a compound file has; `place` is where it lies, empty for the document itself. */
export function addCompound(
  file: CompoundFile,
  place: string,
  damage: Damage,
  context: OfficeContext,
  office: OfficeFile,
): void {
  const isWhole = place === '';
  if (isWhole) describe(file, damage, office);
  for (const project of readVbaProjects(file, damage, context.code)) {
    add(office.projects, { ...project, container: place }, PROJECT_LIMIT, 'macros', damage);
  }
  const inside = (path: string) => (isWhole ? path : `${place}/${path}`);
  addWord(file, inside('WordDocument'), damage, office, isWhole);
  addWorkbook(file, inside('Workbook'), damage, context, office);
  addPresentation(file, inside, damage, context, office);
  for (const storage of file.entries) {
    if (storage.kind !== 'stream') addObjects(file, storage, { place, damage, context, office });
  }
  addPostScript(file, damage, office);
  if (file.find('EncryptedPackage')?.kind === 'stream') {
    const opened = openEncrypted(file, context.passwords, damage);
    if (isWhole) office.encryption = opened.encryption;
    // What is opened is the document itself.
    if (opened.source !== undefined) context.enter(opened.source, place, damage, office);
  }
}

const TYPES: readonly (readonly [string, string, string])[] = [
  ['WordDocument', 'doc', 'Word'],
  ['Workbook', 'xls', 'Excel'],
  ['Book', 'xls', 'Excel'],
  ['PowerPoint Document', 'ppt', 'PowerPoint'],
  ['VisioDocument', 'vsd', 'Visio'],
  ['FileHeader', 'hwp', 'Hangul'],
  ['Quill/QuillSub/CONTENTS', 'pub', 'Publisher'],
];

function describe(file: CompoundFile, damage: Damage, office: OfficeFile): void {
  const found = TYPES.find(([stream]) => file.find(stream)?.kind === 'stream');
  if (found !== undefined) [, office.type, office.application] = found;
  const { values, custom } = readMetadata(file, damage);
  office.metadata = values;
  office.custom = custom;
  office.isSigned = ['_signatures', '_xmlsignatures', '\u0005DigitalSignature'].some(
    (name) => file.find(name) !== undefined,
  );
  for (const entry of file.entries) {
    if (entry.kind === 'root') continue;
    const { path: name, kind, size, clsid, isOrphan } = entry;
    add(office.parts, { name, kind, size, clsid, contentType: null, isOrphan }, PARTS, 'list of streams', damage);
  }
}

function addWord(file: CompoundFile, place: string, damage: Damage, office: OfficeFile, isWhole: boolean): void {
  const word = readWord(file);
  if (word === undefined) return;
  if (isWhole && word.isTemplate) office.type = 'dot';
  if (isWhole && word.encryption !== undefined) office.encryption = plainEncryption(word.encryption);
  for (const text of word.fields) addField(office, place, text, damage);
}

function plainEncryption(method: string) {
  return { method, cipher: undefined, hash: undefined, keyBits: undefined, isOpen: false, password: undefined };
}

function addWorkbook(
  file: CompoundFile,
  place: string,
  damage: Damage,
  context: OfficeContext,
  office: OfficeFile,
): void {
  const entry = file.find('Workbook') ?? file.find('Book');
  if (entry?.kind !== 'stream') return;
  const book = readBiff(file.read(entry, STREAM_LIMIT), damage, context.passwords);
  if (!place.includes('/') && book.encryption !== undefined) {
    const { password } = book;
    office.encryption = { ...plainEncryption(book.encryption), isOpen: password !== undefined, password };
  }
  for (const sheet of book.sheets) add(office.sheets, sheet, SHEET_LIMIT, 'sheets', damage);
  for (const name of book.names) add(office.names, name, NAME_LIMIT, 'defined names', damage);
  for (const cell of book.cells) add(office.macroCells, cell, CELL_LIMIT, 'macro cells', damage);
  office.formulaCount += book.formulaCount;
  for (const external of book.externals) {
    add(office.externals, { ...external, place }, LINK_LIMIT, 'links', damage);
    if (external.kind === 'dde') add(office.dde, { place, text: external.target }, FIELD_LIMIT, 'fields', damage);
    else if (external.target !== '') {
      const isFar = isRemote(external.target);
      const link = { place, type: 'externalLink', target: external.target, isRemote: isFar, isAutomatic: true };
      add(office.links, link, LINK_LIMIT, 'links', damage);
    }
  }
}

function addPresentation(
  file: CompoundFile,
  inside: (path: string) => string,
  damage: Damage,
  context: OfficeContext,
  office: OfficeFile,
): void {
  const entry = file.find('PowerPoint Document');
  if (entry?.kind !== 'stream') return;
  for (const [i, { bytes }] of readPowerPoint(file.read(entry, STREAM_LIMIT), damage).entries()) {
    context.spend(bytes.length);
    const place = inside(`PowerPoint Document/${i + 1}`);
    if (isCompoundFile(bytes)) context.enter(new MemorySource(bytes, place), place, damage, office);
  }
}

interface Surroundings {
  place: string;
  damage: Damage;
  context: OfficeContext;
  office: OfficeFile;
}

/** Streams of a storage by which one sees that it holds an object. */
function addObjects(file: CompoundFile, storage: OleEntry, { place, damage, context, office }: Surroundings): void {
  const streams = new Map<string, OleEntry>();
  for (const child of file.children(storage)) if (child.kind === 'stream') streams.set(child.name.toLowerCase(), child);
  const at = ({ path }: OleEntry) => (place === '' ? path : path === '' ? place : `${place}/${path}`);
  const put = (object: EmbeddedObject) => {
    object.clsid = storage.clsid ?? undefined;
    object.className ??= className(file, streams.get('\u0001compobj'));
    object.remark ??= classRemark(storage.clsid) ?? classNameRemark(object.className);
    add(office.objects, object, OBJECT_LIMIT, 'embedded objects', damage);
  };
  const enter = (bytes: Buffer, where: string) => {
    if (isDocument(bytes)) context.enter(new MemorySource(bytes, where), where, damage, office);
  };
  const native = streams.get('\u0001ole10native');
  if (native !== undefined) {
    const { object, data } = readOle10Native(file.read(native, STREAM_LIMIT), at(native));
    put(object);
    if (object.statedSize !== undefined && data.length < object.statedSize) {
      damage.damaged(`object ${shown(at(native))}`, -1, `${data.length} of its ${object.statedSize} bytes are there`);
    }
    enter(data, at(native));
  }
  for (const name of ['equation native', 'contents', 'package']) {
    const entry = streams.get(name);
    if (entry === undefined || (name !== 'equation native' && storage.kind === 'root' && place === '')) continue;
    const bytes = file.read(entry, STREAM_LIMIT);
    const object = newObject(at(entry), name === 'package' ? 'document' : 'native');
    object.data = embeddedData(bytes);
    if (name === 'equation native') object.remark = classNameRemark('Equation.3');
    put(object);
    enter(bytes, at(entry));
  }
  const target = linkTarget(file, streams.get('\u0001ole'));
  const isControl = streams.has('\u0003ocxname') || streams.has('\u0003ocxdata');
  if (target !== undefined || isControl) {
    const object = newObject(at(storage), isControl ? 'activex' : 'linked');
    object.target = target;
    put(object);
    if (target !== undefined) {
      const link = { place: at(storage), type: 'oleLink', target, isRemote: isRemote(target), isAutomatic: true };
      add(office.links, link, LINK_LIMIT, 'links', damage);
    }
    return;
  }
  const isNamed =
    native !== undefined || streams.has('equation native') || streams.has('package') || streams.has('contents');
  const remark = classRemark(storage.clsid);
  // A document in an object pool, or a class that only malware has.
  if (
    !isNamed &&
    storage.clsid !== null &&
    (storage.kind === 'storage' || place !== '') &&
    (remark !== undefined || isInPool(storage))
  ) {
    put(newObject(at(storage), 'ole'));
  }
}

function isInPool(storage: OleEntry): boolean {
  return /^(?:ObjectPool\/[^/]*|MBD[^/]*)$/i.test(storage.path);
}

/** A user type, and the name by which programs call it. */
function className(file: CompoundFile, entry: OleEntry | undefined): string | undefined {
  if (entry === undefined) return undefined;
  const bytes = file.read(entry, 4096);
  if (bytes.length < 32) return undefined;
  let at = 28;
  const texts: string[] = [];
  for (let i = 0; i < 3 && at + 4 <= bytes.length; i++) {
    const size = bytes.readUInt32LE(at);
    // A clipboard format by number has no text.
    const isNumber = i === 1 && size >= 0xffff_fffe;
    const length = isNumber ? 4 : size;
    if (length > bytes.length - at - 4) break;
    texts.push(isNumber ? '' : bytes.toString('latin1', at + 4, at + 4 + length).replace(/\0.*$/s, ''));
    at += 4 + length;
  }
  const name = texts[2] || texts[0];
  return name === undefined || name === '' ? undefined : name;
}

const LINKED = 1;

/** What a link's monikers name: the longest text that looks like a place. */
function linkTarget(file: CompoundFile, entry: OleEntry | undefined): string | undefined {
  if (entry === undefined) return undefined;
  const bytes = file.read(entry, 64 << 10);
  if (bytes.length < 20 || (bytes.readUInt32LE(4) & LINKED) === 0) return undefined;
  let best = '';
  for (const [run] of bytes.toString('latin1').matchAll(/(?:[\x20-\x7e]\0){4,2048}|[\x20-\x7e]{4,2048}/g)) {
    const text = run.replaceAll('\0', '');
    if (text.length > best.length && /[:\\/]/.test(text)) best = text;
  }
  return best === '' ? undefined : best;
}

export function isDocument(bytes: Buffer): boolean {
  return isCompoundFile(bytes) || (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4);
}

const EPS = 64;
const EPS_LIMIT = 1 << 20;

/** Hangul keeps pictures as streams, also compressed ones. */
function addPostScript(file: CompoundFile, damage: Damage, office: OfficeFile): void {
  for (const entry of file.entries) {
    if (entry.kind !== 'stream' || !/\.(?:eps|ps)$/i.test(entry.name)) continue;
    if (office.eps.length >= EPS) {
      damage.limit('PostScript', -1, EPS);
      return;
    }
    const bytes = file.read(entry, EPS_LIMIT);
    office.eps.push(postScript(bytes));
  }
}

export function postScript(bytes: Buffer): string {
  if (bytes.toString('latin1', 0, 2) === '%!') return bytes.toString('latin1');
  try {
    return inflateRawSync(bytes, { maxOutputLength: EPS_LIMIT, finishFlush: constants.Z_SYNC_FLUSH }).toString(
      'latin1',
    );
  } catch {
    // Not compressed: it is what it is.
    return bytes.toString('latin1');
  }
}
