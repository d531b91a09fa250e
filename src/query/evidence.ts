import type { Call, Process, Value } from '../plugin/container.ts';
import { argument } from './argument.ts';
import { isNumberName } from './argument-names.ts';
import { number, registryText, text } from './value.ts';

/** A piece of evidence that points to a call: process, position in its call list, and what was asked for. */
export interface CallEvidence {
  pid: number;
  process: string;
  /** Position of the call in its process's list. */
  cid: number;
  api: string;
  [argument: string]: string | number;
}

/** Longest text kept; the call itself has the rest. */
export const LONGEST = 2_000;

/**
 * Evidence for a call, with the arguments named, under their common names. Arguments that the call doesn't have are
 * left out; long text is cut at 2,000 characters.
 */
export function evidence(call: Call, process: Process, ...names: string[]): CallEvidence {
  const found: CallEvidence = {
    pid: process.process_id,
    process: process.process_name,
    cid: call.id,
    api: call.api,
  };
  for (const name of names) {
    const value = argument(call, name, process);
    if (value !== undefined) found[name] = shown(name, value);
  }
  return found;
}

function shown(name: string, value: Value): string | number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  const asNumber = isNumberName(name) ? number(value) : undefined;
  return asNumber ?? (name === 'value' ? registryText(value) : text(value)).slice(0, LONGEST);
}
