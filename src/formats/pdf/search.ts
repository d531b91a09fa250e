import { createHash } from 'node:crypto';
import type { Damage } from '../binary/damage.ts';
import { decodeText } from '../binary/text.ts';
import type { DocumentPart, PdfDocument, PdfObject } from './document.ts';
import {
  isDictionary,
  nameOf,
  type PdfDictionary,
  PdfReference,
  PdfStream,
  PdfString,
  type PdfValue,
} from './values.ts';
import { walk } from './walk.ts';

export interface Script {
  code: string;
  /** Number of the object that holds it; -1 for a trailer. */
  object: number;
}

export interface Attachment {
  filename: string;
  description: string | undefined;
  /** Undefined where the content is not in the file. */
  size: number | undefined;
  md5: string | undefined;
  sha256: string | undefined;
  /** The first megabyte of the content. */
  head: Buffer | undefined;
}

export interface Found {
  scripts: Script[];
  urls: string[];
  attachments: Attachment[];
  openAction: string | undefined;
  actions: { type: string; target: string | undefined; object: number }[];
}

const LIMIT = 1000;
const CODE_LIMIT = 4 << 20;
const URL_LIMIT = 4096;
const TAG_LIMIT = 1024;
/** What is kept of an attachment, for telling its type. */
const HEAD_LIMIT = 1 << 20;
const ACTIONS: ReadonlySet<string> = new Set([
  'Launch',
  'URI',
  'GoToR',
  'GoToE',
  'SubmitForm',
  'ImportData',
  'RichMediaExecute',
  'Rendition',
  'Movie',
  'Sound',
]);

/** What the objects of one version do; `root` is the trailer that names the catalog as of that version. */
export function searchPart(
  document: PdfDocument,
  { version, objects, trailers }: DocumentPart,
  root: PdfDictionary | undefined,
  damage: Damage,
): Found {
  const search = new Search(document, version, damage);
  for (const object of objects) search.object(object);
  for (const value of trailers) {
    search.object({ number: -1, generation: 0, value, offset: 0, version, isPacked: true });
  }
  search.changedOpening(root);
  search.found.urls = [...search.urls].sort();
  return search.found;
}

class Search {
  readonly found: Found = { scripts: [], urls: [], attachments: [], openAction: undefined, actions: [] };
  readonly urls = new Set<string>();
  readonly #document: PdfDocument;
  readonly #version: number;
  readonly #damage: Damage;
  readonly #codes = new Set<string>();
  readonly #files = new Set<string>();

  constructor(document: PdfDocument, version: number, damage: Damage) {
    this.#document = document;
    this.#version = version;
    this.#damage = damage;
  }

  object(object: PdfObject): void {
    walk(object.value, { dictionary: (dictionary) => this.#dictionary(dictionary, object) });
  }

  /** Where only the action was replaced, the catalog that names it is in an earlier version. */
  changedOpening(trailer: PdfDictionary | undefined): void {
    if (this.found.openAction !== undefined) return;
    const catalog = this.#resolve(trailer?.get('Root'));
    const action = isDictionary(catalog) ? catalog.get('OpenAction') : undefined;
    if (!(action instanceof PdfReference)) return;
    const object = this.#document.find(action.number, this.#version);
    if (object?.version === this.#version) this.found.openAction = this.#happening(action, object);
  }

  #dictionary(dictionary: PdfDictionary, owner: PdfObject): void {
    if (dictionary.has('JS')) this.#script(this.#text(dictionary.get('JS'), owner), owner);
    if (dictionary.has('XFA')) this.#forms(dictionary.get('XFA'), owner);
    if (dictionary.has('OpenAction')) {
      this.found.openAction ??= this.#happening(dictionary.get('OpenAction'), owner);
    }
    if (dictionary.has('EF')) this.#attachment(dictionary, owner);
    const type = nameOf(dictionary.get('S'));
    if (type !== undefined && ACTIONS.has(type)) this.#action(type, dictionary, owner);
  }

  #resolve(value: PdfValue | undefined): PdfValue {
    return this.#document.resolve(value, this.#version);
  }

