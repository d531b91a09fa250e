import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import Static from '../../modules/processing/static.ts';
import { memoryTask, runModule } from '../support/memory-task.ts';
import { describeShared, hasSharedData, readSharedJson, sharedData } from '../support/shared-data.ts';
import { Tally } from './compare.ts';

type Json = { [name: string]: unknown };

const FOLDER = '5-static/office/';
const tables: string[] = [];
afterAll(() => {
  if (tables.length > 0) process.stdout.write(`\nOffice documents, equal/compared\n${tables.join('\n')}\n`);
});

interface Found {
  value: Json;
  codes: string[];
}

/** Opening what is encrypted takes its time, so that each document is read once. */
const known = new Map<string, Promise<Found>>();

function read(name: string): Promise<Found> {
  const found = known.get(name) ?? readWith(name, {});
  known.set(name, found);
  return found;
}

async function readWith(name: string, info: Json): Promise<Found> {
  const task = memoryTask({ binary: readFileSync(sharedData(FOLDER + name)) }, { info: { target: name, ...info } });
  const { value, problems } = await runModule(Static, task);
  return { value: value as Json, codes: problems.map(({ code }) => code) };
}

function documents(): string[] {
  if (!hasSharedData) return [];
  const names = readdirSync(sharedData(FOLDER), { recursive: true }).map(String);
  return names
    .filter((name) => name.endsWith('.parse.json'))
    .map((name) => name.replace(/\.parse\.json$/, ''))
    .sort();
}

/** What olefile has from a document whose code page is not Latin. */
const NOT_DECODED = 'olefile leaves text of other code pages undecoded';
const WITHOUT_FRACTION = 'times have whole seconds here';
const SIZE_ONLY = 'a picture is told by its size';

/** Values as olefile prints them, beside ours. */
function metadataReason(key: string, ours: unknown, theirs: string): string | undefined {
  if (key === 'thumbnail') return SIZE_ONLY;
  if (/_time$/.test(key) && theirs.startsWith(String(ours))) return WITHOUT_FRACTION;
  if (typeof ours === 'string' && Buffer.from(theirs, 'latin1').some((byte) => byte > 0x7f)) return NOT_DECODED;
  return undefined;
}

