import type { Process, Results } from '../plugin/container.ts';

export const processes = (results: Results): readonly Process[] => results.behavior?.processes ?? [];

/** The first process with this id; Windows gives the ids of ended processes to new ones. */
export const processByPid = (results: Results, pid: number): Process | undefined =>
  processes(results).find((process) => process.process_id === pid);

export const processName = (results: Results, pid: number): string | undefined =>
  processByPid(results, pid)?.process_name;

export function parentOf(results: Results, process: Process): Process | undefined {
  return process.parent_id === process.process_id ? undefined : processByPid(results, process.parent_id);
}

export const children = (results: Results, pid: number): Process[] =>
  processes(results).filter((process) => process.parent_id === pid && process.process_id !== pid);

/** Children, their children and so on, nearest first; each process once, even where ids were reused in a circle. */
export function descendants(results: Results, pid: number): Process[] {
  const found = new Set<Process>(children(results, pid));
  for (const process of found) {
    for (const child of children(results, process.process_id)) if (child.process_id !== pid) found.add(child);
  }
  return [...found];
}

/** File name of the sample, or the empty string where the analysis doesn't say. */
export const sampleName = (results: Results): string => results.target?.file?.name ?? results.file?.name ?? '';

/** The command line that a process was started with, or the empty string where no log tells. */
export const commandLineOf = (process: Process): string =>
  process.command_line ?? process.environ?.['CommandLine'] ?? '';
