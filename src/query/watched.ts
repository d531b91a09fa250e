import type { Call, Process } from '../plugin/container.ts';
import type { Watch } from '../plugin/signature.ts';
import { argument } from './argument.ts';
import { isNumberName } from './argument-names.ts';
import { matcher } from './match.ts';
import { number, registryText, text } from './value.ts';

/**
 * An argument as patterns see it: numbers in decimal, registry data as text; undefined where the call has no such
 * argument.
 */
export function argumentText(call: Call, name: string, process: Process): string | undefined {
  const value = argument(call, name, process);
  if (value === undefined) return undefined;
  const asNumber = isNumberName(name) ? number(value) : undefined;
  if (asNumber !== undefined) return String(asNumber);
  return name === 'value' ? registryText(value) : text(value);
}

/** Whether a call has the arguments that a watch asks for. */
export function argumentFilter({ arguments: wanted = {} }: Watch): (call: Call, process: Process) => boolean {
  const fields = Object.entries(wanted).map(([name, patterns]) => ({ name, matches: matcher([patterns]) }));
  return (call, process) =>
    fields.every(({ name, matches }) => {
      const given = argumentText(call, name, process);
      return given !== undefined && matches(given);
    });
}
