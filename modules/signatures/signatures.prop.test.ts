import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { SignatureClass } from 'ovoscope';
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
