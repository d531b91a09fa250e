import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import Static from '../../modules/processing/static.ts';
import { readPe } from '../../src/formats/pe/read.ts';
import { FileSource } from '../../src/util/byte-source.ts';
import { memoryTask, runModule } from '../support/memory-task.ts';
import { describeShared, readSharedJson, sharedData } from '../support/shared-data.ts';
import { Tally } from './compare.ts';

type Json = { [name: string]: unknown };

const tables: string[] = [];
afterAll(() => {
  if (tables.length > 0)
    process.stdout.write(`\nsamples against published results, equal/compared\n${tables.join('\n')}\n`);
});

async function statics(path: string, info: Json = {}): Promise<{ value: Json; codes: string[] }> {
  const task = memoryTask({ binary: readFileSync(sharedData(path)) }, { info: { target: path, ...info } });
  const { value, problems } = await runModule(Static, task);
  return { value: value as Json, codes: problems.map(({ code }) => code) };
}

/** Checks each field, and that nothing is left without a reason. */
function compare(title: string, pairs: readonly [what: string, ours: unknown, theirs: unknown][]): void {
  const tally = new Tally();
  for (const [what, ours, theirs] of pairs) {
    const equal = JSON.stringify(ours) === JSON.stringify(theirs);
    tally.check(what, equal, () => `${JSON.stringify(ours)} not ${JSON.stringify(theirs)}`);
  }
  tables.push(`  ${tally.table(title)}`);
  expect(tally.unexplained).toEqual([]);
}

describeShared('executables against the results of Cuckoo', () => {
  it('icardres.dll, as Cuckoo 0.4.2 has it', async () => {
    const { value } = await statics('5-static/pe/cuckoo/icardres.dll');
    const expected = (readSharedJson('cuckoo/expected/static-0.4.2-icardres.json') as Json)['static'] as Json;
    const number = (text: unknown) => Number(text);
    const section = ({ name, virtual_address, virtual_size, size_of_data, entropy }: Json) => [
      name,
      number(virtual_address),
      number(virtual_size),
      number(size_of_data),
      entropy,
    ];
    const byName = (list: unknown) =>
      (list as { name: string; value: string }[]).map(({ name, value: text }) => [name, printable(text)]).sort();
    compare('icardres.dll', [
      ['imports', value['pe_imports'], expected['pe_imports']],
      ['imports', value['imported_dll_count'], expected['imported_dll_count']],
      ['exports', value['pe_exports'], expected['pe_exports']],
      ['sections', (value['pe_sections'] as Json[]).map(section), (expected['pe_sections'] as Json[]).map(section)],
      ['version strings', byName(value['pe_versioninfo']), byName(expected['pe_versioninfo'])],
      ['packers', value['peid_signatures'], expected['peid_signatures']],
    ]);
    const [signer] = value['signature'] as Json[];
    expect(value['signature']).toHaveLength(1);
    expect(signer).toMatchObject({
      organization: 'Microsoft Corporation',
      common_name: 'Microsoft Corporation',
      country: 'US',
      sha1: '9e95c625d81b2ba9c72fd70275c3699613af61e3',
      serial_number: '00000000000061062781000000000008',
    });
  });
});

/** Cuckoo up to 1.x writes what is not ASCII as `\xNN`. */
const printable = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

interface Golden {
  Signer: { IssuerName: string; SerialNumber: string; AuthenticatedAttributes: Json; Subject: string };
  Certificates: { SerialNumber: string; Subject: string; Issuer: string; NotBefore: string; NotAfter: string }[];
  ExpectedHashHex: string;
  CalculatedHash: { SHA256: string; HashMatches: boolean };
}

