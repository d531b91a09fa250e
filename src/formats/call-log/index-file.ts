import type { Problem } from '../../errors/problem.ts';
import { type BlockMeta, type CallStream, definition } from './stream.ts';
import type { ApiDef, ArgDef, CallLogFormat, DefinitionEvent, ProcessHeader } from './types.ts';
import type { Argument } from './values.ts';

/** What is known of a log after one pass. */
export interface LogIndex {
  streams: CallStream[];
  definitions: ApiDef[];
  events: DefinitionEvent[];
  /** Call id → arguments whose values stand elsewhere in the log. */
  notes: Map<number, Argument[]>;
  /** Offset where reading stopped. */
  end: number;
}

/** An index as it is stored. Only ever read from a place that no analysis can write to. */
export interface StoredIndex {
  format: string;
  version: number;
  size: number;
  end: number;
  definitions: { api: string; category: string; args: ArgDef[]; wide: boolean }[];
  /** Offset, key, definition id. */
  events: [number, number, number][];
  notes: [number, Argument[]][];
  streams: {
    header: ProcessHeader;
    length: number;
    threads: number[];
    stats: [number, number][];
    blocks: (Omit<BlockMeta, 'defs' | 'counts'> & { defs: number[]; counts: number[] })[];
  }[];
  problems: Problem[];
}

export function storeIndex(index: LogIndex, format: CallLogFormat, size: number, problems: Problem[]): StoredIndex {
  return {
    format: format.name,
    version: format.version,
    size,
    end: index.end,
    definitions: index.definitions.map(({ api, category, args, wide }) => ({ api, category, args, wide })),
    events: index.events.map(({ offset, key, def }) => [offset, key, def.id]),
    notes: [...index.notes],
    streams: index.streams.map(({ header, length, threads, stats, blocks }) => ({
      header,
      length,
      threads,
      stats: [...stats],
      blocks: blocks.map((block) => ({ ...block, defs: [...block.defs], counts: [...block.counts] })),
    })),
    problems,
  };
}

/** Undefined where the index was made by another format, version or size of log. */
export function restoreIndex(
  stored: StoredIndex,
  format: CallLogFormat,
  size: number,
): { index: LogIndex; problems: Problem[] } | undefined {
  if (stored.format !== format.name || stored.version !== format.version || stored.size !== size) return undefined;
  const definitions = stored.definitions.map((d, id) => definition(id, d.api, d.category, d.args, d.wide));
  const index: LogIndex = {
    definitions,
    events: stored.events.map(([offset, key, def]) => ({ offset, key, def: definitions[def]! })),
    notes: new Map(stored.notes),
    end: stored.end,
    streams: stored.streams.map(({ header, length, threads, stats, blocks }, id) => ({
      id,
      header,
      length,
      threads,
      stats: new Map(stats),
      blocks: blocks.map((block) => ({
        ...block,
        defs: Uint32Array.from(block.defs),
        counts: Uint32Array.from(block.counts),
      })),
    })),
  };
  return { index, problems: stored.problems };
}
