import type { Process, Results } from 'ovoscope';
import { apis, type CallEvidence, evidence, files, firstUses, processes, textArgument } from 'ovoscope/query';

/** Programs that look at every file as part of their work. */
const LOOKS_EVERYWHERE = [
  'explorer.exe',
  'searchindexer.exe',
  'searchprotocolhost.exe',
  'msmpeng.exe',
  'svchost.exe',
  'tiworker.exe',
];
const TOUCHES = [...apis.looksForFile, ...apis.copiesFile];

/**
 * Evidence of files that match and were touched by a process that they don't belong to: the first touch of each file
 * by each such process, or the file alone where no calls are kept.
 */
export function strangersAt(
  results: Results,
  patterns: readonly RegExp[],
  owners: readonly string[],
): (CallEvidence | { [name: string]: string })[] {
  const found = files(results, patterns);
  if (found.length === 0) return [];
  const running = processes(results).filter((process) => process.calls.length > 0);
  if (running.length === 0) return firstUses(results, found, [], 'filepath');
  const wanted = new Set(found);
  return running
    .filter((process) => !owners.concat(LOOKS_EVERYWHERE).includes(process.process_name.toLowerCase()))
    .flatMap((process) => touches(process, wanted));
}

function touches(process: Process, wanted: ReadonlySet<string>): CallEvidence[] {
  const uses = new Map<string, CallEvidence>();
  for (const call of process.calls.ofApi(...TOUCHES)) {
    const argument = (apis.copiesFile as readonly string[]).includes(call.api) ? 'oldfilepath' : 'filepath';
    const path = textArgument(call, argument);
    if (wanted.has(path) && !uses.has(path)) uses.set(path, evidence(call, process, argument));
  }
  return [...uses.values()];
}
