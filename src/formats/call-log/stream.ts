import type { ApiDef, ProcessHeader } from './types.ts';

/** Calls of one stream that are read together. */
export interface BlockMeta {
  /** Bytes of the log that hold them: `[offset, end)`. Calls folded into the last one may stand behind. */
  offset: number;
  end: number;
  lastRepeated: number;
  firstId: number;
  calls: number;
  /** Milliseconds since 1970, UTC. */
  minTime: number;
  maxTime: number;
  /** Ids of the definitions that occur, and how many calls of each. */
  defs: Uint32Array;
  counts: Uint32Array;
}

/** What the index knows of one process's calls. */
export interface CallStream {
  id: number;
  header: ProcessHeader;
  length: number;
  blocks: BlockMeta[];
  /** In order of appearance. */
  threads: number[];
  /** Definition id → calls, folded and omitted ones included. */
  stats: Map<number, number>;
}

/** Characters in all definitions of a log; those of real monitors have less than one million. */
const MAX_TEXT = 32 * 1024 * 1024;

/** Interns definitions: equal ones become one object. */
export class Definitions {
  readonly list: ApiDef[] = [];
  readonly #byContent = new Map<string, ApiDef>();
  readonly #limit: number;
  #characters = 0;

  constructor(limit: number, known: readonly ApiDef[] = []) {
    this.#limit = limit;
    for (const def of known) this.#byContent.set(contentOf(def), def);
  }

  find(wanted: Omit<ApiDef, 'id' | 'indexOf'>): ApiDef | undefined {
    return this.#byContent.get(contentOf(wanted));
  }

  intern(api: string, category: string, args: ApiDef['args'], wide: boolean): ApiDef | undefined {
    const content = contentOf({ api, category, args, wide });
    const known = this.#byContent.get(content);
    if (known !== undefined) return known;
    if (this.list.length >= this.#limit || this.#characters + content.length > MAX_TEXT) return undefined;
    this.#characters += content.length;
    const def = definition(this.list.length, api, category, args, wide);
    this.list.push(def);
    this.#byContent.set(content, def);
    return def;
  }

  /** Which limit `intern` refused for. */
  passed(): [what: string, limit: number] {
    if (this.list.length >= this.#limit) return ['different API definitions', this.#limit];
    return ['characters of API definitions', MAX_TEXT];
  }
}

function contentOf({ api, category, args, wide }: Omit<ApiDef, 'id' | 'indexOf'>): string {
  return JSON.stringify([api, category, wide, args]);
}

export function definition(id: number, api: string, category: string, args: ApiDef['args'], wide: boolean): ApiDef {
  const positions = new Map<string, number>();
  args.forEach((arg, i) => {
    if (!positions.has(arg.name)) positions.set(arg.name, i);
  });
  return { id, api, category, args, wide, indexOf: (name) => positions.get(name) ?? -1 };
}
