import { type ByteSource, MemorySource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import {
  add,
  CELL_LIMIT,
  FIELD_LIMIT,
  LINK_LIMIT,
  NAME_LIMIT,
  OBJECT_LIMIT,
  type OfficeContext,
  SHEET_LIMIT,
} from '../office/context.ts';
import { addField } from '../office/fields.ts';
import { isAutomatic, isRemote } from '../office/links.ts';
import type { OfficeFile } from '../office/types.ts';
import { isCompoundFile, shown } from '../ole/compound-file.ts';
import { classRemark, embeddedData, newObject } from '../ole/embedded.ts';
import { readXlsbSheets } from '../xlm/xlsb.ts';
import {
  countFormulas,
  readExternalLink,
  readMacroSheet,
  readSharedStrings,
  readWorkbookXml,
  type XmlSheet,
} from '../xlm/xml-workbook.ts';
import { walkXml, xmlText } from '../xml/tokens.ts';
import { readZip, readZipMember, type ZipMember } from '../zip/read.ts';
import { customProperties, documentProperties, ribbonCallbacks, wordFields } from './content.ts';
import { ownerOf, partName, type Relation, readRelations } from './relations.ts';

const MEMBERS = 10_000;
const PARTS = 2000;
const PART_LIMIT = 16 << 20;
const EPS = 64;
const EPS_LIMIT = 1 << 20;
const CONTENT_TYPES = '[Content_Types].xml';

/** Whether the zip file is an Office document, of Microsoft's or the open format. */
export function addPackage(
  source: ByteSource,
  place: string,
  damage: Damage,
  context: OfficeContext,
  office: OfficeFile,
): boolean {
  const zip = readZip(source, MEMBERS);
  if (zip === undefined) return false;
  const members = new Map<string, ZipMember>();
  for (const member of zip.members)
    if (!members.has(member.name.toLowerCase())) members.set(member.name.toLowerCase(), member);
  const isOpenXml = members.has(CONTENT_TYPES.toLowerCase());
  const isMicrosoft = isOpenXml && zip.members.some(({ name }) => /^(?:word|xl|ppt|visio)\//i.test(name));
  const isOpenDocument =
    members.has('content.xml') && (members.has('meta-inf/manifest.xml') || members.has('mimetype'));
  if (!isMicrosoft && !isOpenDocument) return false;
  if (zip.damage !== undefined) damage.damaged('directory', zip.damage.offset, zip.damage.reason);
  for (const { offset, what } of zip.oddities) damage.damaged('directory', offset, what);
  const reader = new PackageReader(source, zip.members, members, { place, damage, context, office });
  if (isMicrosoft) reader.readOpenXml();
  else reader.readOpenDocument();
  return true;
}

interface Surroundings {
  place: string;
  damage: Damage;
  context: OfficeContext;
  office: OfficeFile;
}

class PackageReader {
  readonly #source: ByteSource;
  readonly #members: readonly ZipMember[];
  readonly #byName: ReadonlyMap<string, ZipMember>;
  readonly #place: string;
  readonly #damage: Damage;
  readonly #context: OfficeContext;
  readonly #office: OfficeFile;
  readonly #types = new Map<string, string>();
  readonly #relations = new Map<string, Relation[]>();

  constructor(
    source: ByteSource,
    members: readonly ZipMember[],
    byName: ReadonlyMap<string, ZipMember>,
    { place, damage, context, office }: Surroundings,
  ) {
    this.#source = source;
    this.#members = members;
    this.#byName = byName;
    this.#place = place;
    this.#damage = damage;
    this.#context = context;
    this.#office = office;
  }

  get #isWhole(): boolean {
    return this.#place === '';
  }

  readOpenXml(): void {
    this.#readTypes();
    if (this.#isWhole) this.#describe();
    this.#readRelations();
    this.#readProperties();
    this.#readWorkbook();
    for (const member of this.#members) if (!member.isFolder) this.#readPart(member);
  }

  /** OpenDocument: its scripts are XML with the source in it. */
  readOpenDocument(): void {
    const office = this.#office;
    if (this.#isWhole) {
      const mime = this.#member('mimetype')?.toString('latin1', 0, 100) ?? '';
      const kind = /opendocument\.(text|spreadsheet|presentation|graphics)/.exec(mime)?.[1] ?? 'text';
      [office.type, office.application] = OPEN_DOCUMENT[kind]!;
      this.#listParts();
    }
    const modules = this.#members.filter(({ name }) => /^Basic\/.+\.xml$/i.test(name));
    const code: { name: string; stream: string; text: string }[] = [];
    for (const { name } of modules) {
      let text = '';
      let module: string | undefined;
      walkXml(this.#text(name) ?? '', {
        open: (tag, attributes) => {
          if (tag === 'module') module = attributes.get('name') ?? name;
        },
        text: (part) => {
          if (module !== undefined) text += part;
        },
      });
      if (module !== undefined) code.push({ name: module, stream: name, text });
    }
    if (code.length > 0) office.projects.push(basicProject(this.#inside('Basic'), code));
    for (const member of this.#members) {
      if (/^(?:Object |ObjectReplacements\/|Scripts\/)/i.test(member.name) && !member.isFolder)
        this.#readObject(member);
    }
    for (const name of ['content.xml', 'styles.xml']) this.#readHrefs(name);
  }

  /** What an OpenDocument text refers to outside itself. */
  #readHrefs(name: string): void {
    walkXml(this.#text(name) ?? '', {
      open: (tag, attributes) => {
        const target = attributes.get('href');
        const script = attributes.get('language') === 'ooo:script' ? target : undefined;
        if (script !== undefined)
          this.#office.callbacks.push({ place: this.#inside(name), text: script.slice(0, 4096) });
        else if (target !== undefined && isRemote(target)) this.#link(name, tag, target, tag !== 'a');
      },
    });
  }

  #inside(name: string): string {
    return this.#isWhole ? name : `${this.#place}/${name}`;
  }

  #member(name: string): Buffer | undefined {
    const member = this.#byName.get(name.toLowerCase());
    return member === undefined ? undefined : this.#bytes(member);
  }

  #text(name: string): string | undefined {
    const bytes = this.#member(name);
    return bytes === undefined ? undefined : xmlText(bytes);
  }

  #bytes(member: ZipMember, most = PART_LIMIT): Buffer {
    const limit = Math.min(most, this.#context.left);
    if (limit <= 0 || (member.size > limit && limit < most)) {
      this.#damage.budget('parts', member.offset, 'they unpack to more than is read of one document');
      return Buffer.alloc(0);
    }
    const { bytes, damage } = readZipMember(this.#source, member, { limit });
    if (damage !== undefined) this.#damage.damaged(`part ${shown(member.name)}`, member.offset, damage);
    this.#context.spend(bytes.length);
    return bytes;
  }

  #readTypes(): void {
    walkXml(this.#text(CONTENT_TYPES) ?? '', {
      open: (tag, attributes) => {
        const type = attributes.get('ContentType') ?? '';
        if (tag === 'Override')
          this.#types.set((attributes.get('PartName') ?? '').replace(/^\//, '').toLowerCase(), type);
        else if (tag === 'Default') this.#types.set(`*.${attributes.get('Extension')?.toLowerCase()}`, type);
      },
    });
  }

  #typeOf(name: string): string | null {
    const lower = name.toLowerCase();
    return this.#types.get(lower) ?? this.#types.get(`*${lower.slice(lower.lastIndexOf('.'))}`) ?? null;
  }

  #describe(): void {
    this.#listParts();
    for (const type of this.#types.values()) {
      const found = TYPES.find(([pattern]) => type.includes(pattern));
      if (found === undefined) continue;
      [, this.#office.type, this.#office.application] = found;
      return;
    }
  }

  #listParts(): void {
    for (const { name, size, isFolder } of this.#members) {
      if (isFolder) continue;
      const part = { name, kind: 'part' as const, size, clsid: null, contentType: this.#typeOf(name), isOrphan: false };
      add(this.#office.parts, part, PARTS, 'list of parts', this.#damage);
    }
  }

  #readRelations(): void {
    for (const member of this.#members) {
      if (!/(?:^|\/)_rels\/[^/]*\.rels$/i.test(member.name)) continue;
      const relations = readRelations(xmlText(this.#bytes(member)));
      this.#relations.set(ownerOf(member.name).toLowerCase(), relations);
      for (const { type, target, isExternal } of relations) {
        if (isExternal || isRemote(target)) this.#link(member.name, type, target, isAutomatic(type));
        else if (/digital-signature|^origin$/i.test(type) && this.#isWhole) this.#office.isSigned = true;
      }
    }
  }

  #link(place: string, type: string, target: string, automatic: boolean): void {
    const link = { place: this.#inside(place), type, target, isRemote: isRemote(target), isAutomatic: automatic };
    add(this.#office.links, link, LINK_LIMIT, 'links', this.#damage);
  }

  #readProperties(): void {
    if (!this.#isWhole) return;
    const values = new Map<string, string>();
    for (const name of ['docProps/core.xml', 'docProps/app.xml']) documentProperties(this.#text(name) ?? '', values);
    for (const [key, value] of values) this.#office.metadata.set(key, value);
    const custom = new Map<string, string>();
    customProperties(this.#text('docProps/custom.xml') ?? '', custom);
    for (const [key, value] of custom) this.#office.custom.set(key, value);
  }

  #readWorkbook(): void {
    const binary = this.#byName.has('xl/workbook.bin');
    const main = binary ? 'xl/workbook.bin' : 'xl/workbook.xml';
    if (!this.#byName.has(main)) return;
    let sheets: XmlSheet[];
    if (binary) sheets = readXlsbSheets(this.#member(main)!, this.#damage);
    else {
      const book = readWorkbookXml(this.#text(main)!);
      sheets = book.sheets;
      for (const name of book.names) add(this.#office.names, name, NAME_LIMIT, 'defined names', this.#damage);
    }
    const relations = new Map((this.#relations.get(main) ?? []).map((relation) => [relation.id, relation]));
    const macros: { name: string; part: string }[] = [];
    for (const { relation, ...sheet } of sheets) {
      const found = relations.get(relation);
      if (found !== undefined) sheet.kind = sheetKind(found.type);
      add(this.#office.sheets, sheet, SHEET_LIMIT, 'sheets', this.#damage);
      if (sheet.kind === 'macro') macros.push({ name: sheet.name, part: partName(main, found!.target) });
    }
    if (!binary) this.#readMacroSheets(macros);
  }

  #readMacroSheets(listed: readonly { name: string; part: string }[]): void {
    const parts = new Map(listed.map(({ name, part }) => [part.toLowerCase(), name]));
    // A sheet that nothing lists may be brought back by a macro.
    for (const { name } of this.#members) {
      if (/^xl\/macrosheets\/[^/]+\.xml$/i.test(name) && !parts.has(name.toLowerCase()))
        parts.set(name.toLowerCase(), name);
    }
    if (parts.size === 0) return;
    const strings = readSharedStrings(this.#text('xl/sharedStrings.xml') ?? '');
    for (const [part, name] of parts) {
      const room = CELL_LIMIT - this.#office.macroCells.length;
      const cells = readMacroSheet(this.#text(part) ?? '', name, strings, room + 1);
      if (cells.length > room) this.#damage.limit('macro cells', -1, CELL_LIMIT);
      for (const cell of cells.slice(0, room)) this.#office.macroCells.push(cell);
    }
  }

  #readPart(member: ZipMember): void {
    const { name } = member;
    const lower = name.toLowerCase();
    if (/^word\/(?:document|header|footer|footnotes|endnotes|comments|glossary)[^/]*\.xml$/.test(lower)) {
      wordFields(xmlText(this.#bytes(member)), (text) =>
        addField(this.#office, this.#inside(name), text, this.#damage),
      );
    } else if (/^xl\/worksheets\/[^/]+\.xml$/.test(lower)) {
      this.#office.formulaCount += countFormulas(xmlText(this.#bytes(member)));
    } else if (/^xl\/externallinks\/[^/]+\.xml$/.test(lower)) this.#readExternal(member);
    else if (/^xl\/connections\.xml$/.test(lower)) this.#readConnections(member);
    else if (/^customui\/[^/]+\.xml$/.test(lower)) {
      ribbonCallbacks(xmlText(this.#bytes(member)), (text) =>
        add(this.#office.callbacks, { place: this.#inside(name), text }, FIELD_LIMIT, 'callbacks', this.#damage),
      );
    } else if (/\/activex\/[^/]+\.xml$/.test(lower)) this.#readControl(member);
    else if (/^ppt\/slides?[^/]*\/[^/]+\.xml$/.test(lower)) this.#readActions(member);
    else if (/\.(?:eps|ps)$/.test(lower)) this.#readPostScript(member);
    else if (isContainer(lower, this.#typeOf(name))) this.#readObject(member);
  }

  #readExternal(member: ZipMember): void {
    const book = readExternalLink(xmlText(this.#bytes(member)));
    if (book === undefined) return;
    const place = this.#inside(member.name);
    add(this.#office.externals, { ...book, place }, LINK_LIMIT, 'links', this.#damage);
    if (book.kind !== 'dde') return;
    for (const item of book.items.length > 0 ? book.items : ['']) {
      add(
        this.#office.dde,
        { place, text: item === '' ? book.target : `${book.target}!${item}` },
        FIELD_LIMIT,
        'fields',
        this.#damage,
      );
    }
  }

  /** Data that a workbook fetches, with commands of databases and of Power Query. */
  #readConnections(member: ZipMember): void {
    walkXml(xmlText(this.#bytes(member)), {
      open: (tag, attributes) => {
        const texts = [
          attributes.get('connection'),
          attributes.get('command'),
          attributes.get('url'),
          attributes.get('odcFile'),
        ];
        if (!/^(?:dbPr|webPr|connection)$/.test(tag)) return;
        for (const text of texts)
          if (text !== undefined) this.#link(member.name, 'connection', text, tag !== 'connection');
      },
    });
  }

  #readControl(member: ZipMember): void {
    walkXml(xmlText(this.#bytes(member)), {
      open: (tag, attributes) => {
        const clsid = attributes.get('classid')?.replace(/[{}]/g, '').toLowerCase();
        if (tag !== 'ocx' || clsid === undefined) return;
        const object = newObject(this.#inside(member.name), 'activex');
        object.clsid = clsid;
        object.remark = classRemark(clsid);
        add(this.#office.objects, object, OBJECT_LIMIT, 'embedded objects', this.#damage);
      },
    });
  }

  /** A click or a mouse that comes by may run a program or a macro. */
  #readActions(member: ZipMember): void {
    const relations = new Map(
      (this.#relations.get(member.name.toLowerCase()) ?? []).map((one) => [one.id, one.target]),
    );
    walkXml(xmlText(this.#bytes(member)), {
      open: (tag, attributes) => {
        const action = attributes.get('action');
        if (action === undefined || !/^ppaction:\/\/(?:program|macro|ole|protocol)/i.test(action)) return;
        const text = `${tag} ${action} ${relations.get(attributes.get('id') ?? '') ?? ''}`.trim();
        add(this.#office.callbacks, { place: this.#inside(member.name), text }, FIELD_LIMIT, 'callbacks', this.#damage);
      },
    });
  }

  #readPostScript(member: ZipMember): void {
    if (this.#office.eps.length >= EPS) this.#damage.limit('PostScript', -1, EPS);
    else this.#office.eps.push(this.#bytes(member).toString('latin1', 0, EPS_LIMIT));
  }

  /** A compound file, a document or any file that somebody put in. */
  #readObject(member: ZipMember): void {
    const bytes = this.#bytes(member);
    if (bytes.length === 0) return;
    const place = this.#inside(member.name);
    const isZip = bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004';
    if (isCompoundFile(bytes)) this.#context.enter(new MemorySource(bytes, place), place, this.#damage, this.#office);
    if (/vbaproject|activex\d*\.bin$/i.test(member.name)) return;
    if (isCompoundFile(bytes) && this.#office.objects.some((object) => object.place.startsWith(`${place}/`))) return;
    const object = newObject(place, isZip || isCompoundFile(bytes) ? 'document' : 'native');
    object.fileName = member.name.slice(member.name.lastIndexOf('/') + 1);
    object.data = embeddedData(bytes);
    add(this.#office.objects, object, OBJECT_LIMIT, 'embedded objects', this.#damage);
    if (isZip) this.#context.enter(new MemorySource(bytes, place), place, this.#damage, this.#office);
  }
}

function isContainer(lower: string, type: string | null): boolean {
  if (/\/(?:embeddings|afchunk)[^/]*\/|afchunk/.test(lower)) return true;
  if (/vbaproject[^/]*\.bin$|oleobject|activex\d*\.bin$|attachedtoolbars\.bin$/.test(lower)) return true;
  if (type !== null && /vbaProject|oleObject|activeX$|package$/i.test(type)) return !/\+xml$/i.test(type);
  return /\.(?:exe|dll|scr|hta|js|jse|vbs|vbe|wsf|ps1|bat|cmd|lnk|jar|msi|com|pif|cpl|rtf|mht|html?|docx?|docm|xlsx?|xlsm|pptx?)$/.test(
    lower,
  );
}

function sheetKind(type: string): XmlSheet['kind'] {
  if (/^xl(?:Intl)?Macrosheet$/i.test(type)) return 'macro';
  return type === 'chartsheet' ? 'chart' : type === 'dialogsheet' ? 'dialog' : 'worksheet';
}

const OPEN_DOCUMENT: { readonly [kind: string]: [string, string] } = {
  text: ['odt', 'Writer'],
  spreadsheet: ['ods', 'Calc'],
  presentation: ['odp', 'Impress'],
  graphics: ['odg', 'Draw'],
};

const TYPES: readonly (readonly [string, string, string])[] = [
  ['wordprocessingml.document.main+xml', 'docx', 'Word'],
  ['ms-word.document.macroEnabled.main+xml', 'docm', 'Word'],
  ['wordprocessingml.template.main+xml', 'dotx', 'Word'],
  ['ms-word.template.macroEnabledTemplate.main+xml', 'dotm', 'Word'],
  ['spreadsheetml.sheet.main+xml', 'xlsx', 'Excel'],
  ['ms-excel.sheet.macroEnabled.main+xml', 'xlsm', 'Excel'],
  ['spreadsheetml.template.main+xml', 'xltx', 'Excel'],
  ['ms-excel.template.macroEnabled.main+xml', 'xltm', 'Excel'],
  ['ms-excel.addin.macroEnabled.main+xml', 'xlam', 'Excel'],
  ['ms-excel.sheet.binary.macroEnabled.main', 'xlsb', 'Excel'],
  ['presentationml.presentation.main+xml', 'pptx', 'PowerPoint'],
  ['ms-powerpoint.presentation.macroEnabled.main+xml', 'pptm', 'PowerPoint'],
  ['presentationml.slideshow.main+xml', 'ppsx', 'PowerPoint'],
  ['ms-powerpoint.slideshow.macroEnabled.main+xml', 'ppsm', 'PowerPoint'],
  ['presentationml.template.main+xml', 'potx', 'PowerPoint'],
  ['ms-powerpoint.template.macroEnabled.main+xml', 'potm', 'PowerPoint'],
  ['ms-powerpoint.addin.macroEnabled.main+xml', 'ppam', 'PowerPoint'],
  ['visio.drawing.main+xml', 'vsdx', 'Visio'],
  ['visio.drawing.macroEnabled.main+xml', 'vsdm', 'Visio'],
];

function basicProject(path: string, modules: readonly { name: string; stream: string; text: string }[]) {
  return {
    container: '',
    path,
    name: 'Basic',
    description: '',
    codePage: 65001,
    constants: '',
    references: [],
    protection: undefined,
    forms: [],
    hiddenNames: [],
    modules: modules.map(({ name, stream, text }) => ({
      name,
      stream,
      fileName: `${name}.bas`,
      kind: 'module' as const,
      code: text,
      isPrivate: false,
      isReadOnly: false,
      isUnlisted: false,
      cacheSize: 0,
      pCodeLines: null,
      sourceLines: text.split('\n').length,
      isStomped: false,
    })),
  };
}