  /** The text of a string or a stream, wherever it is. */
  #text(value: PdfValue | undefined, owner: PdfObject): string | undefined {
    const holder = value instanceof PdfReference ? (this.#document.find(value.number, this.#version) ?? owner) : owner;
    const resolved = this.#resolve(value);
    if (resolved instanceof PdfString) return this.#document.text(resolved, holder);
    if (!(resolved instanceof PdfStream)) return undefined;
    return new PdfString(this.#document.content(resolved).subarray(0, CODE_LIMIT)).text;
  }

  #script(code: string | undefined, owner: PdfObject): void {
    if (code === undefined || code.trim() === '' || this.#codes.has(code)) return;
    if (this.#isFull('scripts', this.found.scripts.length, owner)) return;
    this.#codes.add(code);
    this.found.scripts.push({ code, object: owner.number });
  }

  #isFull(what: string, count: number, owner: PdfObject): boolean {
    if (count >= LIMIT) this.#damage.limit(what, owner.offset, LIMIT);
    return count >= LIMIT;
  }

  /** A form in XML, whole or in parts that belong together. */
  #forms(value: PdfValue | undefined, owner: PdfObject): void {
    const form = this.#resolve(value);
    const parts = (Array.isArray(form) ? form : [form]).slice(0, LIMIT).map((part) => this.#resolve(part));
    let xml = '';
    for (const part of parts) {
      if (part instanceof PdfStream)
        xml += decodeText(this.#document.content(part).subarray(0, CODE_LIMIT - xml.length));
    }
    for (let at = xml.indexOf('<script'); at >= 0; ) {
      const tag = xml.slice(at, at + TAG_LIMIT);
      const open = tag.indexOf('>');
      const end = open < 0 ? -1 : xml.indexOf('</script>', at + open);
      if (end < 0) return;
      if (!/formcalc/i.test(tag.slice(0, open))) this.#script(withoutMarkup(xml.slice(at + open + 1, end)), owner);
      at = xml.indexOf('<script', end);
    }
  }

  /** What opening the document does, in a line; undefined where it only shows a page. */
  #happening(value: PdfValue | undefined, owner: PdfObject): string | undefined {
    const holder = value instanceof PdfReference ? (this.#document.find(value.number, this.#version) ?? owner) : owner;
    const action = this.#resolve(value);
    if (!isDictionary(action)) return undefined;
    if (action.has('JS')) return this.#text(action.get('JS'), holder);
    const type = nameOf(action.get('S'));
    if (type === undefined || type === 'GoTo') return undefined;
    const target = this.#target(type, action, holder);
    return target === undefined ? type : `${type}: ${target}`;
  }

  #action(type: string, dictionary: PdfDictionary, owner: PdfObject): void {
    if (this.#isFull('actions', this.found.actions.length, owner)) return;
    const target = this.#target(type, dictionary, owner);
    this.found.actions.push({ type, target, object: owner.number });
    if (target !== undefined && (type === 'URI' || /^(?:https?|ftps?|mailto|file):/i.test(target))) {
      this.urls.add(target.slice(0, URL_LIMIT));
    }
  }

  #target(type: string, dictionary: PdfDictionary, owner: PdfObject): string | undefined {
    if (type === 'URI') return this.#text(dictionary.get('URI'), owner);
    const own = this.#file(dictionary.get('F'), owner);
    if (type !== 'Launch') return own;
    const windows = this.#resolve(dictionary.get('Win'));
    if (!isDictionary(windows)) return own;
    const command = [windows.get('F'), windows.get('P')].map((part) => this.#text(part, owner));
    return command.filter((part) => part !== undefined).join(' ') || own;
  }

  /** A file specification: text, or a dictionary with the name in several ways. */
  #file(value: PdfValue | undefined, owner: PdfObject): string | undefined {
    const file = this.#resolve(value);
    if (!isDictionary(file)) return this.#text(value, owner);
    return this.#fileName(file, owner);
  }

  #fileName(file: PdfDictionary, owner: PdfObject): string | undefined {
    for (const key of ['UF', 'F', 'DOS', 'Mac', 'Unix']) {
      const name = this.#text(file.get(key), owner);
      if (name !== undefined && name !== '') return name;
    }
    return undefined;
  }

  #attachment(file: PdfDictionary, owner: PdfObject): void {
    if (this.#isFull('attachments', this.found.attachments.length, owner)) return;
    const embedded = this.#resolve(file.get('EF'));
    const reference = isDictionary(embedded) ? (embedded.get('F') ?? embedded.get('UF')) : null;
    const stream = this.#resolve(reference);
    const content = stream instanceof PdfStream ? this.#document.content(stream) : undefined;
    const digest = (algorithm: string) => content && createHash(algorithm).update(content).digest('hex');
    const sha256 = digest('sha256');
    const filename = this.#fileName(file, owner) ?? '';
    const key = `${filename}\0${sha256}`;
    if (this.#files.has(key)) return;
    this.#files.add(key);
    const description = this.#text(file.get('Desc'), owner);
    this.found.attachments.push({
      filename,
      description,
      size: content?.length,
      md5: digest('md5'),
      sha256,
      head: content && Buffer.from(content.subarray(0, HEAD_LIMIT)),
    });
  }
}

const ENTITIES: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text of XML: entities, and sections that have none. */
function withoutMarkup(text: string): string {
  return text
    .replaceAll('<![CDATA[', '')
    .replaceAll(']]>', '')
    .replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/&#(x?)([0-9a-fA-F]{1,6});/g, (whole, hexadecimal: string, digits: string) => {
      const code = Number.parseInt(digits, hexadecimal === 'x' ? 16 : 10);
      return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
    });
}
