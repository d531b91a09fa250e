import { decodeText } from '../binary/text.ts';
import type { DocumentPart, PdfDocument } from './document.ts';
import { isDictionary, nameOf, type PdfDictionary, PdfReference, PdfStream, PdfString } from './values.ts';

/** What a document says of itself; empty where it doesn't. Dates as they stand in the file. */
export interface Metadata {
  creator: string;
  creation: string;
  title: string;
  subject: string;
  producer: string;
  author: string;
  modification: string;
}

/** Field → its key in the information dictionary, and its element in the XML. */
const FIELDS: { readonly [field in keyof Metadata]: readonly [key: string, element: string] } = {
  creator: ['Creator', 'xmp:CreatorTool'],
  creation: ['CreationDate', 'xmp:CreateDate'],
  title: ['Title', 'dc:title'],
  subject: ['Subject', 'dc:description'],
  producer: ['Producer', 'pdf:Producer'],
  author: ['Author', 'dc:creator'],
  modification: ['ModDate', 'xmp:ModifyDate'],
};
const NAMES = Object.keys(FIELDS) as (keyof Metadata)[];
const TEXT_LIMIT = 4096;
const XML_LIMIT = 1 << 20;

/**
 * What the information dictionary that `trailer` names says as of a version; else the XML of the same version. The date of the
 * last change is the XML's if that has one, which editors update more reliably.
 */
export function metadataOf(document: PdfDocument, part: DocumentPart, trailer: PdfDictionary | undefined): Metadata {
  const { version } = part;
  const found = Object.fromEntries(NAMES.map((name) => [name, ''])) as unknown as Metadata;
  const reference = trailer?.get('Info');
  const info = document.resolve(reference, version);
  const owner = reference instanceof PdfReference ? document.find(reference.number, version) : undefined;
  if (isDictionary(info)) {
    for (const name of NAMES) {
      const value = document.resolve(info.get(FIELDS[name][0]), version);
      if (!(value instanceof PdfString)) continue;
      found[name] = (owner === undefined ? value.text : document.text(value, owner)).slice(0, TEXT_LIMIT);
    }
  }
  const xml = part.objects.findLast(
    ({ value }) => value instanceof PdfStream && nameOf(value.dictionary.get('Type')) === 'Metadata',
  );
  if (xml === undefined) return found;
  const text = decodeText(document.content(xml.value as PdfStream).subarray(0, XML_LIMIT));
  for (const name of NAMES) {
    if (found[name] === '' || name === 'modification') found[name] = elementText(text, FIELDS[name][1]) || found[name];
  }
  return found;
}

/** The first text within an element, or the attribute of that name. */
function elementText(xml: string, element: string): string {
  const attribute = xml.indexOf(` ${element}="`);
  if (attribute >= 0) {
    const start = attribute + element.length + 3;
    return withoutEntities(xml.slice(start, xml.indexOf('"', start)));
  }
  const open = xml.indexOf(`<${element}`);
  const close = open < 0 ? -1 : xml.indexOf(`</${element}>`, open);
  if (close < 0) return '';
  const inner = xml.slice(xml.indexOf('>', open) + 1, Math.min(close, open + TEXT_LIMIT));
  return withoutEntities(inner.replace(/<[^<>]*>/g, '').trim());
}

const ENTITIES: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const withoutEntities = (text: string): string =>
  text.slice(0, TEXT_LIMIT).replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => ENTITIES[name]!);
