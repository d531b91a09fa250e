import { Processing } from '../plugin/processing.ts';
import { Reporting } from '../plugin/reporting.ts';
import { Signature } from '../plugin/signature.ts';
import { silentBeacon } from './beacon.ts';
import { defaultConfig } from './config/types.ts';
import type { RunContext } from './context.ts';
import type { Loaded } from './load.ts';
import { silentLog } from './log.ts';
import { ProblemList } from './problem-list.ts';
import type { Input } from './process.ts';

/** Modules and inputs for tests of the engine, without files. */

export function loaded<T extends Processing | Signature | Reporting>(Class: new () => T): Loaded<T> {
  const specimen = new Class();
  const name = specimen instanceof Processing ? specimen.key : (specimen as Signature | Reporting).name;
  const kind =
    specimen instanceof Processing ? 'processing' : specimen instanceof Signature ? 'signature' : 'reporting';
  const file = { kind, path: `/modules/${name}.ts`, shown: `${name}.ts`, stem: name, origin: 'user' } as const;
  return { name, file, make: () => new Class(), specimen, enabled: specimen.enable, section: undefined };
}

export function processing(
  key: string,
  run: (this: Processing) => unknown,
  needs: string[] = [],
  after: string[] = [],
  waits = false,
): Loaded<Processing> {
  return loaded(
    class extends Processing {
      key = key;
      override needs = needs;
      override after = after;
      override waits = waits;
      run() {
        return run.call(this);
      }
    },
  );
}

export function reporting(name: string, run: Reporting['run']): Loaded<Reporting> {
  return loaded(
    class extends Reporting {
      override name = name;
      run = run;
    },
  );
}

export function signature(name: string, fields: Partial<Signature> & ThisType<Signature>): Loaded<Signature> {
  return loaded(
    class extends Signature {
      constructor() {
        super();
        Object.assign(this, { name, description: `Does ${name}` }, structuredFields(fields));
      }
    },
  );
}

/** Lists are copied, so that each instance has its own. */
function structuredFields(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, Array.isArray(value) ? [...value] : value]),
  );
}

export function context(fields: Partial<RunContext> = {}): RunContext {
  return {
    config: defaultConfig(),
    problems: new ProblemList(),
    beacon: silentBeacon(),
    log: silentLog,
    signal: undefined,
    clock: () => performance.now(),
    skip: new Set(),
    onProgress: () => {},
    ...fields,
  };
}

export function input(fields: Partial<Input> = {}): Input {
  return {
    kind: 'folder',
    path: 'analysis',
    dialect: 'cuckoo-2',
    info: {},
    sample: undefined,
    problems: [],
    defaultOut: '/nowhere',
    list: () => [],
    find: () => undefined,
    open: () => {
      throw new Error('there are no files');
    },
    text: () => undefined,
    close: () => {},
    ...fields,
  };
}

export const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);
