import type { Results } from '../plugin/container.ts';
import { textArgument } from './argument.ts';
import { type CallEvidence, evidence } from './evidence.ts';
import { processes } from './processes.ts';

/**
 * Evidence for values of a summary list: for each the first call of these APIs that used it in this argument, or the
 * value alone (`{ filepath: 'C:\…' }`) where no such call is kept. In the order of the values; stops reading the log
 * when every value was seen.
 */
export function firstUses(
  results: Results,
  values: readonly string[],
  apis: readonly string[],
  argument: string,
): (CallEvidence | { [argument: string]: string })[] {
  const uses = new Map<string, CallEvidence>();
  const open = new Set(values);
  for (const process of processes(results)) {
    if (open.size === 0) break;
    for (const call of process.calls.ofApi(...apis)) {
      const value = textArgument(call, argument, process);
      if (!open.delete(value)) continue;
      uses.set(value, evidence(call, process, argument));
      if (open.size === 0) break;
    }
  }
  return values.map((value) => uses.get(value) ?? { [argument]: value });
}
