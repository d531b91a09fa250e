import { errorText, type Problem } from '../errors/problem.ts';
import { pythonRunProblems } from '../errors/python.ts';
import type { Call, Results } from '../plugin/container.ts';
import type { Frame } from './frames.ts';
import { type CallShape, capeCalls, cuckoo2Calls } from './shapes/calls.ts';
import { capeSections, type Sections, type ShapeOptions } from './shapes/cape.ts';
import { cuckoo2Sections } from './shapes/cuckoo2.ts';
import { jsonOf } from './shapes/values.ts';
import type { Dialect } from './types.ts';

/** What is sent at once: about so much JSON. */
const BATCH_BYTES = 1 << 20;
const BATCH_CALLS = 4_000;
const MAX_TOLD = 20;

interface Want {
  apis: ReadonlySet<string> | undefined;
  categories: ReadonlySet<string> | undefined;
}

/** A pass over the calls of a process, as far as it has come. */
interface Pass {
  calls: Iterator<Call>;
  /** The call that `from` of the next question must name. */
  next: number;
  /** Prepared while the interpreter is busy with the one before. */
  ahead: Batch | undefined;
}

interface Batch {
  from: number;
  next: number | null;
  body: Buffer;
}

/** Answers what the interpreter asks of one analysis. */
export class Answerer {
  readonly problems: Problem[] = [];
  readonly #results: Results;
  readonly #shapes = new Map<Dialect, { sections: Sections; calls: CallShape }>();
  readonly #passes = new Map<string, Pass>();
  readonly #told = new Set<string>();

  constructor(results: Results, dialects: readonly Dialect[], options: ShapeOptions) {
    this.#results = results;
    const origin = results.info?.dialect ?? '';
    for (const dialect of dialects) {
      if (dialect === 'cape') {
        this.#shapes.set(dialect, { sections: capeSections(results, options), calls: capeCalls(origin === 'cape') });
      } else {
        this.#shapes.set(dialect, {
          sections: cuckoo2Sections(results),
          calls: cuckoo2Calls(origin === 'cuckoo-2' || origin === 'linux-stap'),
        });
      }
    }
  }

  /** The parts of the container there are, without the processes, which belong to the behavior. */
  keys(dialect: Dialect): string[] {
    return [...(this.#shapes.get(dialect)?.sections.keys() ?? [])].filter((key) => key !== 'processes');
  }

  /** Any question gets an answer; what it names need not exist. */
  answer({ header }: Frame): { header: Frame['header']; body: Uint8Array } {
    const shape = header['shape'] as Dialect;
    if (!this.#shapes.has(shape)) return { header: { next: null }, body: Buffer.from('[]') };
    if (header['kind'] === 'calls') return this.#calls(shape, header);
    return { header: {}, body: this.#section(shape, String(header['key'])) };
  }

  #section(dialect: Dialect, key: string): Uint8Array {
    const make = this.#shapes.get(dialect)?.sections.get(key);
    try {
      if (make !== undefined) return Buffer.from(jsonOf(make()));
    } catch (error) {
      this.#tell(`"${key}"`, error);
    }
    return Buffer.from('null');
  }

  #calls(dialect: Dialect, header: Frame['header']): { header: Frame['header']; body: Uint8Array } {
    const { process, from } = header as { process: number; from: number };
    const key = `${dialect} ${process} ${header['all'] === true ? 'all' : 'watched'}`;
    const pass = this.#passAt(key, dialect, header);
    const batch = pass.ahead?.from === from ? pass.ahead : this.#read(dialect, pass);
    pass.ahead = undefined;
    if (batch.next === null) this.#passes.delete(key);
    // The next is made while the interpreter is at work with this one.
    else
      setImmediate(() => {
        if (this.#passes.get(key) === pass && pass.next === batch.next) pass.ahead ??= this.#read(dialect, pass);
      });
    return { header: { next: batch.next }, body: batch.body };
  }

  /** The pass that stands where it is asked to go on, or a new one. */
  #passAt(key: string, dialect: Dialect, header: Frame['header']): Pass {
    const { process, from, wants } = header as { process: number; from: number; wants?: unknown };
    const known = this.#passes.get(key);
    if (known !== undefined && (known.ahead?.from ?? known.next) === from) return known;
    const list = this.#results.behavior?.processes[process]?.calls;
    const pass: Pass = { calls: [][Symbol.iterator](), next: from, ahead: undefined };
    if (list !== undefined) {
      const wanted = header['all'] === true ? undefined : wantedBy(wants);
      const { calls: shape } = this.#shapes.get(dialect)!;
      pass.calls = selected(list, wanted, shape, from);
    }
    this.#passes.set(key, pass);
    return pass;
  }

  /** A log that can't be read on ends there. */
  #nextCall(pass: Pass): Call | undefined {
    try {
      const item = pass.calls.next();
      return item.done ? undefined : item.value;
    } catch (error) {
      this.#tell('the calls of a process', error);
      return undefined;
    }
  }

  /** The first few, each once. */
  #tell(what: string, error: unknown): void {
    if (this.#told.size >= MAX_TOLD || this.#told.has(what)) return;
    this.#told.add(what);
    this.problems.push(pythonRunProblems.section(what, errorText(error)));
  }

  #read(dialect: Dialect, pass: Pass): Batch {
    const { convert } = this.#shapes.get(dialect)!.calls;
    const from = pass.next;
    const texts: string[] = [];
    let size = 0;
    let next: number | null = null;
    for (;;) {
      const call = this.#nextCall(pass);
      if (call === undefined) break;
      let text: string;
      try {
        text = jsonOf(convert(call));
      } catch (error) {
        this.#tell(`call ${call.id} of a process`, error);
        continue;
      }
      texts.push(text);
      size += text.length;
      if (size >= BATCH_BYTES || texts.length >= BATCH_CALLS) {
        next = call.id + 1;
        break;
      }
    }
    if (next !== null) pass.next = next;
    return { from, next, body: Buffer.from(`[${texts.join(',')}]`) };
  }
}

function wantedBy(wants: unknown): readonly Want[] | undefined {
  if (!Array.isArray(wants)) return undefined;
  const set = (value: unknown) => (Array.isArray(value) ? new Set<string>(value) : undefined);
  return wants.map(({ apis, categories }) => ({ apis: set(apis), categories: set(categories) }));
}

/** Calls from a position on that somebody wants; parts of a log that hold none are not read. */
function* selected(
  list: Iterable<Call>,
  wants: readonly Want[] | undefined,
  shape: CallShape,
  from: number,
): Generator<Call> {
  const known = new Map<string, boolean>();
  const isWanted = (call: Call): boolean => {
    if (wants === undefined) return true;
    const key = `${call.api}\0${call.category}`;
    let answer = known.get(key);
    if (answer === undefined) {
      const category = shape.category(call);
      answer = wants.some(
        ({ apis, categories }) => (apis?.has(call.api) ?? true) && (categories?.has(category) ?? true),
      );
      known.set(key, answer);
    }
    return answer;
  };
  const wanted = wants?.every(({ apis }) => apis !== undefined) ? wants : undefined;
  const calls = wanted === undefined ? list : ofApis(list, wanted);
  for (const call of calls) if (call.id >= from && isWanted(call)) yield call;
}

/** Where only some APIs are wanted, lists that know their blocks skip the others. */
function ofApis(list: Iterable<Call>, wants: readonly Want[]): Iterable<Call> {
  const { ofApi } = list as Partial<{ ofApi: (...names: string[]) => Iterable<Call> }>;
  return ofApi === undefined ? list : ofApi.call(list, ...new Set(wants.flatMap(({ apis }) => [...apis!])));
}
