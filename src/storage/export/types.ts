import type { BlacklistEntry, Reason } from '../types.ts';

export const EXPORT_FORMATS = ['plain', 'csv', 'json', 'stix', 'misp', 'suricata'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export function isExportFormat(text: string): text is ExportFormat {
  return (EXPORT_FORMATS as readonly string[]).includes(text);
}

/** A reason without what may not leave. */
export interface ExportReason extends Reason {
  /** How many of `matched` and `values` were left out because they name something whitelisted. */
  left_out?: number;
}

export interface ExportEntry extends Omit<BlacklistEntry, 'reasons'> {
  reasons: ExportReason[];
}

/** What an export did not say; complete when its last piece has been read. */
export interface LeftOut {
  whitelisted: number;
  expired: number;
  /** Values a format has no place for, by why. */
  unsupported: Map<string, number>;
  /** Entries whose evidence was thinned out because it names something whitelisted. */
  thinned: number;
}

export interface ExportContext {
  generated: Date;
  leftOut: LeftOut;
  /** Whether formats that can should say inside what was left out. */
  comments: boolean;
  /** First signature id of Suricata rules. */
  sidBase: number;
}

/** A piece of one of the export's files. */
export interface ExportPiece {
  file: string;
  text: string;
}

/** Entries in, in order of type and value; pieces of files out, so that an export of any length takes little memory. */
export interface Exporter {
  /** All files it may write; with one, that one can go to standard output. */
  files: readonly string[];
  write(entries: AsyncIterable<ExportEntry>, context: ExportContext): AsyncIterable<ExportPiece>;
}

/** `3 whitelisted, 1 expired`, or `nothing`. */
export function leftOutText({ whitelisted, expired, unsupported, thinned }: LeftOut): string {
  const parts: string[] = [];
  if (whitelisted > 0) parts.push(`${whitelisted} whitelisted`);
  if (expired > 0) parts.push(`${expired} expired`);
  for (const [why, count] of unsupported) parts.push(`${count} ${why}`);
  if (thinned > 0)
    parts.push(`evidence in ${thinned} ${thinned === 1 ? 'entry' : 'entries'} that names something whitelisted`);
  return parts.length > 0 ? parts.join(', ') : 'nothing';
}

/** Counts a value that the format has no place for. */
export function leaveOut(leftOut: LeftOut, why: string): void {
  leftOut.unsupported.set(why, (leftOut.unsupported.get(why) ?? 0) + 1);
}