describeShared('executables against the results of Velocidex', () => {
  it('the signature of acpiex.sys', async () => {
    const { value } = await statics('5-static/pe/velocidex/acpiex.sys');
    const golden = readSharedJson('5-static/pe/velocidex/TestAuthenticode.golden') as Golden;
    const { authenticode, digital_signers } = value['pe'] as { authenticode: Json; digital_signers: Json[] };
    const [signature] = authenticode['signatures'] as { [name: string]: unknown; signers: Json[] }[];
    const iso = (text: string) => text.replace(/Z$/, '');
    compare('acpiex.sys', [
      ['signer', signature!['digest'], golden.ExpectedHashHex],
      ['signer', signature!['computed_digest'], golden.CalculatedHash.SHA256],
      ['signer', signature!['digest_matches'], golden.CalculatedHash.HashMatches],
      ['signer', signature!['program_name'], golden.Signer.AuthenticatedAttributes['ProgramName']],
      ['signer', signature!['more_info'], golden.Signer.AuthenticatedAttributes['MoreInfo']],
      ['signer', signature!.signers[0]!['subject'], golden.Signer.Subject],
      ['signer', signature!.signers[0]!['issuer'], golden.Signer.IssuerName],
      ['signer', signature!.signers[0]!['serial_number'], golden.Signer.SerialNumber],
      ['certificates', digital_signers.length, golden.Certificates.length],
      ...golden.Certificates.flatMap((theirs, i): [string, unknown, unknown][] => [
        ['certificates', digital_signers[i]!['serial_number'], BigInt(`0x${theirs.SerialNumber}`).toString()],
        ['certificates', digital_signers[i]!['not_before'], iso(theirs.NotBefore)],
        ['certificates', digital_signers[i]!['not_after'], iso(theirs.NotAfter)],
      ]),
    ]);
  });

  it.each([
    ['notepad.exe', 'TestImphash.golden'],
    ['dmdskres.dll', 'TestForwarder.golden'],
  ])('imports, exports and hash of %s', async (name, file) => {
    const { value } = await statics(`5-static/pe/velocidex/${name}`);
    const golden = readSharedJson(`5-static/pe/velocidex/${file}`) as Json;
    const imports = (
      value['pe_imports'] as { dll: string; imports: { name: string | null; ordinal?: number }[] }[]
    ).flatMap(({ dll, imports: list }) => list.map((one) => `${dll}!${one.name ?? `0x${one.ordinal!.toString(16)}`}`));
    const theirs = (golden['Imports'] ?? []) as string[];
    const delayed = (value['pe'] as Json)['delay_imports'] as { dll: string; imports: { name: string }[] }[];
    const known = new Set([
      ...imports,
      ...delayed.flatMap(({ dll, imports: list }) => list.map((one) => `${dll}!${one.name}`)),
    ]);
    const exports = (value['pe_exports'] as { name: string; forwarder?: string }[]).map(
      ({ name: own, forwarder }) => forwarder ?? own,
    );
    const strings = Object.fromEntries(
      (value['pe_versioninfo'] as { name: string; value: string }[]).map(({ name: key, value: text }) => [key, text]),
    );
    compare(name, [
      ...theirs.map((one): [string, unknown, unknown] => ['imports', known.has(one) ? one : undefined, one]),
      ...((golden['Exports'] ?? []) as string[]).map((one, i): [string, unknown, unknown] => [
        'exports',
        exports[i],
        one,
      ]),
      ...((golden['Forwards'] ?? []) as string[]).map((one, i): [string, unknown, unknown] => [
        'forwards',
        exports[i],
        one,
      ]),
      ...Object.entries((golden['VersionInformation'] ?? {}) as Json).map(([key, text]): [string, unknown, unknown] => [
        'version strings',
        strings[key],
        text,
      ]),
      ...(golden['ImpHash'] === undefined
        ? []
        : [['hash', value['pe_imphash'], golden['ImpHash']] as [string, unknown, unknown]]),
    ]);
  });
});

describeShared('resources against the results of Velocidex', () => {
  it('notepad.exe', async () => {
    const path = '5-static/pe/velocidex/notepad.exe';
    const source = new FileSource(sharedData(path), path);
    const pe = (await readPe(source, () => {}))!;
    source.close();
    const golden = readSharedJson('5-static/pe/velocidex/TestResources.golden') as {
      Resources: { FileOffset: number; DataSize: number }[];
    };
    const place = (offset: number | undefined, size: number) => `${offset} ${size}`;
    const ours = pe.resources.map(({ rva, size }) => place(pe.image.offsetOf(rva), size)).sort();
    const theirs = golden.Resources.map(({ FileOffset, DataSize }) => place(FileOffset, DataSize)).sort();
    compare(
      'notepad.exe resources',
      theirs.map((one, i) => ['resources', ours[i], one]),
    );
  });
});

