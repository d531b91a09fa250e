import type { Argument, Call, Process, Results, Value } from '../plugin/container.ts';
import { recordedNames } from '../query/argument-names.ts';
import { number } from '../query/value.ts';
import { MemoryCalls } from './memory-calls.ts';

const MEGABYTE = 1 << 20;

/** What malware may put where text is expected: each gives new text for old. */
export const HOSTILE: readonly { name: string; text: (original: string) => string }[] = [
  { name: 'nothing', text: () => '' },
  { name: 'control characters', text: (original) => `\0\x1b[2J\r\n\t${original}\x7f\u2028\u202e` },
  { name: 'lone surrogates', text: (original) => `\ud800${original}\udfff` },
  { name: 'names of object members', text: () => '__proto__' },
  { name: 'a megabyte of one letter', text: () => 'a'.repeat(MEGABYTE) },
  { name: 'a megabyte of spaces and backslashes', text: () => ' \\'.repeat(MEGABYTE / 2) },
  {
    name: 'a megabyte of itself',
    text: (original) => original.repeat(Math.ceil(MEGABYTE / Math.max(1, original.length))).slice(0, MEGABYTE),
  },
  { name: 'itself after a megabyte', text: (original) => `${' '.repeat(MEGABYTE)}${original}` },
];

/** The container with every text in calls, lists and network replaced, at most `most` of them when they are large. */
export function withTexts(results: Results, replace: (original: string) => string): Results {
  let left = 64;
  const swap = (original: string): string => {
    const made = replace(original);
    if (made.length < MEGABYTE) return made;
    return left-- > 0 ? made : original;
  };
  const swapAll = (value: unknown): unknown => {
    if (typeof value === 'string') return swap(value);
    if (Array.isArray(value)) return value.map(swapAll);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, swapAll(member)]));
  };
  const copy: Results = { ...results };
  if (results.network) copy.network = swapAll(results.network) as NonNullable<Results['network']>;
  if (results.behavior) {
    copy.behavior = {
      ...results.behavior,
      summary: swapAll(results.behavior.summary) as NonNullable<Results['behavior']>['summary'],
      processes: mapCalls(results.behavior.processes, (call) => ({
        ...call,
        arguments: call.arguments.map(({ name, value }) => ({ name, value: swapAll(value) as Value })),
      })),
    };
  }
  return copy;
}

const CAPE_CATEGORY: { readonly [category: string]: string } = {
  file: 'filesystem',
  synchronisation: 'synchronization',
  ui: 'windows',
  ole: 'com',
};

/**
 * The container with arguments named and written as CAPE does, or undefined where that changes nothing. A signature
 * that asks by common names finds the same in it.
 */
export function asCape(results: Results): Results | undefined {
  let renamed = false;
  const processes = mapCalls(results.behavior?.processes ?? [], (call) => {
    const category = CAPE_CATEGORY[call.category] ?? call.category;
    const list = call.arguments.map((argument): Argument => {
      const name = recordedNames(call.api, category, argument.name)[0] ?? argument.name;
      renamed ||= name !== argument.name;
      return { name, value: asText(argument) };
    });
    return { ...call, category, arguments: list };
  });
  return renamed ? { ...results, behavior: { ...results.behavior!, processes } } : undefined;
}

const HEXADECIMAL = /address|handle|protect|access|flags|size|length/;

function asText({ name, value }: Argument): Value {
  const plain = typeof value === 'number' ? number(value) : undefined;
  if (plain === undefined || !Number.isInteger(plain) || plain < 0)
    return typeof value === 'number' ? String(value) : value;
  return HEXADECIMAL.test(name) ? `0x${plain.toString(16).padStart(8, '0')}` : String(plain);
}

function mapCalls(processes: readonly Process[], change: (call: Call) => Call): Process[] {
  return processes.map((process) => ({ ...process, calls: new MemoryCalls([...process.calls].map(change)) }));
}
