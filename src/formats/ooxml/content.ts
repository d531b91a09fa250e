import { walkXml, type XmlVisitor } from '../xml/tokens.ts';

const FIELD_LIMIT = 64 << 10;
const DEPTH = 64;

/** Instructions of fields in a part of a Word document, put together from the runs they are spread over. */
export function wordFields(xml: string, found: (text: string) => void): void {
  const open: { text: string; isResult: boolean }[] = [];
  let isInstruction = false;
  const visitor: XmlVisitor = {
    open(name, attributes) {
      if (name === 'fldSimple') found(attributes.get('instr') ?? '');
      else if (name === 'fldChar') fieldCharacter(attributes.get('fldCharType'));
      else if (name === 'instrText' || name === 'delInstrText') isInstruction = true;
    },
    close(name) {
      if (name === 'instrText' || name === 'delInstrText') isInstruction = false;
    },
    text(text) {
      const field = open.at(-1);
      if (isInstruction && field !== undefined && !field.isResult && field.text.length < FIELD_LIMIT)
        field.text += text;
      else if (isInstruction && field === undefined) found(text);
    },
  };
  const fieldCharacter = (kind: string | undefined) => {
    const field = open.at(-1);
    if (kind === 'begin' && open.length < DEPTH) open.push({ text: '', isResult: false });
    else if (kind === 'separate' && field !== undefined) field.isResult = true;
    else if (kind === 'end' && field !== undefined) {
      open.pop();
      found(field.text);
      // What is inside another field becomes part of it.
      const outer = open.at(-1);
      if (outer !== undefined && !outer.isResult && outer.text.length < FIELD_LIMIT) outer.text += field.text;
    }
  };
  walkXml(xml, visitor);
  for (const { text } of open) found(text);
}

/** Procedures that the ribbon calls: attributes `onLoad`, `onAction` and the like. */
export function ribbonCallbacks(xml: string, found: (text: string) => void): void {
  walkXml(xml, {
    open(_, attributes) {
      for (const [name, value] of attributes) if (/^(?:on|get|load)[A-Z]/.test(name)) found(`${name}=${value}`);
    },
  });
}

const CORE: { readonly [name: string]: string } = {
  creator: 'author',
  lastModifiedBy: 'last_saved_by',
  revision: 'revision_number',
  created: 'create_time',
  modified: 'last_saved_time',
  lastPrinted: 'last_printed',
  description: 'comments',
  title: 'title',
  subject: 'subject',
  keywords: 'keywords',
  category: 'category',
  contentStatus: 'content_status',
  language: 'language',
  version: 'doc_version',
  Template: 'template',
  TotalTime: 'total_edit_time',
  Pages: 'num_pages',
  Words: 'num_words',
  Characters: 'num_chars',
  Application: 'creating_application',
  DocSecurity: 'security',
  Lines: 'lines',
  Paragraphs: 'paragraphs',
  Slides: 'slides',
  Notes: 'notes',
  HiddenSlides: 'hidden_slides',
  MMClips: 'mm_clips',
  ScaleCrop: 'scale_crop',
  Manager: 'manager',
  Company: 'company',
  LinksUpToDate: 'links_dirty',
  CharactersWithSpaces: 'chars_with_spaces',
  SharedDoc: 'shared_doc',
  HyperlinkBase: 'link_base',
  HyperlinksChanged: 'hlinks_changed',
  AppVersion: 'version',
};
const VALUE_LIMIT = 64 << 10;
const VALUES = 500;

/** `docProps/core.xml` and `app.xml`, under the names that the streams of older documents have. */
export function documentProperties(xml: string, values: Map<string, string>): void {
  let key: string | undefined;
  walkXml(xml, {
    open(name) {
      key = Object.hasOwn(CORE, name) ? CORE[name] : key;
    },
    close(name) {
      if (Object.hasOwn(CORE, name)) key = undefined;
    },
    text(text) {
      if (key === undefined || text.trim() === '') return;
      values.set(key, `${values.get(key) ?? ''}${text}`.slice(0, VALUE_LIMIT));
    },
  });
}

/** `docProps/custom.xml`: what the author named. */
export function customProperties(xml: string, values: Map<string, string>): void {
  let key: string | undefined;
  walkXml(xml, {
    open(name, attributes) {
      if (name === 'property') key = attributes.get('name');
    },
    close(name) {
      if (name === 'property') key = undefined;
    },
    text(text) {
      if (key === undefined || text.trim() === '' || values.size >= VALUES) return;
      values.set(key, `${values.get(key) ?? ''}${text}`.slice(0, VALUE_LIMIT));
    },
  });
}
