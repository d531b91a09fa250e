import type { Problem } from '../../errors/problem.ts';
import { staticProblems } from '../../errors/static.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { RandomAccess } from '../binary/random-access.ts';
import { type DocumentPart, PdfDocument } from './document.ts';
import type { Encryption } from './encryption.ts';
import { filtersOf } from './filters.ts';
import { type Metadata, metadataOf } from './metadata.ts';
import { type Attachment, type Script, searchPart } from './search.ts';
import { nameOf, type PdfDictionary, PdfStream } from './values.ts';
import { type Visitor, walk } from './walk.ts';

/** One state of the document: what was written up to one end-of-file mark, beyond what was there before. */
export interface PdfVersion {
  metadata: Metadata;
  scripts: Script[];
  /** Of links and actions, each once, sorted. */
  urls: string[];
  attachments: Attachment[];
  /** The script that runs when the document is opened, or what else happens then. */
  openAction: string | undefined;
  /** Things that happen without scripts: `Launch`, `URI`, `GoToR` …, with their target. */
  actions: { type: string; target: string | undefined; object: number }[];
}

/** All that is read of a PDF file. */
export interface PdfFile {
  /** `1.7`; undefined where the header does not say. */
  headerVersion: string | undefined;
  headerOffset: number;
  versions: PdfVersion[];
  objects: number;
  streams: number;
  /** How often each name that malware needs occurs: `JavaScript`, `OpenAction`, `Launch` … */
  keywords: { [name: string]: number };
  /** How often each filter is used. */
  filters: { [name: string]: number };
  pages: number;
  isLinearized: boolean;
  encryption: Encryption | undefined;
  /** Bytes behind the last end-of-file mark. */
  trailing: number;
}

/** Files are read as a whole, up to so many bytes. */
export const PDF_LIMIT = 64 << 20;
const HEADER_RANGE = 1024;

/** Whether a header is where viewers look for it. */
export function isPdf(head: Buffer): boolean {
  return head.subarray(0, HEADER_RANGE).indexOf('%PDF-') >= 0;
}

/**
 * Takes a PDF file apart. Undefined where it is none. Damage goes to `problem`, and what is good is kept. Objects
 * that no table names are read too. Of `passwords` and the empty one, the first that opens it is used.
 */
export function readPdf(
  source: ByteSource,
  problem: (problem: Problem) => void,
  { limit = PDF_LIMIT, passwords = [] }: { limit?: number; passwords?: readonly string[] } = {},
): PdfFile | undefined {
  const bytes = new RandomAccess(source).part(0, limit);
  if (!isPdf(bytes)) return undefined;
  if (source.size > limit) problem(staticProblems.tooLarge(source.name, 'PDF', source.size, limit));
  const damage = new Damage(source, 'PDF', problem);
  const document = new PdfDocument(bytes, damage, passwords);
  const encryption = document.decryptor?.encryption;
  if (encryption !== undefined && !encryption.isOpen) {
    problem(staticProblems.encrypted(source.name, 'PDF', `${encryption.handler}, revision ${encryption.revision}`));
  }
  const headerOffset = bytes.indexOf('%PDF-');
  const file: PdfFile = {
    headerVersion: /^%PDF-(\d+\.\d+)/.exec(bytes.toString('latin1', headerOffset, headerOffset + 16))?.[1],
    headerOffset,
    versions: versionsOf(document, damage),
    objects: document.objects.length,
    streams: 0,
    keywords: {},
    filters: {},
    pages: 0,
    isLinearized: false,
    encryption,
    trailing: document.ends.length === 0 ? 0 : bytes.length - document.ends.at(-1)!,
  };
  count(document, file);
  damage.end();
  return file;
}

function versionsOf(document: PdfDocument, damage: Damage): PdfVersion[] {
  const parts: DocumentPart[] = [];
  const part = (version: number): DocumentPart => {
    for (let i = parts.length; i <= version; i++) parts.push({ version: i, objects: [], trailers: [] });
    return parts[version]!;
  };
  part(Math.max(0, document.ends.length - 1));
  for (const object of document.objects) part(object.version).objects.push(object);
  for (const { dictionary, version } of document.trailers) part(version).trailers.push(dictionary);
  let info: PdfDictionary | undefined;
  let root: PdfDictionary | undefined;
  return parts.map((one) => {
    info = one.trailers.findLast((trailer) => trailer.has('Info')) ?? info;
    root = one.trailers.findLast((trailer) => trailer.has('Root')) ?? root;
    return { metadata: metadataOf(document, one, info), ...searchPart(document, one, root, damage) };
  });
}

const KEYWORDS = [
  'JS',
  'JavaScript',
  'AA',
  'OpenAction',
  'AcroForm',
  'XFA',
  'Launch',
  'EmbeddedFile',
  'RichMedia',
  'JBIG2Decode',
  'ObjStm',
  'URI',
  'SubmitForm',
  'GoToE',
  'GoToR',
  'ImportData',
  'Encrypt',
];

/** Counts names as they stand in the values, so that `#4a` for J hides nothing. */
function count(document: PdfDocument, file: PdfFile): void {
  const names = new Map<string, number>(KEYWORDS.map((name) => [name, 0]));
  const see = (name: string) => {
    const known = names.get(name);
    if (known !== undefined) names.set(name, known + 1);
  };
  const filters = new Map<string, number>();
  const visitor: Visitor = {
    key: see,
    name: see,
    dictionary: (dictionary) => {
      if (nameOf(dictionary.get('Type')) === 'Page') file.pages++;
      if (dictionary.has('Linearized')) file.isLinearized = true;
    },
  };
  for (const { dictionary } of document.trailers) {
    if (nameOf(dictionary.get('Type')) !== 'XRef') walk(dictionary, visitor);
    else for (const key of dictionary.keys()) see(key);
  }
  for (const { value } of document.objects) {
    walk(value, visitor);
    if (!(value instanceof PdfStream)) continue;
    file.streams++;
    for (const filter of filtersOf(value.dictionary)) filters.set(filter, (filters.get(filter) ?? 0) + 1);
  }
  file.keywords = Object.fromEntries([...names].filter(([, number]) => number > 0));
  file.filters = Object.fromEntries([...filters].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 64));
}
