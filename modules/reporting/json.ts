import { type Call, type Output, type Process, Reporting, type Results } from 'ovoscope';
import { capeShape, cuckoo2Shape, writeJson } from 'ovoscope/report';

const SHAPES = {
  ovoscope: ownShape,
  cuckoo2: (results: Results, limit: number) => cuckoo2Shape(results, { calls: limit }),
  cape: (results: Results, limit: number) => capeShape(results, { calls: limit }),
};

/**
 * Writes the whole container as `report.json`.
 *
 * Options: `calls`, how many calls of each process are written: `all` (default), `none` or a number; a process
 * whose list was cut has the full count as `calls_total` beside it. `indent`, spaces per level: 4 (default), or 0 for
 * everything on one line. `shape`: `ovoscope` (default), or the container as other sandboxes lay it out, for programs
 * that read theirs: `cuckoo2` (Cuckoo 2.0.7) or `cape` (CAPE 2.4).
 */
export default class Json extends Reporting {
  name = 'json';
  defaults = { calls: 'all', indent: 4, shape: 'ovoscope' };

  run(results: Results): Output[] {
    const limit = callLimit(this.options['calls'] ?? 'all');
    const indent = indentOf(this.options['indent'] ?? 4);
    const written = SHAPES[shapeOf(this.options['shape'] ?? 'ovoscope')](results, limit);
    return [{ path: 'report.json', media: 'application/json', body: writeJson(written, { indent }) }];
  }
}

function ownShape(results: Results, limit: number): object {
  const { behavior } = results;
  if (behavior === undefined) return results;
  return { ...results, behavior: { ...behavior, processes: behavior.processes.map((p) => limited(p, limit)) } };
}

function shapeOf(option: unknown): keyof typeof SHAPES {
  if (typeof option === 'string' && Object.hasOwn(SHAPES, option)) return option as keyof typeof SHAPES;
  throw new RangeError(`option shape is ${JSON.stringify(option)}, but should be "ovoscope", "cuckoo2" or "cape"`);
}

/** The process with at most `limit` of its calls; says how many there are where that is fewer than all. */
function limited(process: Process, limit: number): object {
  const total = process.calls?.length ?? 0;
  if (total <= limit) return process;
  return { ...process, calls: { [Symbol.iterator]: () => first(process.calls, limit) }, calls_total: total };
}

function* first(calls: Iterable<Call>, limit: number): Generator<Call> {
  if (limit === 0) return;
  let count = 0;
  for (const call of calls) {
    yield call;
    if (++count >= limit) return;
  }
}

function callLimit(option: unknown): number {
  if (option === 'all') return Number.POSITIVE_INFINITY;
  if (option === 'none') return 0;
  const count = typeof option === 'string' && /^[0-9]{1,15}$/.test(option) ? Number(option) : option;
  if (Number.isSafeInteger(count) && (count as number) >= 0) return count as number;
  throw new RangeError(`option calls is ${JSON.stringify(option)}, but should be "all", "none" or a number of calls`);
}

function indentOf(option: unknown): number {
  if (Number.isSafeInteger(option) && (option as number) >= 0 && (option as number) <= 10) return option as number;
  throw new RangeError(`option indent is ${JSON.stringify(option)}, but should be a number of spaces from 0 to 10`);
}
