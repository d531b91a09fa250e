import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  AUTO_OPEN,
  docmSample,
  excelSample,
  nativePackage,
  vbaProject,
  wordSample,
  xlsmSample,
  zipOf,
} from '../../../tests/support/office-samples.ts';
import { oleFile } from '../../../tests/support/ole-writer.ts';
import type { Problem } from '../../errors/problem.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { readOffice } from './read.ts';

function read(bytes: Buffer, extension = '') {
  const problems: Problem[] = [];
  const source = new MemorySource(bytes, 'sample');
  return { office: readOffice(source, (problem) => problems.push(problem), { extension }), problems };
}

const TYPES =
  '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';

describe('a Word 97 document', () => {
  it('has macros, fields, objects, links and metadata', () => {
    const { office, problems } = read(wordSample());
    expect(office).toMatchObject({ type: 'doc', application: 'Word', container: 'ole' });
    expect(office!.projects.map(({ path, modules }) => [path, modules.length])).toEqual([['Macros', 1]]);
    expect(office!.dde.map(({ text }) => text)).toEqual(['DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"']);
    expect(Object.fromEntries(office!.metadata)).toMatchObject({ title: 'A title', author: 'Somebody' });
    expect(office!.objects.map(({ kind, fileName, target }) => [kind, fileName ?? target])).toEqual([
      ['package', 'invoice.js'],
      ['linked', 'http://203.0.113.7/template.rtf'],
      ['native', undefined],
    ]);
    expect(office!.objects[2]!.remark).toMatch(/Equation Editor/);
    expect(office!.links.map(({ target, isRemote, isAutomatic }) => [target, isRemote, isAutomatic])).toEqual([
      ['http://203.0.113.7/template.rtf', true, true],
    ]);
    expect(problems).toEqual([]);
  });

  it('says that it is encrypted', () => {
    const header = Buffer.alloc(600);
    header.writeUInt16LE(0xa5ec, 0);
    header.writeUInt16LE(0x100, 10);
    const { office } = read(oleFile({ WordDocument: header, '0Table': Buffer.from([1, 0, 1, 0]) }));
    expect(office!.encryption).toMatchObject({ method: 'RC4', isOpen: false });
  });

  it('sees an object that is shorter than it says', () => {
    const native = nativePackage('a.exe', Buffer.alloc(100));
    const { office, problems } = read(
      oleFile({ WordDocument: Buffer.alloc(10), O: { '\u0001Ole10Native': native.subarray(0, -50) } }),
    );
    expect(office!.objects[0]).toMatchObject({ kind: 'package', statedSize: 100 });
    expect(office!.objects[0]!.data!.size).toBe(50);
    expect(problems.map(({ code }) => code)).toEqual(['STATIC_DAMAGED']);
  });
});

describe('a workbook', () => {
  it.each([
    ['Excel 97', excelSample(), 'Auto_Open', 'EXEC("cmd /c "&CHAR(99)&"alc")'],
    ['a package', xlsmSample(), '_xlnm.Auto_Open', 'EXEC(CHAR(99)&"alc")'],
  ])('of %s has its macro sheet, names and DDE links', (_, bytes, name, formula) => {
    const { office, problems } = read(bytes);
    expect(office!.sheets).toEqual([
      { name: 'Macro1', kind: 'macro', state: 'very hidden' },
      { name: 'Sheet1', kind: 'worksheet', state: 'visible' },
    ]);
    expect(office!.names).toEqual([{ name, formula: 'Macro1!$A$1', isHidden: true, isMacro: true }]);
    expect(office!.macroCells[0]).toMatchObject({ sheet: 'Macro1', cell: 'A1', formula });
    expect(office!.externals[0]).toMatchObject({ kind: 'dde', target: 'cmd|/c calc', items: ['A0'] });
    expect(office!.dde.length).toBe(1);
    expect(problems).toEqual([]);
  });
});

