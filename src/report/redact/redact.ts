import type { Argument, Call, CallList, RedactionFacts, Results } from '../../plugin/container.ts';
import { isRecord } from '../view-model-text.ts';
import { namedFields, nameText, ofCall, ofEnvironment } from './named-fields.ts';
import type { NameKind } from './names.ts';
import { type Redaction, Redactor } from './redactor.ts';
import { COMMON_WORDS } from './words.ts';

export { REDACTIONS, type Redaction } from './redactor.ts';

export interface Redacted {
  /** A copy; calls are redacted as they are read. */
  results: Results;
  facts: RedactionFacts;
  /** Any other text with the same pseudonyms. */
  text(text: string): string;
}

/**
 * A copy of the container in which names of users and computers, and internal addresses, are replaced by pseudonyms,
 * each always by the same. Reads all calls once, to know the names before the first one is written; `signal` ends that.
 */
export function redactResults(results: Results, kinds: readonly Redaction[], signal?: AbortSignal): Redacted {
  const redactor = new Redactor(kinds);
  for (const { kind, value } of namedFields(results)) redactor.names.add(kind, value);
  eachString(results, (text) => redactor.learn(text));
  for (const process of results.behavior?.processes ?? []) {
    let count = 0;
    for (const call of process.calls ?? []) {
      if ((++count & 1023) === 0) signal?.throwIfAborted();
      learnCall(call, redactor);
    }
  }
  redactor.settle();
  const copy = new Copier(redactor).copy(results) as Results;
  const { user, host } = redactor.names.counts;
  const facts = {
    kinds: [...new Set(kinds)],
    users: user,
    hosts: host + redactor.names.machines,
    internal_ips: redactor.addresses,
  };
  return { results: copy, facts, text: (text) => redactor.text(text) };
}

function learnCall(call: Call, redactor: Redactor): void {
  const named = ofCall(call);
  if (named !== undefined) {
    for (const [i, kind] of named) redactor.names.add(kind, nameText(call.arguments[i]!.value));
  }
  for (const { value, pretty_value } of call.arguments) {
    if (typeof value === 'string') redactor.learn(value);
    else if (typeof value === 'object') eachString(value, (text) => redactor.learn(text));
    if (typeof pretty_value === 'string') redactor.learn(pretty_value);
  }
  for (const more of [call.raw, call.flags, call.stacktrace]) {
    if (more !== undefined) eachString(more, (text) => redactor.learn(text));
  }
}

/** Every string of a value but those of calls, keys included; no recursion, for hostile trees are deep. */
function eachString(root: unknown, visit: (text: string) => void): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') visit(value);
    else if (Array.isArray(value)) for (let i = value.length - 1; i >= 0; i--) open.push(value[i]);
    else if (isRecord(value) && !isCallList(value)) {
      const stand = plain(value);
      if (stand !== value) open.push(stand);
      else {
        const entries = Object.entries(value);
        for (const [key] of entries) visit(key);
        for (const [, inner] of entries.reverse()) open.push(inner);
      }
    }
  }
}

/** An object of a class in the way it is written. */
function plain(value: { [name: string]: unknown }): unknown {
  return typeof value['toJSON'] === 'function' ? (value['toJSON'] as () => unknown)() : value;
}

function isCallList(value: object): value is CallList {
  return Symbol.iterator in value && 'at' in value && 'length' in value && !Array.isArray(value);
}

interface Open {
  from: unknown;
  into: unknown[] | { [name: string]: unknown };
  at: string | number;
  /** The key that `from` stands under, nearest first. */
  key: string;
  parent: string;
}

