/**
 * What in a value JSON cannot hold, and where: `a Map at data[0].seen`. Undefined where all of it survives. With
 * `bigints`, whole numbers beyond 2^53 are accepted, as they are in the container.
 */
export function unholdable(value: unknown, place: string, options: { bigints?: boolean } = {}): string | undefined {
  return new Walk(options.bigints ?? false).visit(value, place);
}

class Walk {
  readonly #above = new Set<object>();
  readonly #bigints: boolean;

  constructor(bigints: boolean) {
    this.#bigints = bigints;
  }

  visit(value: unknown, place: string): string | undefined {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return undefined;
      case 'number':
        return Number.isFinite(value) ? undefined : `${value} at ${place}`;
      case 'bigint':
        return this.#bigints ? undefined : `a bigint at ${place}`;
      case 'object':
        return value === null ? undefined : this.#object(value, place);
      default:
        return `${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`} at ${place}`;
    }
  }

  #object(value: object, place: string): string | undefined {
    if (this.#above.has(value)) return `an object that holds itself at ${place}`;
    this.#above.add(value);
    const found = this.#members(value, place);
    this.#above.delete(value);
    return found;
  }

  #members(value: object, place: string): string | undefined {
    if (Array.isArray(value)) return this.#first(value.map((item, i) => [item, `${place}[${i}]`]));
    if ('toJSON' in value && typeof value.toJSON === 'function' && !(value instanceof Date)) {
      return this.visit(value.toJSON(), place);
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (value instanceof Date || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) {
      return `a ${value.constructor.name} at ${place}`;
    }
    if (prototype !== null && Symbol.iterator in value) return `a ${value.constructor.name} at ${place}`;
    return this.#first(Object.entries(value).map(([name, member]) => [member, `${place}.${name}`]));
  }

  #first(members: [unknown, string][]): string | undefined {
    for (const [member, place] of members) {
      const found = this.visit(member, place);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Text that is equal for equal data, whatever the order of keys; big integers are told from text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === 'bigint') return { bigint: String(member) };
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
