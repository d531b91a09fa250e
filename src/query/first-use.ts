import type { Results } from '../plugin/container.ts';
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
  const excused = new Set<string>();
  for (const process of processes(results)) {
    if (open.size === 0) break;
    const isExcused = except.includes(process.process_name.toLowerCase());
    for (const call of process.calls.ofApi(...apis)) {
      const value = textArgument(call, argument, process);
      if (!open.has(value)) continue;
      if (isExcused) {
        excused.add(value);
        continue;
      }
      open.delete(value);
      uses.set(value, evidence(call, process, argument));
      if (open.size === 0) break;
    }
  }
  return values
    .filter((value) => uses.has(value) || !excused.has(value))
    .map((value) => uses.get(value) ?? { [argument]: value });
}