describeShared('shortcuts against what Cuckoo expects', () => {
  it('lnk_1.lnk', async () => {
    const { value, codes } = await statics('5-static/lnk/lnk_1.lnk');
    const lnk = value['lnk'] as { [name: string]: string };
    expect(codes).toEqual([]);
    expect(lnk).toMatchObject({
      basepath: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      flags: {
        cmdline: true,
        description: true,
        icon: true,
        references: true,
        relapath: true,
        shellidlist: true,
        workingdir: false,
      },
      description: 'windows photo viewer',
    });
    expect(lnk['icon']).toContain('shell32.dll');
    expect(lnk['relapath']).toContain('powershell.exe');
    expect(lnk['cmdline']).toContain('-NoProfile');
    expect(lnk['cmdline']).toContain('eABlACIA');
    expect(lnk).not.toHaveProperty('workingdir');
  });

  it('lnk_2.lnk', async () => {
    const { value, codes } = await statics('5-static/lnk/lnk_2.lnk', { package: 'generic' });
    const lnk = value['lnk'] as { [name: string]: string };
    expect(codes).toEqual([]);
    expect(value).not.toHaveProperty('elf');
    expect(lnk).toMatchObject({
      basepath: 'C:\\Windows\\System32\\cmd.exe',
      icon: 'C:\\Windows\\System32\\write.exe',
      target_path: 'C:\\Windows\\System32\\cmd.exe',
    });
    expect(lnk['description']).toContain('digitale');
    expect(lnk['cmdline']).toMatch(/bitsadmin\.exe .*\/transfer|\/transfer/);
  });

  it('what only begins like one', async () => {
    const task = (bytes: Buffer) => memoryTask({ binary: bytes }, { info: { target: 'a.lnk' } });
    const none = await runModule(Static, task(Buffer.from('AAAA')));
    expect(none.value).toEqual({ lnk: null });
    expect(none.problems.map(({ code }) => code)).toEqual(['STATIC_OTHER_FORMAT']);
    const header = Buffer.from('4c0000000114020000000000c000000000000046', 'hex');
    const cut = await runModule(Static, task(Buffer.concat([header, Buffer.alloc(100, 'A')])));
    expect(cut.problems.map(({ code }) => code)).toContain('STATIC_DAMAGED');
  });
});

describeShared('documents against what Cuckoo and qpdf expect', () => {
  it('pdf-sample.pdf: two versions', async () => {
    const { value } = await statics('5-static/pdf/cuckoo/pdf-sample.pdf');
    const pdf = value['pdf'] as Json[];
    expect(pdf).toHaveLength(2);
    expect(pdf[1]).toMatchObject({
      author: 'cdaily',
      creation: "D:20000629102108+11'00'",
      creator: 'Microsoft Word 8.0',
      javascript: [],
      modification: '2013-10-28T15:24:13-04:00',
      producer: 'Acrobat Distiller 4.0 for Windows',
      subject: '',
      title: 'This is a test PDF file',
      urls: [],
      version: 1,
      openaction: null,
      attachments: [],
    });
  });

  it('scripts', async () => {
    const script = async (path: string, version: number) => {
      const { value } = await statics(path);
      return (value['pdf'] as { javascript: { orig_code: string }[] }[])[version]!.javascript[0]!.orig_code;
    };
    expect(await script('5-static/pdf/cuckoo/pdf0.pdf', 0)).toContain('var x = unescape');
    expect(await script('5-static/pdf/cuckoo/pdf0.pdf', 0)).toContain('%48%65');
    expect(await script('5-static/pdf/cuckoo/pdf1-stringjs.pdf', 12)).toContain('app.alert({');
    expect(await script('5-static/pdf/corkami/js-annots.pdf', 0)).toContain('syncAnnotScan');
  });

  it('what is no document', async () => {
    const { value, codes } = await statics('5-static/pdf/cuckoo/fakepdf.pdf');
    expect(value).toEqual({ pdf: [] });
    expect(codes).toEqual(['STATIC_OTHER_FORMAT']);
  });

  it.each([
    ['qpdf/add-attachments-1.pdf', ['auto-1', 'auto-2', 'auto-Three.txt']],
    ['qpdf/attachment-fields.pdf', ['a.txt', 'π.txt']],
    ['corkami/attachedNames.pdf', ['simple.txt']],
  ])('attachments of %s', async (path, names) => {
    const { value } = await statics(`5-static/pdf/${path}`);
    const [version] = value['pdf'] as { attachments: { filename: string; size: number }[] }[];
    expect(version!.attachments.map(({ filename }) => filename).sort()).toEqual(names);
    expect(version!.attachments.every(({ size }) => size > 0)).toBe(true);
  });

  it('an encrypted document, with and without its password', async () => {
    const path = '5-static/pdf/qpdf/encrypted-40-bit-R3.pdf';
    const encryption = ({ value }: { value: Json }) => ((value['pdf_details'] as Json)['encryption'] as Json)!;
    const closed = await statics(path);
    expect(closed.codes).toEqual(['STATIC_ENCRYPTED']);
    expect(encryption(closed)).toMatchObject({ revision: 3, permissions: -12, key_length: 40, opened: false });
    const open = await statics(path, { options: { password: '623' } });
    expect(open.codes).toEqual([]);
    expect(encryption(open)).toMatchObject({ opened: true });
  });

  it('every document is read to an end', async () => {
    for (const name of [
      'bad5',
      'bad10',
      'issue-99',
      'issue-149',
      'dangling-refs',
      'compress-objstm-xref',
      'link-annots',
    ]) {
      const { value } = await statics(`5-static/pdf/qpdf/${name}.pdf`);
      expect((value['pdf_details'] as { objects: number }).objects, name).toBeGreaterThan(5);
    }
  });
});
