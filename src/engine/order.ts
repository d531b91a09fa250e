import { pluginProblems } from '../errors/engine.ts';
import type { Problem } from '../errors/problem.ts';
import type { Processing } from '../plugin/processing.ts';
import { nearest } from '../util/nearest.ts';
import type { Loaded } from './load.ts';

/**
 * Sorts processing modules so that each comes after the keys it needs, and after those it would like to read unless
 * these wait for it in turn, and what reads a module that waits comes as late as it can; otherwise the order stays. Modules whose needs no module gives, or that need each other
 * in a circle, are left out, and so are those that need them.
 */
export function orderByNeeds(modules: readonly Loaded<Processing>[]): {
  ordered: Loaded<Processing>[];
  problems: Problem[];
} {
  const problems: Problem[] = [];
  const disabled = modules.filter((module) => !module.enabled);
  const usable = new Map(modules.filter((module) => module.enabled).map((module) => [module.name, module]));

  dropWithMissingNeeds(usable, problems);
  for (let cycle = findCycle(usable); cycle !== undefined; cycle = findCycle(usable)) {
    problems.push(pluginProblems.needCycle(cycle.map(({ name, file }) => ({ key: name, file: file.shown }))));
    for (const module of cycle) usable.delete(module.name);
    dropWithMissingNeeds(usable, problems);
  }

  const ordered: Loaded<Processing>[] = [];
  const placed = new Set<string>();
  const isSettled = (key: string) => placed.has(key) || !usable.has(key);
  const isLate = readersOfWaiting(usable);
  while (ordered.length < usable.size) {
    // From the top each time: what was waiting for a key comes before what follows its module in path order.
    const ready = [...usable.values()].filter(
      ({ name, specimen }) => !placed.has(name) && specimen.needs.every((need) => placed.has(need)),
    );
    const settled = ready.filter(({ specimen }) => (specimen.after ?? []).every(isSettled));
    const module = settled.find(({ name }) => !isLate(name)) ?? settled[0] ?? ready[0]!;
    ordered.push(module);
    placed.add(module.name);
  }
  return { ordered: [...ordered, ...disabled], problems };
}

/** Tells the modules that read, over others or directly, one that waits: others have time to run before them. */
function readersOfWaiting(modules: ReadonlyMap<string, Loaded<Processing>>): (name: string) => boolean {
  const late = new Set<string>();
  for (let size = -1; size < late.size; ) {
    size = late.size;
    for (const [name, { specimen }] of modules) {
      const reads = [...specimen.needs, ...(specimen.after ?? [])];
      if (reads.some((key) => late.has(key) || modules.get(key)?.specimen.waits)) late.add(name);
    }
  }
  return (name) => late.has(name);
}

function dropWithMissingNeeds(usable: Map<string, Loaded<Processing>>, problems: Problem[]): void {
  for (let again = true; again; ) {
    again = false;
    for (const [name, { file, specimen }] of usable) {
      const missing = specimen.needs.find((need) => !usable.has(need));
      if (missing === undefined) continue;
      usable.delete(name);
      problems.push(pluginProblems.needMissing(file.shown, name, missing, nearest(missing, usable.keys())));
      again = true;
    }
  }
}

function findCycle(usable: Map<string, Loaded<Processing>>): Loaded<Processing>[] | undefined {
  const done = new Set<string>();
  for (const start of usable.values()) {
    const path: Loaded<Processing>[] = [];
    const found = visit(start, path);
    if (found) return path.slice(path.indexOf(found));
  }
  return undefined;

  function visit(module: Loaded<Processing>, path: Loaded<Processing>[]): Loaded<Processing> | undefined {
    if (path.includes(module)) return module;
    if (done.has(module.name)) return undefined;
    path.push(module);
    for (const need of module.specimen.needs) {
      const found = visit(usable.get(need)!, path);
      if (found) return found;
    }
    path.pop();
    done.add(module.name);
    return undefined;
  }
}
