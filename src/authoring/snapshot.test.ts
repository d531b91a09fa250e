import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { dispatchCalls } from '../engine/dispatch.ts';
import { dispatchPlainly, type Watcher } from '../engine/watcher.ts';
import type { Results } from '../plugin/container.ts';
import { given } from '../testing/given.ts';
import { openSnapshot, snapshotPieces } from './snapshot.ts';

const folder = temporaryFolder('snapshot');
let number = 0;

function kept(results: Results) {
  const path = join(folder, `${number++}.snapshot`);
  writeFileSync(path, Buffer.concat([...snapshotPieces(results)]));
  return openSnapshot(path);
}

const callsOf = (results: Results) =>
  results.behavior!.processes.map(({ calls }) => [...calls].map((call) => JSON.parse(text(call))));
const text = (value: unknown) => JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner));

describe('a snapshot', () => {
  it('gives back what it was made of, without what signatures are not shown', () => {
    const results = given.container({
      behavior: { summary: { files: ['C:\\a', '\ud800'] } },
      info: { version: '2', started: null, ended: null, duration: 1, score: 4, ovoscope: { version: '1' } },
      network: { domains: [{ domain: 'x.example' }] },
      strings: ['a'],
      problems: [{ code: 'X', message: 'y', where: {} }],
      signatures: [],
    });
    const snapshot = kept(results);
    expect(Object.keys(snapshot.results).sort()).toEqual(['behavior', 'info', 'network', 'strings']);
    expect(snapshot.results.info).toEqual({ version: '2', started: null, ended: null, duration: 1 });
    expect(snapshot.results.behavior?.summary).toEqual(results.behavior?.summary);
    expect(snapshot.problems().map(({ code }) => code)).toEqual(['X']);
    expect(Object.isFrozen(snapshot.results.network)).toBe(true);
    snapshot.close();
  });

  it('reads a key only when it is asked for', () => {
    const snapshot = kept(given.container({ strings: ['x'.repeat(10_000)], network: {} }));
    void snapshot.results.network;
    expect(snapshot.loadedBytes).toBeLessThan(1000);
    void snapshot.results.strings;
    expect(snapshot.loadedBytes).toBeGreaterThan(10_000);
    snapshot.close();
  });

  it('refuses a file that is cut', () => {
    const path = join(folder, 'cut.snapshot');
    const whole = Buffer.concat([...snapshotPieces(given('a.exe', ['NtClose']))]);
    for (const length of [0, 10, 24, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, length));
      expect(() => openSnapshot(path)).toThrow(/short|damaged/);
    }
    expect(readFileSync(path)).toHaveLength(whole.length - 1);
  });
});

const value = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.bigInt(), fc.boolean(), fc.constant(null));
const api = fc.constantFrom('NtClose', 'RegOpenKeyExA', 'NtWriteFile', 'odd\0name', '__proto__');
const name = fc.constantFrom('filepath', 'regkey', '__proto__', 'a\0b', 'constructor');
const call = fc.tuple(
  api,
  fc.dictionary(name, value, { maxKeys: 3 }),
  fc.constantFrom({}, { caller: '0x1' }, { status: 'FAILURE' as const }),
);
const processes = fc.array(fc.array(call, { maxLength: 30 }), { minLength: 1, maxLength: 3 });

describe('calls of a snapshot', () => {
  it('are those of the log, in its order, whichever way they are asked for', () => {
    fc.assert(
      fc.property(
        processes,
        fc.integer({ min: -40, max: 40 }),
        fc.integer({ min: -40, max: 40 }),
        (lists, from, to) => {
          const results = given(...lists.map((calls, i) => given.process({ name: `${i}.exe` }, ...calls)));
          const snapshot = kept(results);
          expect(callsOf(snapshot.results)).toEqual(callsOf(results));
          for (const [i, { calls }] of snapshot.results.behavior!.processes.entries()) {
            const original = results.behavior!.processes[i]!.calls;
            const ids = (list: Iterable<{ id: number }>) => [...list].map(({ id }) => id);
            expect(calls.length).toBe(original.length);
            expect(ids(calls.slice(from, to))).toEqual(ids(original.slice(from, to)));
            expect(calls.at(from)?.id).toBe(original.at(from)?.id);
            expect(ids(calls.ofApi('NtClose', '__proto__'))).toEqual(ids(original.ofApi('NtClose', '__proto__')));
          }
          snapshot.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are dispatched as plain lists are', () => {
    const seen = (dispatch: typeof dispatchPlainly, results: Results) => {
      const found: unknown[] = [];
      const watcher = (watch: Watcher['watch'], most: number): Watcher => ({
        name: String(most),
        watch,
        onCall: (call, process) => found.push([most, process.process_name, call.id, call.api]) >= most,
      });
      dispatch(results, [
        watcher({ apis: ['Nt*'] }, 10),
        watcher({ apis: ['RegOpenKeyExA', 'NtClose'] }, 50),
        watcher({}, 1000),
      ]);
      return found;
    };
    fc.assert(
      fc.property(processes, (lists) => {
        const results = given(...lists.map((calls, i) => given.process({ name: `${i}.exe` }, ...calls)));
        const snapshot = kept(results);
        expect(seen(dispatchCalls, snapshot.results)).toEqual(seen(dispatchPlainly, results));
        snapshot.close();
      }),
      { numRuns: 40 },
    );
  });

  it('stay in parts of a bounded size', () => {
    const many = Array.from({ length: 5000 }, (_, i): ['NtClose' | 'NtOpenFile', object] => [
      i % 3 === 0 ? 'NtClose' : 'NtOpenFile',
      { filepath: 'x'.repeat(300) },
    ]);
    const results = given('a.exe', ...(many as never[]));
    const largest = Math.max(...[...snapshotPieces(results)].map(({ length }) => length));
    expect(largest).toBeLessThan(500_000);
    const snapshot = kept(results);
    expect(callsOf(snapshot.results)).toEqual(callsOf(results));
    snapshot.close();
  });
});
