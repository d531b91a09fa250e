import { constants, inflateSync } from 'node:zlib';
import { type ByteSource, MemorySource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import { RandomAccess } from '../binary/random-access.ts';
import { isCompoundFile } from '../ole/compound-file.ts';
import { wordFields } from '../ooxml/content.ts';
import { readRelations } from '../ooxml/relations.ts';
import { xmlText } from '../xml/tokens.ts';
import { add, FIELD_LIMIT, LINK_LIMIT, type OfficeContext } from './context.ts';
import { addField } from './fields.ts';
import { isAutomatic, isRemote } from './links.ts';
import { emptyOffice, type OfficeFile } from './types.ts';

const LIMIT = 32 << 20;
const EMBEDDED = 16;
/** How far a formula goes to both sides of its bar. */
const FORMULA = 1000;
const TABLES: ReadonlySet<string> = new Set(['csv', 'tsv', 'slk', 'iqy', 'dif', 'prn']);

/** How Office saves a document as text: one XML file, or a web page with its parts as a mail has them. */
function kindOf(
  head: string,
  extension: string,
): { container: OfficeFile['container']; type: string; app: string } | undefined {
  const app = /progid="?(Word|Excel|PowerPoint)\./i.exec(head)?.[1];
  if (/<(?:w:wordDocument|pkg:package)\b/i.test(head)) return { container: 'xml', type: 'xml', app: app ?? 'Word' };
  if (/<\?mso-application\b/i.test(head)) return { container: 'xml', type: 'xml', app: app ?? 'Word' };
  if (/^\s{0,64}mime-version:/i.test(head) && isDocumentName(extension))
    return { container: 'mime', type: 'mht', app: 'Word' };
  if (/^(?:ID;P|WEB\r?\n)/.test(head) || TABLES.has(extension))
    return { container: 'text', type: extension || 'slk', app: 'Excel' };
  return undefined;
}

const isDocumentName = (extension: string): boolean => /^(?:do[ct]|xl[st]|pp[st]|mht)/.test(extension);

/** Reads a document that is text; undefined where it is none. `extension` decides where the content cannot. */
export function readOfficeText(
  source: ByteSource,
  extension: string,
  damage: Damage,
  context: OfficeContext,
): OfficeFile | undefined {
  const file = new RandomAccess(source);
  const kind = kindOf(xmlText(file.part(0, 4096)), extension);
  if (kind === undefined) return undefined;
  const office = emptyOffice(kind.container);
  office.type = kind.type;
  office.application = kind.app;
  if (source.size > LIMIT) damage.budget('text', LIMIT, `only its first ${LIMIT} bytes were read`);
  const text = xmlText(file.part(0, LIMIT));
  if (kind.container === 'text') addFormulas(text, damage, office);
  else addEmbedded(text, damage, context, office);
  if (kind.container === 'xml') addXml(text, damage, office);
  return office;
}

/** Cells that ask another program: `=cmd|'/c calc'!A0`; and queries of the web. */
function addFormulas(text: string, damage: Damage, office: OfficeFile): void {
  // One for each line, found by its bar: an expression over all would be slow where there are many beginnings.
  for (let bar = text.indexOf('|'); bar >= 0; ) {
    const newLine = text.indexOf('\n', bar);
    const end = newLine < 0 ? text.length : newLine;
    const before = text.slice(Math.max(text.lastIndexOf('\n', bar) + 1, bar - FORMULA), bar);
    const after = text.slice(bar, Math.min(end, bar + FORMULA));
    const first = before.search(/[=+@-]/);
    const mark = after.indexOf('!');
    if (first >= 0 && mark >= 0) {
      const item = /^[^,;\t"\r]*/.exec(after.slice(mark))![0];
      add(
        office.dde,
        { place: 'text', text: before.slice(first) + after.slice(0, mark) + item },
        FIELD_LIMIT,
        'cells',
        damage,
      );
    }
    bar = text.indexOf('|', end);
  }
  if (!/^WEB\r?\n/.test(text)) return;
  const target = text.split(/\r?\n/, 4)[2] ?? '';
  office.links.push({ place: 'text', type: 'webQuery', target, isRemote: isRemote(target), isAutomatic: true });
}

function addXml(text: string, damage: Damage, office: OfficeFile): void {
  for (const { type, target, isExternal } of readRelations(text)) {
    if (!isExternal && !isRemote(target)) continue;
    const link = { place: 'document', type, target, isRemote: isRemote(target), isAutomatic: isAutomatic(type) };
    add(office.links, link, LINK_LIMIT, 'links', damage);
  }
  wordFields(text, (field) => addField(office, 'document', field, damage));
}

/** How a compound file and an ActiveMime container begin in base64. */
const BEGINNINGS = /0M8R4KGxGu|QWN0aXZlTWltZ/g;

function addEmbedded(text: string, damage: Damage, context: OfficeContext, office: OfficeFile): void {
  let count = 0;
  BEGINNINGS.lastIndex = 0;
  for (let match = BEGINNINGS.exec(text); match !== null; match = BEGINNINGS.exec(text)) {
    if (++count > EMBEDDED) {
      damage.limit('embedded files', -1, EMBEDDED);
      return;
    }
    const end = base64End(text, match.index);
    const bytes = Buffer.from(text.slice(match.index, end), 'base64');
    BEGINNINGS.lastIndex = end;
    const document = isCompoundFile(bytes) ? bytes : unpackActiveMime(bytes, context.left);
    if (document === undefined) continue;
    context.spend(document.length);
    const place = `embedded ${count}`;
    if (isCompoundFile(document)) context.enter(new MemorySource(document, place), place, damage, office);
  }
}

function base64End(text: string, start: number): number {
  let at = start;
  while (at < text.length && isBase64(text.charCodeAt(at))) at++;
  return at;
}

function isBase64(code: number): boolean {
  const letter = code | 0x20;
  if ((letter >= 0x61 && letter <= 0x7a) || (code >= 0x2f && code <= 0x39)) return true;
  return code === 0x2b || code === 0x3d || code === 0x20 || (code >= 9 && code <= 13);
}

const HEAD = 1024;
const TRIES = 16;

/** A container with a head of its own, somewhere behind which compressed data begins. */
function unpackActiveMime(bytes: Buffer, limit: number): Buffer | undefined {
  if (bytes.toString('latin1', 0, 10) !== 'ActiveMime' || limit <= 0) return undefined;
  let tries = 0;
  for (let at = bytes.indexOf(0x78, 10); at >= 0 && at < HEAD && tries < TRIES; at = bytes.indexOf(0x78, at + 1)) {
    if (at + 2 > bytes.length || bytes.readUInt16BE(at) % 31 !== 0) continue;
    tries++;
    try {
      const found = inflateSync(bytes.subarray(at), { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH });
      if (isCompoundFile(found)) return found;
    } catch {
      // Not where it begins.
    }
  }
  return undefined;
}
