import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Pattern } from '../plugin/pattern.ts';
import type { Watch } from '../plugin/signature.ts';
import { type GivenCall, given } from '../testing/given.ts';
import { dispatchCalls } from './dispatch.ts';
import { dispatchPlainly } from './watcher.ts';

const text = fc.constantFrom('C:\\Temp\\a.exe', 'c:\\temp\\B.EXE', 'HKEY_USERS\\Run\\x', '64', '', 'İ');
const value = fc.oneof(text, fc.constantFrom(64, 4));
const api = fc.constantFrom('NtWriteFile', 'RegSetValueExW', 'NtClose', 'connect');
const name = fc.constantFrom('filepath', 'regkey', 'protection', 'value', 'FileName');
const call = fc.tuple(api, fc.dictionary(name, value, { maxKeys: 3 })).map(([api, args]): GivenCall => [api, args]);
const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  text,
  fc.constantFrom('*\\temp\\*', '*.exe', '*', '?4', /\.exe$/, /temp\\./i, /^\d+$/, /run|temp/gi),
);
const watch: fc.Arbitrary<Watch> = fc.record(
  {
    apis: fc.array(fc.oneof(api, fc.constantFrom('Nt*', 'Reg*')), { maxLength: 3 }),
    categories: fc.constantFrom(['file'], ['registry', 'network']),
    processes: fc.constantFrom(['sample.exe'], ['OTHER.exe']),
    arguments: fc.dictionary(name, fc.oneof(pattern, fc.array(pattern, { maxLength: 3 })), { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);

it('one pass shows each watcher what going through all watchers for each call shows it, in the same order', () => {
  fc.assert(
    fc.property(
      fc.array(call, { maxLength: 12 }),
      fc.array(call, { maxLength: 6 }),
      fc.array(fc.tuple(watch, fc.nat({ max: 4 })), { maxLength: 12 }),
      (first, second, watches) => {
        const results = given(given.process('sample.exe', ...first), given.process('other.exe', ...second));
        const [plain, fast] = [dispatchPlainly, dispatchCalls].map((dispatch) => {
          const log: string[] = [];
          const watchers = watches.map(([watch, enough], i) => {
            let count = 0;
            return {
              name: String(i),
              watch,
              onCall: ({ id }: { id: number }, { process_id }: { process_id: number }) => {
                log.push(`${i}:${process_id}:${id}`);
                return count++ === enough;
              },
            };
          });
          dispatch(results, watchers);
          return log;
        });
        expect(fast).toEqual(plain);
      },
    ),
    { numRuns: 300 },
  );
});
