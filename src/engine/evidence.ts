import { signatureProblems } from '../errors/engine.ts';
import { errorText, type Problem } from '../errors/problem.ts';

export interface EvidenceLimits {
  items: number;
  /** Of text, in UTF-16 units, keys included; other values count as 8. */
  size: number;
  depth: number;
}

export const EVIDENCE_LIMITS: EvidenceLimits = { items: 1000, size: 1 << 20, depth: 32 };

export interface Evidence {
  data: unknown[];
  /** How many pieces there were. */
  count: number;
  problems: Problem[];
}

/**
 * A signature's evidence as plain JSON that no later change can reach. Integers beyond 2^53 become decimal text,
 * dates ISO text. What JSON cannot hold otherwise is replaced by a description, with one problem. `dropped` pieces
 * were counted but not kept before.
 */
export function snapshotEvidence(
  signature: string,
  data: unknown,
  dropped = 0,
  limits: EvidenceLimits = EVIDENCE_LIMITS,
): Evidence {
  const problems: Problem[] = [];
  if (!Array.isArray(data)) {
    problems.push(signatureProblems.evidenceNotPlain(signature, 'data is no longer a list'));
    return { data: [], count: 0, problems };
  }
  const plain: unknown[] = [];
  const copier = new Copier(limits);
  for (let i = 0; i < data.length && plain.length < limits.items; i++) {
    const copy = copier.copy(data[i], 0);
    // A piece that doesn't fit is left out whole; the first is kept cut, so that a match always shows something.
    if (copier.isFull && plain.length > 0) break;
    plain.push(copy ?? null);
    if (copier.isFull) break;
  }
  if (copier.odd !== undefined) problems.push(signatureProblems.evidenceNotPlain(signature, copier.odd));
  const count = data.length + dropped;
  if (plain.length < count) problems.push(signatureProblems.evidenceCut(signature, plain.length, count));
  return { data: plain, count, problems };
}

class Copier {
  /** The first thing that JSON cannot hold. */
  odd: string | undefined;
  #left: number;
  readonly #maxDepth: number;
  readonly #above = new Set<object>();

  constructor({ size, depth }: EvidenceLimits) {
    this.#left = size;
    this.#maxDepth = depth;
  }

  get isFull(): boolean {
    return this.#left < 0;
  }

  copy(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case 'string':
        this.#left -= value.length;
        return this.isFull ? value.slice(0, Math.max(0, value.length + this.#left)) : value;
      case 'number':
        this.#left -= 8;
        return Number.isFinite(value) ? value : this.#note(String(value));
      case 'boolean':
        this.#left -= 8;
        return value;
      case 'bigint':
        return this.copy(String(value), depth);
      case 'undefined':
        return undefined;
      case 'object':
        return value === null ? null : this.#object(value, depth);
      default:
        return this.#note(`a ${typeof value}`);
    }
  }

  #object(value: object, depth: number): unknown {
    if (this.#above.has(value)) return this.#note('an object that holds itself');
    if (depth >= this.#maxDepth) return this.#note(`more than ${this.#maxDepth} levels`);
    this.#above.add(value);
    this.#left -= 2;
    try {
      return this.#members(value, depth + 1);
    } catch (error) {
      return this.#note(`an object that cannot be read (${errorText(error)})`);
    } finally {
      this.#above.delete(value);
    }
  }

  #members(value: object, depth: number): unknown {
    if (value instanceof Date) return this.copy(Number.isNaN(value.getTime()) ? null : value.toISOString(), depth);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return this.#note('bytes');
    // Call lists have a toJSON too, but one that would read all calls at once.
    if (isIterable(value)) return this.#list(value, depth);
    if ('toJSON' in value && typeof value.toJSON === 'function') return this.copy(value.toJSON(), depth);
    const copy: { [name: string]: unknown } = {};
    for (const [name, member] of Object.entries(value)) {
      if (this.isFull) break;
      this.#left -= name.length;
      const plain = this.copy(member, depth);
      if (plain === undefined) continue;
      // `__proto__` is a name like any other here.
      Object.defineProperty(copy, name, { value: plain, enumerable: true, configurable: true, writable: true });
    }
    return copy;
  }

  #list(values: Iterable<unknown>, depth: number): unknown {
    if (values instanceof Map) this.odd ??= 'a Map';
    if (values instanceof Set) this.odd ??= 'a Set';
    const list: unknown[] = [];
    for (const item of values) {
      if (this.isFull) break;
      this.#left -= 1;
      list.push(this.copy(item, depth) ?? null);
    }
    return list;
  }

  #note(what: string): string {
    this.odd ??= what;
    this.#left -= what.length;
    return `[${what}]`;
  }
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value && typeof value[Symbol.iterator] === 'function';
}
