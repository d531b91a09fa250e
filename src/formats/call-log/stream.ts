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

/** Interns definitions: equal ones become one object. */
export class Definitions {
  readonly list: ApiDef[] = [];
  readonly #byContent = new Map<string, ApiDef>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  intern(api: string, category: string, args: ApiDef['args'], wide: boolean): ApiDef | undefined {
    const content = JSON.stringify([api, category, wide, args]);
    const known = this.#byContent.get(content);
    if (known !== undefined) return known;
    if (this.list.length >= this.#limit) return undefined;
    const def = definition(this.list.length, api, category, args, wide);
    this.list.push(def);
    this.#byContent.set(content, def);
    return def;
  }
}

export function definition(id: number, api: string, category: string, args: ApiDef['args'], wide: boolean): ApiDef {
  const positions = new Map<string, number>();
  args.forEach((arg, i) => {
    if (!positions.has(arg.name)) positions.set(arg.name, i);
  });
  return { id, api, category, args, wide, indexOf: (name) => positions.get(name) ?? -1 };
}
