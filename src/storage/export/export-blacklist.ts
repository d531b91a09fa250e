import type { Store } from '../store.ts';
import type { BlacklistQuery } from '../types.ts';
import { EXPORTERS } from './formats.ts';
import { nothingLeftOut, selectForExport, type Withheld } from './select.ts';
import type { ExportEntry, ExportFormat, ExportPiece, LeftOut } from './types.ts';

/** The start of the range that is reserved for local rules. */
export const DEFAULT_SID_BASE = 1_900_000;

export interface ExportOptions {
  format: ExportFormat;
  query?: Omit<BlacklistQuery, 'expired'>;
  generated?: Date;
  comments?: boolean;
  sidBase?: number;
  /** Told of each entry that stays. */
  withheld?: (entry: Withheld) => void;
}

export interface BlacklistExport {
  /** All files the format may write. */
  files: readonly string[];
  pieces: AsyncIterable<ExportPiece>;
  /** How many entries left; complete with the last piece. */
  count: () => number;
  /** What did not leave; complete with the last piece. */
  leftOut: LeftOut;
}

/** The blacklist in a format of others. What is whitelisted or has lapsed never is part of it. */
export async function exportBlacklist(store: Store, options: ExportOptions): Promise<BlacklistExport> {
  const generated = options.generated ?? new Date();
  const leftOut = nothingLeftOut();
  const whitelist = await store.whitelist.snapshot();
  const all = store.blacklist.entries({ ...options.query, expired: true });
  const selected = selectForExport(all, { whitelist, now: generated, leftOut, withheld: options.withheld });
  let count = 0;
  async function* counted(): AsyncGenerator<ExportEntry> {
    for await (const entry of selected) {
      count += 1;
      yield entry;
    }
  }
  const exporter = EXPORTERS[options.format];
  const context = {
    generated,
    leftOut,
    comments: options.comments ?? true,
    sidBase: options.sidBase ?? DEFAULT_SID_BASE,
  };
  return { files: exporter.files, pieces: exporter.write(counted(), context), count: () => count, leftOut };
}