function printed(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

describeShared('Office documents against olefile and the listings of their packages', () => {
  it('have the same streams, parts and metadata', async () => {
    const tally = new Tally();
    for (const name of documents()) {
      const expected = readSharedJson(`${FOLDER}${name}.parse.json`) as {
        streams?: [string, number][];
        meta?: { [key: string]: string };
        zip_members?: [string, number, string][];
      };
      const { value } = await read(name);
      const office = value['office'] as { parts: Json[]; metadata: Json };
      const ours = (kind: string) =>
        office.parts.filter((part) => part['kind'] === kind).map((part) => [part['name'], part['size']]);
      if (expected.streams !== undefined) {
        const found = ours('stream').sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
        for (const [i, stream] of expected.streams.entries()) {
          tally.check(
            'streams',
            JSON.stringify(stream) === JSON.stringify(found[i]),
            () => `${name} ${stream}: ${found[i]}`,
          );
        }
        expect(found.length).toBe(expected.streams.length);
      }
      for (const [key, theirs] of Object.entries(expected.meta ?? {})) {
        const mine = office.metadata[key];
        const isEqual = printed(mine) === theirs;
        tally.check(
          'metadata',
          isEqual,
          () => `${name} ${key}: ${printed(mine)} not ${theirs.slice(0, 60)}`,
          metadataReason(key, mine, theirs),
        );
      }
      const members = (expected.zip_members ?? []).filter(([member]) => !member.endsWith('/'));
      const parts = ours('part');
      for (const [i, [member, size]] of members.entries()) {
        tally.check(
          'parts',
          JSON.stringify([member, size]) === JSON.stringify(parts[i]),
          () => `${name} ${member}: ${parts[i]}`,
        );
      }
    }
    tables.push(`  ${tally.table(`${documents().length} documents`)}`);
    expect(tally.unexplained).toEqual([]);
  });
});

const PACKAGE = {
  kind: 'package',
  filename: 'simple-text-file.txt',
  src_path: 'C:\\Users\\user\\Documents\\simple-text-file.txt',
  temp_path: 'C:\\Users\\user\\AppData\\Local\\Temp\\simple-text-file.txt',
  size: 49,
};

describeShared('Office documents against the results of oletools 0.60.3', () => {
  it('have the macros that olevba finds, line for line', async () => {
    const expected: { [name: string]: [string, string, string][] } = {
      'oletools/olevba_sample_with_vba.ppt': [
        ['VBA/Module1', 'Module1.bas', 'Sub Action_Click()\n  MsgBox "The action button clicked!"\nEnd Sub'],
      ],
      'oletools/oleform_oleform-PR314.docm': [
        ['VBA/ThisDocument', 'ThisDocument.cls', ''],
        [
          'VBA/UserFormTEST1',
          'UserFormTEST1.frm',
          'Private Sub Frame1_Click()\n\nEnd Sub\n\nPrivate Sub ListBox1_Click()\n\nEnd Sub\n\nPrivate Sub TabStrip1_Change()' +
            '\n\nEnd Sub\n\nPrivate Sub TextBox2_Change()\n\nEnd Sub',
        ],
        ['VBA/UserFormTest2', 'UserFormTest2.frm', 'Private Sub UserForm_Click()\n\nEnd Sub'],
        ['VBA/NewMacros', 'NewMacros.bas', "Sub a()\n'\n' a Macro\n'\n'\n\nEnd Sub"],
      ],
    };
    for (const name of documents()) {
      const { value } = await read(name);
      const { macros } = value['office'] as {
        macros: { stream: string; filename: string; orig_code: string; is_stomped: boolean }[];
      };
      const ours = macros.map(({ stream, filename, orig_code }) => [stream, filename, withoutAttributes(orig_code)]);
      expect([name, ours]).toEqual([name, expected[name] ?? []]);
      expect(macros.some(({ is_stomped }) => is_stomped)).toBe(false);
    }
  });

  it.each(['xls', 'xlsm'])('has the macro sheet of a workbook (.%s)', async (extension) => {
    const { value } = await read(`oletools/excel4-macros_excel4_sample_macro.${extension}`);
    const { xlm } = value['office'] as {
      xlm: { sheets: Json[]; cells: { cell: string; formula: string }[]; names: Json[] };
    };
    expect(xlm.sheets.map(({ name, kind, state }) => [name, kind, state])).toEqual([
      ['Macro1', 'macro', 'visible'],
      ['Sheet1', 'worksheet', 'visible'],
    ]);
    expect(xlm.names).toMatchObject([{ formula: 'Macro1!$A$1', is_macro: true }]);
    expect(xlm.cells.map(({ cell, formula }) => [cell, formula])).toEqual([
      ['A1', 'ALERT("This is a sample Excel 4 macro")'],
      ['A2', 'HALT()'],
    ]);
  });

  it('have the DDE commands that msodde finds', async () => {
    const texts = async (name: string) =>
      ((await read(name)).value['office'] as { dde: { text: string }[] }).dde.map(({ text }) => text);
    expect(await texts('oletools/msodde_dde-test.docx')).toEqual([
      'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"',
      'DDE c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"',
      'ddeauto ünicöde-test',
    ]);
    expect(await texts('oletools/msodde_dde-test.xlsx')).toEqual([
      'cmd|/c calc.exe!_xlbgnm.A1',
      'cmd|/c calc.exe!StdDocumentName',
    ]);
    for (const extension of ['doc', 'docx', 'docm'])
      expect(await texts(`oletools/msodde_harmless-clean.${extension}`)).toEqual([]);
  });

  it.each(['doc', 'docx'])('has the file that oleobj takes out of a .%s', async (extension) => {
    const { value } = await read(`oletools/oleobj_embedded-simple-2007.${extension}`);
    expect((value['office'] as { objects: Json[] }).objects).toMatchObject([PACKAGE]);
  });

  it('has the link that oleobj finds', async () => {
    const { value } = await read('oletools/oleobj_external_link_sample_with_external_link_to_doc.docx');
    expect((value['office'] as { links: Json[] }).links).toMatchObject([
      { type: 'oleObject', target: expect.stringContaining('https://raw.'), is_remote: true, is_automatic: true },
    ]);
  });

  it('reads the class of an object that rtfobj calls malformed', async () => {
    const { value } = await read('oletools/rtfobj_issue_251.rtf');
    expect((value['rtf'] as { object_data: Json[] }).object_data).toMatchObject([
      { offset: 0x37f, class_name: 'Equation.3', is_updated: true, is_obfuscated: true },
    ]);
  });
});

describeShared('encrypted documents', () => {
  it.each([
    ['doc', 'RC4'],
    ['xls', 'RC4'],
    ['docx', 'ECMA-376 agile'],
  ])('say how (.%s)', async (extension, method) => {
    const { value, codes } = await read(`oletools/encrypted_encrypted.${extension}`);
    expect(value['office']).toMatchObject({ encryption: { method, opened: false } });
    expect(codes).toEqual(['STATIC_ENCRYPTED']);
  });

  it('are opened with the password of the analysis', async () => {
    const { value, codes } = await readWith('oletools/encrypted_encrypted.docx', {
      options: { password: 'encrypted' },
    });
    expect(value['office']).toMatchObject({ format: 'docx', encryption: { opened: true, password: 'encrypted' } });
    expect((value['office'] as { parts: Json[] }).parts.map(({ name }) => name)).toContain('word/document.xml');
    expect(codes).toEqual([]);
    const workbook = await readWith('oletools/encrypted_encrypted.xls', { options: { password: 'encrypted' } });
    expect(workbook.value['office']).toMatchObject({
      encryption: { opened: true },
      xlm: { sheets: [{ name: 'Tabelle1' }] },
    });
  });
});

function withoutAttributes(code: string): string {
  const lines = code.replaceAll('\r\n', '\n').split('\n');
  return lines
    .filter((line) => !line.startsWith('Attribute '))
    .join('\n')
    .trim();
}
