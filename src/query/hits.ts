import { listOf, once } from './lists.ts';
import { commands } from './objects.ts';
import { commandLineOf, processes } from './processes.ts';

/** Names of YARA rules that matched the sample or anything it left. */
export const yaraRules = listOf((results) =>
  once(results, 'yaraRules', () => {
    const targets = Array.isArray(results.yara) ? results.yara : [];
    const hits = targets.flatMap((target) => (Array.isArray(target?.yara) ? target.yara : []));
    return new Set(hits.map((hit) => hit?.name).filter(isText));
  }),
);

/** Strings of the sample. */
export const sampleStrings = listOf((results) => (Array.isArray(results.strings) ? results.strings : []));

/** Names of the files that the sample left behind, and their paths in the guest. */
export const droppedFiles = listOf((results) =>
  once(results, 'droppedFiles', () => {
    const dropped = Array.isArray(results.dropped) ? results.dropped : [];
    return new Set(dropped.flatMap((file) => [file?.name, file?.filepath]).filter(isText));
  }),
);

/** File names of the processes. */
export const processNames = listOf((results) =>
  once(results, 'processNames', () => new Set(processes(results).map(({ process_name }) => process_name))),
);

/** Command lines that were run, those of the processes themselves among them. */
export const commandLines = listOf((results) =>
  once(
    results,
    'commandLines',
    () => new Set([...commands(results), ...processes(results).map(commandLineOf)].filter(isText)),
  ),
);

/** Names of the APIs that were called. */
export const calledApis = listOf((results) =>
  once(results, 'calledApis', () => {
    const { apistats } = results.behavior ?? {};
    if (apistats) return new Set(Object.values(apistats).flatMap((counts) => Object.keys(counts)));
    const names = new Set<string>();
    for (const { calls } of processes(results)) for (const { api } of calls) names.add(api);
    return names;
  }),
);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
