import type { Call, Value } from '../plugin/container.ts';
import { commonName } from './argument-names.ts';

/** Whether the call returned success. */
export const succeeded = (call: Pick<Call, 'status'>): boolean => call.status === 'SUCCESS';

/** The value of an argument as the log has it, by its recorded or its common name. */
export function recorded(call: Call, name: string): Value | undefined {
  for (const each of call.arguments) if (each.name === name) return each.value;
  for (const each of call.arguments) {
    if (commonName(call.api, call.category, each.name) === name) return each.value;
  }
  return undefined;
}
