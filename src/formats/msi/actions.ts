import type { MsiTable } from './read.ts';
import type { MsiValue } from './tables.ts';

/** Something that a package runs while it is installed. */
export interface CustomAction {
  name: string;
  type: number;
  /** What the type means, in words. */
  what: string;
  source: string | null;
  target: string | null;
  /** Runs with the rights of the system. */
  isElevated: boolean;
  isDeferred: boolean;
  /** Installing goes on whatever it returns. */
  isUnchecked: boolean;
  /** Where it is called, with the condition. */
  calls: { table: string; number: number | null; condition: string | null }[];
}

const KINDS: ReadonlyMap<number, string> = new Map([
  [1, 'calls a library in the table Binary'],
  [2, 'starts a program in the table Binary'],
  [5, 'runs JScript in the table Binary'],
  [6, 'runs VBScript in the table Binary'],
  [7, 'installs a package inside the package'],
  [17, 'calls a library that was installed'],
  [18, 'starts a program that was installed'],
  [19, 'shows an error and ends'],
  [21, 'runs JScript that was installed'],
  [22, 'runs VBScript that was installed'],
  [23, 'installs a package from its source'],
  [34, 'runs a command in a folder'],
  [35, 'sets a folder'],
  [37, 'runs JScript that stands here'],
  [38, 'runs VBScript that stands here'],
  [39, 'installs an advertised package'],
  [50, 'runs a command whose program is a property'],
  [51, 'sets a property'],
  [53, 'runs JScript in a property'],
  [54, 'runs VBScript in a property'],
]);
const IN_SCRIPT = 0x400;
const NO_IMPERSONATE = 0x800;
const CONTINUE = 0x40;

/** The rows of `CustomAction` in words, with the sequences that call them. */
export function customActions(tables: readonly MsiTable[]): CustomAction[] {
  const table = tables.find(({ name }) => name === 'CustomAction');
  if (table === undefined) return [];
  const calls = callsOf(tables);
  return table.rows.map((row) => {
    const field = reader(table, row);
    const name = textOf(field('Action')) ?? '';
    const type = Number(field('Type') ?? 0);
    return {
      name,
      type,
      what: KINDS.get(type & 0x3f) ?? `of type ${type & 0x3f}`,
      source: textOf(field('Source')),
      target: textOf(field('Target')),
      isElevated: (type & (IN_SCRIPT | NO_IMPERSONATE)) === (IN_SCRIPT | NO_IMPERSONATE),
      isDeferred: (type & IN_SCRIPT) !== 0,
      isUnchecked: (type & CONTINUE) !== 0,
      calls: calls.get(name) ?? [],
    };
  });
}

function callsOf(tables: readonly MsiTable[]): Map<string, CustomAction['calls']> {
  const calls = new Map<string, CustomAction['calls']>();
  for (const table of tables) {
    if (!table.name.endsWith('Sequence')) continue;
    for (const row of table.rows) {
      const field = reader(table, row);
      const action = textOf(field('Action'));
      if (action === null) continue;
      const number = field('Sequence');
      const call = {
        table: table.name,
        number: typeof number === 'number' ? number : null,
        condition: textOf(field('Condition')),
      };
      const list = calls.get(action);
      if (list === undefined) calls.set(action, [call]);
      else list.push(call);
    }
  }
  return calls;
}

function reader({ columns }: MsiTable, row: readonly MsiValue[]): (name: string) => MsiValue {
  return (name) => row[columns.indexOf(name)] ?? null;
}

const textOf = (value: MsiValue): string | null => (value === null ? null : String(value));
