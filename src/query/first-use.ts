import type { Call, Process, Results } from '../plugin/container.ts';
import { textArgument } from './argument.ts';
import { type CallEvidence, evidence } from './evidence.ts';
import { processes } from './processes.ts';

/**
 * Evidence for values of a summary list: for each the first call of these APIs that used it in this argument, or the
 * value alone (`{ filepath: 'C:\\…' }`) where no such call is kept. In the order of the values; stops reading the log
 * when every value was seen.
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
  const scan = (process: Process, found: (value: string, call: Call) => void) => {
    if (open.size === 0) return;
    for (const call of process.calls.ofApi(...apis)) {
      const value = textArgument(call, argument, process);
      if (open.delete(value)) found(value, call);
      if (open.size === 0) return;
    }
  };
  for (const process of processes(results)) {
    if (!isExcepted(process)) scan(process, (value, call) => uses.set(value, evidence(call, process, argument)));
  }
  // What is left may be in no log at all, which is no reason to leave it out.
  const excused = new Set<string>();
  for (const process of processes(results)) if (isExcepted(process)) scan(process, (value) => excused.add(value));
  return values.filter((value) => !excused.has(value)).map((value) => uses.get(value) ?? { [argument]: value });
}
