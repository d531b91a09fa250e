import type { Process, Results } from '../plugin/container.ts';
import { textArgument } from './argument.ts';
import { isNumberName } from './argument-names.ts';
import { type CallEvidence, evidence, LONGEST } from './evidence.ts';
import { processes } from './processes.ts';

/**
 * Evidence for values of a summary list: for each the first call of these APIs that used it in this argument, or the
 * value alone (`{ filepath: 'C:\\…' }`) where no such call is kept. In the order of the values. What one signature
 * has looked for is remembered for the next, so that many ask for the price of a few passes over the log.
 *
 * Uses by processes named in `except`, in lower case, don't count; a value that only they used is left out.
 */
export function firstUses(
  results: Results,
  values: readonly string[],
  apis: readonly string[],
  argument: string,
  { except = [] }: { except?: readonly string[] } = {},
): (CallEvidence | { [argument: string]: string })[] {
  const uses = new Map<string, CallEvidence>();
  const open = new Set(values);
  const isExcepted = (process: Process) => except.includes(process.process_name.toLowerCase());
  const scan = (process: Process, found: (value: string, use: CallEvidence) => void) => {
    if (open.size > 0) usesOf(process, apis, argument).find(open, found);
  };
  for (const process of processes(results)) {
    if (!isExcepted(process)) scan(process, (value, use) => uses.set(value, use));
  }
  // What is left may be in no log at all, which is no reason to leave it out.
  const excused = new Set<string>();
  for (const process of processes(results)) if (isExcepted(process)) scan(process, (value) => excused.add(value));
  return values.filter((value) => !excused.has(value)).map((value) => uses.get(value) ?? { [argument]: value });
}

interface Use {
  cid: number;
  api: string;
}

/** What is remembered of one process, in characters; a log with more distinct values is read again each time. */
const MOST_CHARACTERS = 4 << 20;

const known = new WeakMap<Process, Map<string, ProcessUses>>();

function usesOf(process: Process, apis: readonly string[], argument: string): ProcessUses {
  const isFixed = Object.isFrozen(process);
  const key = [argument, ...apis].join('\0');
  let kinds = known.get(process);
  if (kinds === undefined) known.set(process, (kinds = new Map()));
  const uses = (isFixed ? kinds.get(key) : undefined) ?? new ProcessUses(process, apis, argument, isFixed);
  if (isFixed) kinds.set(key, uses);
  return uses;
}

/** The first use of each value by one process. */
class ProcessUses {
  readonly #process: Process;
  readonly #apis: readonly string[];
  readonly #argument: string;
  /** Whether a second question is to be expected. */
  readonly #isKept: boolean;
  #first: Map<string, Use> | undefined;
  #asked = 0;
  #isLarge = false;

  constructor(process: Process, apis: readonly string[], argument: string, isKept: boolean) {
    this.#process = process;
    this.#apis = apis;
    this.#argument = argument;
    this.#isKept = isKept;
  }

  /** Takes the values that were used out of `open` and tells where. */
  find(open: Set<string>, found: (value: string, use: CallEvidence) => void): void {
    // A call without the argument has the empty text, and evidence without it.
    if (this.#first === undefined || open.has('')) this.#read(open, found);
    if (this.#first === undefined) return;
    for (const value of [...open]) {
      const use = this.#first.get(value);
      if (use === undefined) continue;
      open.delete(value);
      found(value, this.#evidence(value, use));
    }
  }

  /** Stops when all is found, but for a process that is asked about again: then everything is remembered. */
  #read(open: Set<string>, found: (value: string, use: CallEvidence) => void): void {
    this.#asked += 1;
    // Numbers and data are shown otherwise than they are compared.
    const isText = !isNumberName(this.#argument) && this.#argument !== 'value';
    const isRemembered = this.#isKept && isText && !this.#isLarge && this.#first === undefined;
    const first = new Map<string, Use>();
    let characters = 0;
    for (const call of this.#process.calls.ofApi(...this.#apis)) {
      const value = textArgument(call, this.#argument, this.#process);
      if (open.delete(value)) found(value, evidence(call, this.#process, this.#argument));
      if (open.size === 0 && (!isRemembered || this.#isLarge || this.#asked === 1)) return;
      if (!isRemembered || this.#isLarge || value === '' || first.has(value)) continue;
      first.set(value, { cid: call.id, api: call.api });
      characters += value.length;
      this.#isLarge = characters > MOST_CHARACTERS;
    }
    if (isRemembered && !this.#isLarge) this.#first = first;
  }

  #evidence(value: string, { cid, api }: Use): CallEvidence {
    const { process_id: pid, process_name: process } = this.#process;
    return { pid, process, cid, api, [this.#argument]: value.slice(0, LONGEST) };
  }
}