describe('a package', () => {
  it('has macros, a template, a field over several runs, an object and a control', () => {
    const { office, problems } = read(docmSample());
    expect(office).toMatchObject({ type: 'docm', application: 'Word', container: 'zip' });
    expect(office!.projects.map(({ container, modules }) => [container, modules.length])).toEqual([
      ['word/vbaProject.bin', 2],
    ]);
    expect(office!.links.map(({ type, target, isAutomatic }) => [type, target, isAutomatic])).toEqual([
      ['hyperlink', 'http://example.test/', false],
      ['attachedTemplate', 'https://203.0.113.8/t.dotm', true],
    ]);
    expect(office!.dde.map(({ text }) => text)).toEqual(['DDEAUTO cmd "/c calc"']);
    expect(office!.fields.map(({ text }) => text)).toEqual(['INCLUDEPICTURE http://203.0.113.5/p.png']);
    expect(office!.objects.map(({ kind, place }) => [kind, place])).toEqual([
      ['package', 'word/embeddings/oleObject1.bin/\u0001Ole10Native'],
      ['activex', 'word/activeX/activeX1.xml'],
    ]);
    expect(office!.callbacks.map(({ text }) => text)).toEqual(['onLoad=Ribbon_Load']);
    expect(office!.custom.get('__proto__')).toBe('payload');
    expect(problems).toEqual([]);
  });

  it('enters documents inside documents, and stops', () => {
    let inner = docmSample();
    for (let i = 0; i < 6; i++) {
      inner = zipOf({ '[Content_Types].xml': TYPES, 'word/document.xml': '<a/>', 'word/embeddings/x.docm': inner });
    }
    const { office, problems } = read(inner);
    expect(office!.objects.length).toBeLessThan(12);
    expect(problems.map(({ code }) => code)).toContain('STATIC_LIMIT');
    const once = zipOf({
      '[Content_Types].xml': TYPES,
      'word/document.xml': '<a/>',
      'word/embeddings/x.docm': docmSample(),
    });
    expect(read(once).office!.projects.map(({ container }) => container)).toEqual([
      'word/embeddings/x.docm/word/vbaProject.bin',
    ]);
  });

  it('reads no more of a bomb than its limits', () => {
    const long = '<a>'.repeat(2 << 20);
    const bomb = zipOf({
      '[Content_Types].xml': TYPES,
      'word/document.xml': '<a/>',
      ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`word/header${i}.xml`, long])),
    });
    const { problems } = read(bomb);
    expect(problems.map(({ code }) => code)).toContain('STATIC_BUDGET');
  });

  it('decodes fields that write letters as numbers', () => {
    const xml = '<w:fldSimple w:instr="QUOTE 68 68 69 32 99 109 100"/>';
    const { office } = read(zipOf({ '[Content_Types].xml': TYPES, 'word/document.xml': xml }));
    expect(office!.dde).toEqual([{ place: 'word/document.xml', text: 'DDE cmd' }]);
  });

  it('is none where it is an ordinary zip file', () => {
    expect(read(zipOf({ 'a.txt': 'x' })).office).toBeUndefined();
    expect(read(zipOf({ '[Content_Types].xml': TYPES })).office).toBeUndefined();
  });
});

describe('OpenDocument', () => {
  it('has its Basic modules', () => {
    const { office } = read(
      zipOf({
        mimetype: Buffer.from('application/vnd.oasis.opendocument.text'),
        'content.xml': '<a/>',
        'Basic/Standard/Module1.xml':
          '<script:module script:name="Module1">Sub Main\nShell "x"\nEnd Sub</script:module>',
      }),
    );
    expect(office).toMatchObject({ type: 'odt', application: 'Writer' });
    expect(office!.projects[0]!.modules[0]).toMatchObject({ name: 'Module1', code: 'Sub Main\nShell "x"\nEnd Sub' });
  });
});

describe('a document that is text', () => {
  const project = oleFile(vbaProject([AUTO_OPEN]));
  const activeMime = Buffer.concat([Buffer.from('ActiveMime'), Buffer.alloc(40, 1), deflateSync(project)]).toString(
    'base64',
  );

  it.each([
    [
      'one XML file',
      `<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument><w:binData>${activeMime}</w:binData>`,
    ],
    [
      'a flat package',
      `<pkg:package><pkg:part><pkg:binaryData>${project.toString('base64')}</pkg:binaryData></pkg:part></pkg:package>`,
    ],
    ['a web page', `MIME-Version: 1.0\r\n\r\n${activeMime.replace(/.{76}/g, '$&\r\n')}\r\n------=_x`],
  ])('has the macros of %s', (_, text) => {
    const { office, problems } = read(Buffer.from(text), 'doc');
    expect(office!.projects.map(({ container, modules }) => [container, modules[0]!.name])).toEqual([
      ['embedded 1', 'Module1'],
    ]);
    expect(problems).toEqual([]);
  });

  it('has fields and links of XML', () => {
    const { office } = read(
      Buffer.from(
        '<pkg:package><Relationship Id="a" Type="x/attachedTemplate" Target="http://203.0.113.2/t" TargetMode="External"/>' +
          '<w:fldSimple w:instr="DDE cmd x"/></pkg:package>',
      ),
    );
    expect(office!.links).toMatchObject([
      { type: 'attachedTemplate', target: 'http://203.0.113.2/t', isAutomatic: true },
    ]);
    expect(office!.dde).toEqual([{ place: 'document', text: 'DDE cmd x' }]);
  });

  it.each([
    ['csv', `a,b\r\n=cmd|'/c calc.exe'!A0,1\r\n`, `=cmd|'/c calc.exe'!A0`],
    ['slk', `ID;P\r\nC;Y1;X1;K0;E=MSEXCEL|'x'!A1\r\n`, `=MSEXCEL|'x'!A1`],
  ])('has cells of a .%s that ask other programs', (extension, text, formula) => {
    expect(read(Buffer.from(text), extension).office!.dde).toEqual([{ place: 'text', text: formula }]);
  });

  it('has the address of a web query', () => {
    expect(read(Buffer.from('WEB\r\n1\r\nhttp://203.0.113.2/q\r\n'), 'iqy').office!.links).toMatchObject([
      { type: 'webQuery', target: 'http://203.0.113.2/q', isRemote: true },
    ]);
  });

  it('is none where it is any other text', () => {
    expect(read(Buffer.from('=a|b!c')).office).toBeUndefined();
  });
});
