import { commonCategory } from '../../plugin/category.ts';
import type { Call, Process, Results } from '../../plugin/container.ts';
import type { Watch } from '../../plugin/signature.ts';
import { watchFilter } from '../../plugin/watch.ts';
import { matcher } from '../../query/match.ts';
import { argumentText } from '../../query/watched.ts';
import { isGlob, matchesGlob } from '../../util/glob.ts';
import { editDistance } from '../../util/nearest.ts';
import { SnapshotCalls } from '../snapshot-calls.ts';
import { type Miss, nearestMisses } from './nearest-miss.ts';
import { type Candidate, placeOf } from './trace.ts';

/** One thing that a watch names, and how many calls of the analysis have it. */
export interface WatchPart {
  what: 'api' | 'category' | 'process' | 'argument';
  name: string;
  calls: number;
  /** What the analysis has instead, with how many calls. */
  instead: string[];
  misses: Miss[];
}

const MOST_TEXTS = 2000;
const LONGEST = 4000;
const MISSES_MS = 1000;

interface Counts {
  apis: Map<string, number>;
  categories: Map<string, number>;
  processes: Map<string, number>;
}

/** Each name of a watch by itself, whatever the others say. */
export function explainWatch(watch: Watch, results: Results): WatchPart[] {
  const counts = countsOf(results);
  const apis = (watch.apis ?? []).map((name): WatchPart => {
    const calls = isGlob(name) ? sumOf(counts.apis, (api) => matchesGlob(name, api)) : (counts.apis.get(name) ?? 0);
    return {
      what: 'api',
      name,
      calls,
      instead: calls > 0 ? [] : similarApis(name, counts.apis, watch.apis!),
      misses: [],
    };
  });
  const categories = (watch.categories ?? []).map((name): WatchPart => {
    const calls = counts.categories.get(commonCategory(name)) ?? 0;
    return { what: 'category', name, calls, instead: calls > 0 ? [] : listed(counts.categories), misses: [] };
  });
  const processes = (watch.processes ?? []).map((name): WatchPart => {
    const calls = counts.processes.get(name.toLowerCase()) ?? 0;
    return { what: 'process', name, calls, instead: calls > 0 ? [] : listed(counts.processes), misses: [] };
  });
  return [...apis, ...categories, ...processes, ...argumentParts(watch, results)];
}

/** Each argument that is asked for, over the calls that the rest of the watch lets through. */
function argumentParts(watch: Watch, results: Results): WatchPart[] {
  const wanted = Object.entries(watch.arguments ?? {});
  if (wanted.length === 0) return [];
  const filter = watchFilter(watch);
  const parts = wanted.map(([name, patterns]) => ({
    name,
    patterns: [patterns].flat(),
    matches: matcher([patterns]),
    held: 0,
    texts: new Map<string, Candidate>(),
    names: new Map<string, number>(),
  }));
  const visit = (call: Call, process: Process) => {
    for (const part of parts) {
      const text = argumentText(call, part.name, process);
      if (text === undefined) {
        for (const { name } of call.arguments) part.names.set(name, (part.names.get(name) ?? 0) + 1);
      } else if (part.matches(text)) part.held++;
      else if (part.texts.size < MOST_TEXTS) {
        const cut = text.slice(0, LONGEST);
        part.texts.set(cut, { text: cut, held: false, call: placeOf(call, process) });
      }
    }
  };
  for (const process of results.behavior?.processes ?? []) {
    if (!filter.matchesProcess(process.process_name)) continue;
    for (const call of filter.apis ? process.calls.ofApi(...filter.apis) : process.calls) {
      if (filter.matchesCall(call.api, call.category)) visit(call, process);
    }
  }
  return parts.map(({ name, patterns, held, texts, names }): WatchPart => {
    const instead = held > 0 || texts.size > 0 ? [] : listed(names);
    const misses = held > 0 ? [] : nearestMisses(patterns, [...texts.values()], 3, performance.now() + MISSES_MS);
    return { what: 'argument', name, calls: held, instead, misses };
  });
}

function countsOf(results: Results): Counts {
  const counts: Counts = { apis: new Map(), categories: new Map(), processes: new Map() };
  const add = (map: Map<string, number>, name: string, calls: number) => map.set(name, (map.get(name) ?? 0) + calls);
  for (const { process_name, calls } of results.behavior?.processes ?? []) {
    add(counts.processes, process_name.toLowerCase(), calls.length);
    if (!(calls instanceof SnapshotCalls)) continue;
    for (const group of calls.counts()) {
      add(counts.apis, group.api, group.calls);
      add(counts.categories, commonCategory(group.category), group.calls);
    }
  }
  return counts;
}

/** Other spellings of a function: for wide or narrow text, of the kernel, extended. */
export function similarApis(name: string, apis: ReadonlyMap<string, number>, watched: readonly string[]): string[] {
  const others = [...apis.keys()].filter((api) => !watched.includes(api));
  const kin = others.filter((api) => core(api) === core(name));
  const close = kin.length > 0 ? kin : others.filter((api) => isMisspelt(name, api));
  return close.slice(0, 3).map((api) => `${api} (${apis.get(api)})`);
}

/** Names of other functions are often alike; one letter more or less is a mistake. */
const isMisspelt = (name: string, api: string) =>
  Math.abs(name.length - api.length) <= 1 && editDistance(name.toLowerCase(), api.toLowerCase()) <= 1;

const core = (api: string) =>
  api
    .replace(/^(?:Nt|Zw|Rtl|Ldr)/, '')
    .replace(/(?:Ex)?(?:Internal)?[AW]?$/, '')
    .toLowerCase();

function listed(counts: ReadonlyMap<string, number>): string[] {
  const sorted = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 8);
  return sorted.map(([name, calls]) => `${name} (${calls})`);
}

function sumOf(counts: ReadonlyMap<string, number>, isMeant: (name: string) => boolean): number {
  let sum = 0;
  for (const [name, calls] of counts) if (isMeant(name)) sum += calls;
  return sum;
}