class Copier {
  readonly #redactor: Redactor;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  copy(root: unknown): unknown {
    const top: { [name: string]: unknown } = {};
    const open: Open[] = [{ from: root, into: top, at: 'root', key: '', parent: '' }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const value = this.#one(next, open);
      Object.defineProperty(next.into, next.at, { value, enumerable: true, configurable: true, writable: true });
    }
    return top['root'];
  }

  #one({ from, key, parent }: Open, open: Open[]): unknown {
    if (typeof from === 'string') return this.#string(from, key, parent);
    if (typeof from !== 'object' || from === null) return from;
    if (from instanceof Uint8Array)
      return Buffer.from(this.#redactor.text(Buffer.from(from).toString('latin1')), 'latin1');
    if (isCallList(from)) return new RedactedCalls(from, (call) => this.call(call));
    if (Array.isArray(from)) {
      const list: unknown[] = new Array(from.length);
      for (let i = from.length - 1; i >= 0; i--) open.push({ from: from[i], into: list, at: i, key, parent });
      return list;
    }
    const stand = plain(from as { [name: string]: unknown });
    if (stand !== from) return this.#one({ from: stand, into: [], at: 0, key, parent }, open);
    const object: { [name: string]: unknown } = {};
    const isTop = key === '';
    const entries = Object.entries(from);
    // In order, so that the copy has its keys in the order of the original.
    for (const [name] of entries) {
      const at = this.#key(name, isTop);
      Object.defineProperty(object, at, { value: undefined, enumerable: true, configurable: true, writable: true });
    }
    for (const [name, value] of entries.reverse()) {
      open.push({ from: value, into: object, at: this.#key(name, isTop), key: name, parent: key });
    }
    return object;
  }

  /** Names of fields stay; keys that come from the analysis are texts as all others. */
  #key(name: string, isTop: boolean): string {
    const isField =
      /^[a-z][a-z0-9_]*$/.test(name) && name.split('_').every((word) => word.length < 4 || COMMON_WORDS.has(word));
    return isTop || isField ? name : this.#redactor.text(name);
  }

  #string(text: string, key: string, parent: string): string {
    const kind = fieldKind(key, parent);
    const pseudonym = kind === undefined ? undefined : this.#redactor.names.ofField(kind, text);
    return pseudonym ?? this.#redactor.text(text);
  }

  call(call: Call): Call {
    const source = plain(call as unknown as { [name: string]: unknown }) as Call;
    const named = ofCall(source);
    const args = source.arguments.map((argument, i) => {
      const kind = named?.get(i);
      if (kind === undefined || typeof argument.value !== 'string') return this.copy(argument) as Argument;
      const value = this.#redactor.names.ofField(kind, nameText(argument.value)!);
      const copy = this.copy(argument) as Argument;
      return value === undefined ? copy : { ...copy, value };
    });
    const copy = this.copy({ ...source, arguments: [] }) as Call;
    // Names of functions stay, unless they are none.
    for (const field of ['api', 'category'] as const) if (/^\w{1,64}$/.test(source[field])) copy[field] = source[field];
    copy.arguments = args;
    return copy;
  }
}

function fieldKind(key: string, parent: string): NameKind | undefined {
  if (parent === 'environ') return ofEnvironment(key);
  if (parent === 'machine') return key === 'name' || key === 'label' ? 'host' : undefined;
  if (parent !== 'info') return undefined;
  return key === 'owner' ? 'user' : key === 'machine' ? 'host' : undefined;
}

/** Calls that are redacted as they are read. */
class RedactedCalls implements CallList {
  readonly #calls: CallList;
  readonly #redact: (call: Call) => Call;

  constructor(calls: CallList, redact: (call: Call) => Call) {
    this.#calls = calls;
    this.#redact = redact;
  }

  get length(): number {
    return this.#calls.length;
  }

  *[Symbol.iterator](): Iterator<Call> {
    for (const call of this.#calls) yield this.#redact(call);
  }

  at(index: number): Call | undefined {
    const call = this.#calls.at(index);
    return call === undefined ? undefined : this.#redact(call);
  }

  slice(start?: number, end?: number): Call[] {
    return this.#calls.slice(start, end).map(this.#redact);
  }

  *ofApi(...names: string[]): Iterable<Call> {
    for (const call of this.#calls.ofApi(...names)) yield this.#redact(call);
  }

  toJSON(): Call[] {
    return this.slice();
  }
}
