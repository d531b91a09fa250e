import type { ExportEntry } from './types.ts';

/** What an entry is based on, in a line that names rules and no evidence. */
export function describeEntry(entry: ExportEntry): string {
  const parts: string[] = [];
  if (entry.score !== null) parts.push(`score ${entry.score}, threshold ${entry.threshold}`);
  const keys = new Set(entry.reasons.map((reason) => reason.key));
  if (keys.size > 0) parts.push(`rules: ${[...keys].join(', ')}`);
  if (entry.manual)
    parts.push(entry.manual_reason === null ? 'entered by hand' : `entered by hand: ${oneLine(entry.manual_reason)}`);
  return parts.join('; ') || 'blacklisted';
}

/** Text from outside on one line, without control characters. */
function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ').slice(0, 500);
}
