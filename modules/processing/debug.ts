import { type Debug, errorText, Processing } from 'ovoscope';
import { fileProblems } from 'ovoscope/formats';
import { readText } from './_file_record.ts';

const ENTRY = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[,.]\d{3} \[[^\]\n]{0,200}\] ([A-Z]{1,20}): ?/;
const BAD = new Set(['ERROR', 'CRITICAL']);
/** A traceback is a few dozen lines; a sample that floods the log must not fill the container with it. */
const MAX_LINES = 100;
const MAX_ERRORS = 1000;
const MAX_SMALL_FILE = 1 << 20;

/** What the guest's and the host's logs say about the run itself. */
export default class DebugLogs extends Processing<'debug'> {
  readonly key = 'debug' as const;
  /** Bytes that are read of each log. */
  readonly defaults = { limit: 16 << 20 };

  run(): Debug {
    const limit = this.#limit();
    const log = readText(this, 'analysis.log', limit);
    if (log === undefined) this.problem(fileProblems.noLog());
    const cuckoo = readText(this, 'cuckoo.log', limit);
    const told = this.#told();
    const errors = new Set(told.errors);
    for (const text of [log, cuckoo]) {
      for (const error of errorsOf(text ?? '')) {
        if (errors.size >= MAX_ERRORS) break;
        errors.add(error);
      }
    }
    const debug: Debug = { log: log ?? '', errors: [...errors] };
    if (cuckoo !== undefined)
      debug.cuckoo = cuckoo.split('\n').filter((line, i, all) => line !== '' || i < all.length - 1);
    if (told.action.length > 0) debug.action = told.action;
    return debug;
  }

  #limit(): number {
    const { limit } = this.options;
    return typeof limit === 'number' && limit >= 0 ? limit : this.defaults.limit;
  }

  /** Errors and advice that the sandbox itself recorded beside its logs. */
  #told(): { errors: string[]; action: string[] } {
    const analysis = this.#json('analysis.json');
    const actions = this.#json('action.json');
    const mitm = readText(this, 'mitm.err', MAX_SMALL_FILE);
    return {
      errors: [...texts(field(analysis, 'errors')), ...(mitm ? [mitm] : [])],
      action: [...new Set([...texts(field(analysis, 'action')), ...texts(field(actions, 'action') ?? actions)])],
    };
  }

  #json(path: string): unknown {
    const text = readText(this, path, MAX_SMALL_FILE);
    if (!text?.trim()) return undefined;
    try {
      return JSON.parse(text);
    } catch (error) {
      this.problem(fileProblems.damagedJson(path, errorText(error)));
      return undefined;
    }
  }
}

function field(value: unknown, name: string): unknown {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord && Object.hasOwn(value, name) ? (value as { [name: string]: unknown })[name] : undefined;
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item): item is string => typeof item === 'string' && item !== '').slice(0, MAX_ERRORS);
}

/** Messages of level ERROR and above, with the lines that belong to them. */
function* errorsOf(log: string): Generator<string> {
  let error: string[] | undefined;
  for (const line of log.split('\n')) {
    const entry = ENTRY.exec(line);
    if (!entry) {
      if (error && error.length < MAX_LINES) error.push(line);
      continue;
    }
    if (error) yield error.join('\n').trimEnd();
    error = BAD.has(entry[1]!) ? [line.slice(entry[0].length)] : undefined;
  }
  if (error) yield error.join('\n').trimEnd();
}
