import { describe, expect, it, test } from 'vitest';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import {
  elfSample,
  lnkSample,
  machoSample,
  pdfSample,
  peSample,
  universalSample,
} from '../../tests/support/static-samples.ts';
import Static from './static.ts';

type Json = { [name: string]: unknown };

async function statics(binary: Uint8Array | string, info: Json = {}) {
  const { value, problems } = await runModule(Static, memoryTask({ binary }, { info }));
  return { value: value as Json, codes: problems.map(({ code }) => code) };
}

test('an analysis without its sample has no static findings', async () => {
  expect(await runModule(Static, memoryTask({}))).toEqual({ value: undefined, problems: [] });
});

test('what is of no known format has none either', async () => {
  expect(await statics('just some text')).toEqual({ value: {}, codes: [] });
  expect(await statics('')).toEqual({ value: {}, codes: [] });
});

describe('a PE file', () => {
  it('has the fields of Cuckoo', async () => {
    const { value, codes } = await statics(peSample());
    expect(codes).toEqual([]);
    expect(value).toMatchObject({
      peid_signatures: null,
      pe_imports: [
        {
          dll: 'KERNEL32.dll',
          imports: [
            { address: '0x402030', name: 'ExitProcess' },
            { address: '0x402034', name: 'VirtualAlloc' },
          ],
        },
        { dll: 'WS2_32.dll', imports: [{ address: '0x402048', name: null, ordinal: 23 }] },
      ],
      pe_exports: [
        { address: '0x401000', name: 'Alpha', ordinal: 5 },
        { name: 'Forward', ordinal: 6, forwarder: 'NTDLL.RtlForward' },
        { address: '0x401004', name: null, ordinal: 7 },
      ],
      pe_sections: [
        {
          name: '.text',
          virtual_address: '0x00001000',
          virtual_size: '0x00000200',
          size_of_data: '0x00000200',
          characteristics: 'IMAGE_SCN_CNT_CODE|IMAGE_SCN_MEM_EXECUTE|IMAGE_SCN_MEM_READ',
        },
        { name: '.data' },
      ],
      pe_resources: [
        { name: 'CUSTOM', filetype: 'ASCII text, with no line terminators', language: 'LANG_NEUTRAL' },
        { name: 'RT_VERSION', language: 'LANG_ENGLISH', sublanguage: 'SUBLANG_ENGLISH_US' },
        { name: 'RT_MANIFEST', size: '0x0000000b' },
      ],
      pe_versioninfo: [
        { name: 'CompanyName', value: 'Ovo' },
        { name: 'FileVersion', value: '1.2' },
        { name: 'Translation', value: '0x0409 0x04b0' },
      ],
      pe_timestamp: '2020-07-04 04:05:20',
      pdb_path: 'C:\\build\\sample.pdb',
      signature: [],
      imported_dll_count: 2,
      keys: [],
    });
    expect(value['pe_imphash']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('has what Cuckoo does not look at', async () => {
    const { value } = await statics(peSample({ is64: true, overlay: Buffer.from('payload') }));
    expect(value['pe']).toMatchObject({
      machine: { name: 'AMD64', value: '0x8664' },
      bits: 64,
      subsystem: { name: 'WINDOWS_CUI' },
      imagebase: '0x00400000',
      entrypoint: '0x00001000',
      ep_section: '.text',
      ep_bytes: '31c0c300000000000000000000000000',
      osversion: '6.0',
      characteristics: ['EXECUTABLE_IMAGE', 'LARGE_ADDRESS_AWARE'],
      dll_characteristics: ['HIGH_ENTROPY_VA', 'DYNAMIC_BASE', 'NX_COMPAT', 'TERMINAL_SERVER_AWARE'],
      exported_dll_name: 'sample.dll',
      overlay: { size: '0x00000007' },
      delay_imports: [{ dll: 'USER32.dll', imports: [{ name: 'MessageBoxA' }] }],
      bound_imports: [{ dll: 'COMCTL32.dll' }],
      rich_header: { entries: [{ product: 0x104, build: 0x7809, count: 3 }] },
      tls_callbacks: ['0x00401000'],
      load_config: { guard_flags: ['CF_INSTRUMENTED', 'CF_FUNCTION_TABLE_PRESENT'] },
      debug: [{ type: 'CODEVIEW', pdb: { age: 3, guid: '07070707-0707-0707-0707-070707070707' } }],
      dotnet: null,
      authenticode: null,
    });
  });

  it('has the keys that stand in it', async () => {
    const key = '-----BEGIN PUBLIC KEY-----\nMFww\n-----END PUBLIC KEY-----';
    const { value } = await statics(
      peSample({ overlay: Buffer.from(`x${key}y${key}-----BEGIN RSA PRIVATE KEY-----`) }),
    );
    expect(value['keys']).toEqual([key]);
  });

  it('is told from what is older', async () => {
    const old = Buffer.alloc(256);
    old.write('MZ');
    old.writeUInt32LE(0x80, 0x3c);
    old.write('NE', 0x80);
    expect(await statics(old)).toEqual({ value: {}, codes: ['STATIC_OTHER_FORMAT'] });
    expect(await statics('MZ')).toEqual({ value: {}, codes: ['STATIC_OTHER_FORMAT'] });
  });
});

describe('an ELF file', () => {
  it('is worded as readelf does', async () => {
    const { value, codes } = await statics(elfSample());
    expect(codes).toEqual([]);
    expect(value['elf']).toMatchObject({
      file_header: {
        class: 'ELF64',
        data: "2's complement, little endian",
        type: 'EXEC (Executable file)',
        machine: 'Advanced Micro Devices X86-64',
        entry_point_address: '0x0000000000400080',
      },
      program_headers: [{ type: 'LOAD', flags: 'R E' }, { type: 'INTERP' }, { type: 'DYNAMIC' }, { type: 'NOTE' }],
      dynamic_tags: expect.arrayContaining([
        { tag: '0x0000000000000001', type: 'NEEDED', value: 'Shared library: [libc.so.6]' },
        { tag: '0x000000000000000a', type: 'STRSZ', value: '30 (bytes)' },
      ]),
      symbol_tables: [{ ndx_name: '' }, { ndx_name: 'puts', type: 'FUNC', bind: 'GLOBAL' }, { ndx_name: 'main' }],
      relocations: [{ name: '.rela', entries: [{ type: 'R_X86_64_JUMP_SLOT', name: 'puts' }] }],
      notes: [{ owner: 'GNU', note: 'NT_GNU_BUILD_ID (unique build ID bitstring)\n    Build ID: 61626364' }],
      interpreter: '/lib64/ld.so',
      libraries: ['libc.so.6'],
      rpath: ['/opt/lib'],
      imports: ['puts'],
      exports: ['main'],
      is_stripped: true,
      is_static: false,
    });
  });

  it('says the same without section headers', async () => {
    const { value } = await statics(elfSample({ sections: false }));
    expect(value['elf']).toMatchObject({ section_headers: [], libraries: ['libc.so.6'], imports: ['puts'] });
  });

  it('is read in either byte order and width', async () => {
    const { value } = await statics(elfSample({ is64: false, isBig: true }));
    expect(value['elf']).toMatchObject({
      file_header: { class: 'ELF32', data: "2's complement, big endian", machine: 'PowerPC' },
      libraries: ['libc.so.6'],
      build_id: '61626364',
    });
  });
});

describe('a Mach-O file', () => {
  it('says what it needs and how it is signed', async () => {
    const { value, codes } = await statics(machoSample());
    expect(codes).toEqual([]);
    expect(value['macho']).toMatchObject({
      universal: false,
      architectures: [
        {
          cpu: 'x86_64',
          type: 'EXECUTE',
          flags: ['NOUNDEFS', 'DYLDLINK', 'TWOLEVEL', 'PIE'],
          uuid: '00010203-0405-0607-0809-0a0b0c0d0e0f',
          platform: 'macOS',
          minimum_version: '12.0.0',
          sdk_version: '13.1.0',
          linker: '/usr/lib/dyld',
          libraries: [{ name: '/usr/lib/libSystem.B.dylib', command: 'LOAD_DYLIB', version: '4.1.2' }],
          rpaths: ['@loader_path/lib'],
          imports: [{ name: '_printf', library: '/usr/lib/libSystem.B.dylib' }],
          exports: [{ name: '_main' }],
          signature: {
            identifier: 'org.ovoscope.sample',
            team_id: 'TEAM123456',
            flags: ['ADHOC'],
            entitlements: '<plist><dict/></plist>',
            certificates: [],
          },
        },
      ],
    });
  });

  it('has an entry for each processor', async () => {
    const { value } = await statics(universalSample());
    expect(value['macho']).toMatchObject({ universal: true, architectures: [{ cpu: 'x86_64' }, { cpu: 'i386' }] });
  });

  it('is not a class of Java', async () => {
    expect(await statics(Buffer.from('cafebabe0000003400', 'hex'))).toEqual({ value: {}, codes: [] });
  });
});

describe('a shortcut', () => {
  it('gives away target, command line and machine', async () => {
    const { value, codes } = await statics(lnkSample());
    expect(codes).toEqual([]);
    expect(value['lnk']).toMatchObject({
      flags: { shellidlist: true, references: true, cmdline: true, icon: true },
      attrs: ['hidden', 'archive'],
      basepath: 'C:\\Program\\tool.exe',
      net_share: '\\\\server\\pub',
      network_drive: 'Z:',
      remaining_path: 'rest',
      description: 'a description',
      relapath: '..\\tool.exe',
      workingdir: 'C:\\Work',
      cmdline: '/c calc.exe',
      icon: '%SystemRoot%\\icon.dll',
      show: 'minimized',
      hotkey: 'CTRL+ALT+K',
      target_path: 'C:\\Long Name.exe',
      drive_type: 'fixed',
      drive_serial: 'cafef00d',
      volume_label: 'DISK',
      environment: '%TEMP%\\tool.exe',
      machine_id: 'lab-pc',
      mac_address: '02:c0:ff:ee:00:01',
      overlay: null,
    });
  });

  it('gives away what is hidden behind it, and is read in the old code page', async () => {
    const { value } = await statics(lnkSample({ isUnicode: false, overlay: Buffer.from('payload') }));
    expect(value['lnk']).toMatchObject({ cmdline: '/c calc.exe', overlay: { size: 7 } });
  });

  it('is null where only the name says so', async () => {
    expect(await statics('text', { target: 'C:\\a.LNK' })).toEqual({
      value: { lnk: null },
      codes: ['STATIC_OTHER_FORMAT'],
    });
  });
});

describe('a PDF document', () => {
  it('has one entry for each version', async () => {
    const { value, codes } = await statics(pdfSample());
    expect(codes).toEqual([]);
    expect(value['pdf']).toMatchObject([
      {
        version: 0,
        title: 'Hi',
        producer: 'Ovo',
        creation: 'D:20260101000000Z',
        javascript: [{ urls: ['http://example.org/a'], beautified: expect.stringContaining(';\napp.launchURL') }],
        urls: ['http://example.org/b)', 'http://example.org/packed'],
        attachments: [{ filename: 'a.txt', size: 8, type: 'ASCII text, with no line terminators' }],
        openaction: expect.stringContaining('app.alert'),
      },
      {
        version: 1,
        javascript: [],
        openaction: 'Launch: cmd.exe /c calc',
        actions: [{ type: 'Launch', target: 'cmd.exe /c calc' }],
      },
    ]);
    expect(value['pdf_details']).toMatchObject({
      header_version: '1.7',
      pages: 1,
      keywords: { JavaScript: 1, OpenAction: 1, Launch: 1, EmbeddedFile: 1, ObjStm: 1 },
      encryption: null,
    });
  });

  it('is an empty list where only the name says so', async () => {
    expect(await statics('text', { target: 'invoice.pdf' })).toEqual({
      value: { pdf: [] },
      codes: ['STATIC_OTHER_FORMAT'],
    });
  });

  it('is read up to the limit of the configuration', async () => {
    const task = memoryTask({ binary: pdfSample() });
    const { problems } = await runModule(Static, task, { options: { pdf_limit: 500 } });
    expect(problems.map(({ code }) => code)).toEqual(['STATIC_TOO_LARGE']);
  });
});

test('a file of two formats has the keys of both', async () => {
  const { value } = await statics(Buffer.concat([peSample(), pdfSample()]), { target: 'both.pdf' });
  expect(value).toHaveProperty('pe_imphash');
  expect(value).toHaveProperty('pdf');
});

test('an abort ends it', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(runModule(Static, memoryTask({ binary: peSample() }), { signal })).rejects.toThrow('enough');
});

test('a sample that cannot be read is a problem', async () => {
  const task = memoryTask({ binary: 'MZ' });
  const open = () => {
    throw new Error('input/output error');
  };
  const { value, problems } = await runModule(Static, { ...task, open });
  expect(value).toBeUndefined();
  expect(problems.map(({ code }) => code)).toEqual(['FILE_UNREADABLE']);
});
