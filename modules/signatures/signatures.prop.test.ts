import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Results, SignatureClass } from 'ovoscope';
import { apis } from 'ovoscope/query';
import { type GivenCall, given } from 'ovoscope/testing';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));
const classes = await Promise.all(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !basename(path).startsWith('_'))
    .map(async (file) => ((await import(join(root, file))) as { default: SignatureClass }).default),
);

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('cmd /c del C:\\a.exe', 'powershell -e AAAAAAAA', 'C:\\a.exe', 'svchost.exe', '0x40', '64', 'MZ'),
  fc.constantFrom('HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\a', '8.8.4.4', '\\\\.\\'),
);
const name = fc.constantFrom(
  ...['filepath', 'FileName', 'oldfilepath', 'newfilepath', 'regkey', 'value', 'command_line', 'process_identifier'],
  ...['process_handle', 'thread_handle', 'protection', 'creation_flags', 'hostname', 'url', 'ip_address', 'port'],
  ...['user_agent', 'buffer', 'module_name', 'class_name', 'query', 'information_class', 'milliseconds', '__proto__'],
);
const call: fc.Arbitrary<GivenCall> = fc.tuple(
  fc.constantFrom(...new Set(Object.values(apis).flat())),
  fc.dictionary(name, fc.oneof(text, fc.integer(), fc.bigInt(), fc.constant(null)), { maxKeys: 6 }),
);
const process = fc.record({
  name: fc.constantFrom('a.exe', 'winword.exe', 'wscript.exe', 'powershell.exe', '', 'constructor'),
  pid: fc.constantFrom(0, 4, 1000, 1004),
  parent: fc.constantFrom(0, 4, 1000, 1004),
  command_line: text,
  path: text,
  calls: fc.array(call, { maxLength: 15 }),
});
const container = fc.record({
  behavior: fc.record({ processes: fc.array(process, { maxLength: 3 }) }),
  network: fc.record({
    http: fc.array(fc.record({ uri: text, 'user-agent': text }), { maxLength: 2 }),
    domains: fc.array(fc.oneof(text, fc.record({ domain: text })), { maxLength: 2 }),
    dns: fc.array(fc.record({ request: text, answers: fc.array(fc.record({ data: text })) }), { maxLength: 2 }),
  }),
});

/** Parts that modules, or other sandboxes, fill; with anything in them. */
const field = fc.constantFrom(
  ...[
    'pe',
    'pe_sections',
    'pe_imports',
    'pe_resources',
    'pe_timestamp',
    'pe_versioninfo',
    'pdb_path',
    'elf',
    'lnk',
    'pdf',
  ],
  ...[
    'office',
    'rtf',
    'macros',
    'macro_analysis',
    'auto_exec',
    'suspicious',
    'objects',
    'links',
    'dde',
    'xlm',
    'sheets',
  ],
  ...[
    'cells',
    'encryption',
    'imports',
    'name',
    'dll',
    'overlay',
    'tls_callbacks',
    'authenticode',
    'signatures',
    'signers',
  ],
  ...['javascript', 'attachments', 'actions', 'openaction', 'orig_code', 'filename', 'type', 'size', 'cmdline', 'icon'],
  ...[
    'basepath',
    'rich_header',
    'linker_version',
    'file_header',
    'program_headers',
    'section_headers',
    'alerts',
    'category',
  ],
  ...[
    'signature',
    'event_id',
    'data',
    'System',
    'EventID',
    'EventData',
    'Data',
    'manifest',
    'permissions',
    'api',
    'commands',
  ],
  ...['sms', 'file_accessed', 'handleReceiver', 'fingerprint', 'ComponentEnabledSetting', 'images', 'pid', 'is_mapped'],
  ...[
    'content',
    'tcp',
    'udp',
    'dns',
    'http_ex',
    'https_ex',
    'tls',
    'irc',
    'icmp',
    'dst',
    'dport',
    'request',
    'certificates',
  ],
);
const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom('Launch', 'PE32 executable', 'TXT')),
    fc.array(tie('anything'), { maxLength: 4 }),
    fc.dictionary(field, tie('anything'), { maxKeys: 6 }),
  ),
}));
const part = fc.constantFrom(
  ...[
    'static',
    'droidmon',
    'suricata',
    'snort',
    'sysmon',
    'apkinfo',
    'procmemory',
    'extracted',
    'file',
    'strings',
    'network',
  ],
);

it('no signature fails, whatever the parts of the container hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(part, anything, { minKeys: 1, maxKeys: 6 }), async (parts) => {
      // The lists that every container has are there, whatever they hold.
      const { network, ...others } = parts;
      const isObject = typeof network === 'object' && network !== null && !Array.isArray(network);
      const results = { ...given.container(isObject ? { network } : {}), ...others };
      for (const Class of classes) {
        const signature = new Class();
        signature.results = results as Results;
        const matched =
          signature.onComplete?.(signature.results) === true || (await signature.run?.(signature.results)) === true;
        expect(JSON.parse(JSON.stringify(signature.data)), signature.name).toEqual(signature.data);
        expect(signature.data.length > 0, `evidence of ${signature.name}`).toBe(matched);
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);

it('no signature fails, whatever a sample did', async () => {
  await fc.assert(
    fc.asyncProperty(container, async (parts) => {
      const results = given.container(parts);
      for (const Class of classes) {
        const signature = new Class();
        signature.results = results;
        let matched = false;
        for (const each of results.behavior!.processes) {
          for (const shown of each.calls) matched ||= signature.onCall?.(shown, each) === true;
        }
        matched ||= signature.onComplete?.(results) === true;
        matched ||= (await signature.run?.(results)) === true;
        expect(JSON.parse(JSON.stringify(signature.data)), signature.name).toEqual(signature.data);
        expect(signature.data.length > 0, `evidence of ${signature.name}`).toBe(matched);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
