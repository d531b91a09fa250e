import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call, Value } from '../plugin/container.ts';
import { matchesGlob } from '../util/glob.ts';
import { apis } from './apis.ts';
import { argument } from './argument.ts';
import { calls } from './calls.ts';
import { splitCommandLine } from './command-line.ts';
import { evidence } from './evidence.ts';
import { launch } from './launches.ts';
import { find } from './match.ts';
import { sampleProcess, sampleResults } from './sample.cases.ts';

const API = fc.constantFrom(
  'NtClose',
  'RegCloseKey',
  ...Object.values(apis).flat(),
  'Other',
  'constructor',
  '__proto__',
);
const NAME = fc.oneof(
  fc.constantFrom(
    ...['FileName', 'filepath', 'FileHandle', 'file_handle', 'Registry', 'SubKey', 'Handle', 'handle', 'ValueName'],
    ...['key_handle', 'ProcessId', 'ProcessHandle', 'thread_handle', 'pid', 'api', '__proto__', 'toString'],
  ),
  fc.string(),
);
const TEXT = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('0x00000010', '0xffffffff', '0x80000002', '16', ''),
);
const VALUE: fc.Arbitrary<Value> = fc.oneof(
  TEXT,
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  fc.constantFrom(null, true),
  fc.array(TEXT, { maxLength: 3 }),
  fc.dictionary(fc.string(), fc.bigInt(), { maxKeys: 2 }),
);
const CALL = fc.record({
  api: API,
  category: fc.constantFrom('file', 'registry', 'process', 'network', 'constructor', ''),
  status: fc.constantFrom('SUCCESS' as const, 'FAILURE' as const),
  return: TEXT,
  arguments: fc.array(fc.record({ name: NAME, value: VALUE }), { maxLength: 6 }),
});

describe('any log', () => {
  it('can be asked anything', () => {
    fc.assert(
      fc.property(fc.array(CALL, { maxLength: 12 }), (list) => {
        const process = sampleProcess(list.map(() => ['x', '', {}]));
        for (const [i, call] of list.entries()) Object.assign(process.calls.at(i) as Call, call);
        for (const call of process.calls) {
          for (const name of ['regkey', 'filepath', 'process_identifier', 'value', 'x']) argument(call, name, process);
          launch(call, process);
          JSON.stringify(evidence(call, process, ...call.arguments.map(({ name }) => name)));
        }
        const records = [...calls(sampleResults([process]))];
        expect(records.map(({ cid, api }) => [cid, api])).toEqual(list.map(({ api }, i) => [i, api]));
        for (const record of records) expect(typeof record.filepath).toBe('string');
      }),
    );
  });
});

describe('globs', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\\', '.'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 });

  it('mean what a regular expression with the same meaning does', () => {
    fc.assert(
      fc.property(pattern, letters, (glob, text) => {
        const source = glob.replace(/[.\\]/g, '\\$&').replaceAll('*', '[^]*').replaceAll('?', '[^]');
        expect(matchesGlob(glob, text)).toBe(new RegExp(`^${source}$`).test(text));
        expect(find([text], glob).length > 0).toBe(new RegExp(`^${source}$`, 'i').test(text));
      }),
    );
  });
});

describe('command lines', () => {
  /** As programs are told to quote what they pass on. */
  const quote = (part: string) => `"${part.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
  const part = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '\t'), maxLength: 10 });

  it('come apart as they were put together', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        expect(splitCommandLine(parts.map(quote).join(' '))).toEqual(parts);
      }),
    );
  });
});
