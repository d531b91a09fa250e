import { defang } from '../defang.ts';
import { cutAt, visible } from '../escape.ts';
import { plural } from '../view-model-text.ts';
import type { CommonItem, Comparison, DiffItem, DiffSection, Side } from './types.ts';

export interface DiffTextOptions {
  /** Lines of each list of a section; 0 for all. Default 20. */
  lines?: number;
}

const WIDTH = 300;

/** The comparison as text: `-` only A, `+` only B, `=` both. Safe for a terminal. */
export function* diffText(comparison: Comparison, { lines = 20 }: DiffTextOptions = {}): Generator<string> {
  const { a, b, same_sample, notes, sections, totals } = comparison;
  yield `A  ${sideText(a)}\nB  ${sideText(b)}\n`;
  if (same_sample !== null) yield `${same_sample ? 'The same sample.' : 'Different samples.'}\n`;
  for (const note of notes) yield `! ${note}\n`;
  yield `\n${totals.only_a} only in A, ${totals.both} in both, ${totals.only_b} only in B\n`;
  for (const section of sections)
    if (section.state === 'compared') yield* sectionText(section, lines || Number.POSITIVE_INFINITY);
}

function* sectionText({ title, only_a, both, only_b }: DiffSection, lines: number): Generator<string> {
  if (only_a.length + both.length + only_b.length === 0) return;
  yield `\n${title}: ${only_a.length} only in A, ${both.length} in both, ${only_b.length} only in B\n`;
  yield* list('-', only_a, lines, itemText);
  yield* list('+', only_b, lines, itemText);
  yield* list('=', both, lines, commonText);
}

function* list<T>(mark: string, items: readonly T[], lines: number, text: (item: T) => string): Generator<string> {
  for (const item of items.slice(0, lines)) yield `  ${mark} ${text(item)}\n`;
  if (items.length > lines) yield `  ${mark} … ${items.length - lines} more\n`;
}

function itemText({ text, count }: DiffItem): string {
  return safe(text) + (count === undefined ? '' : ` (${count})`);
}

function commonText({ text, counts }: CommonItem): string {
  return (
    safe(text) + (counts === undefined ? '' : counts.a === counts.b ? ` (${counts.a})` : ` (${counts.a} → ${counts.b})`)
  );
}

function sideText({ path, sample, sha256, started, dialect, verdict, processes }: Side): string {
  const facts = [
    safe(sample),
    ...(sha256 === undefined ? [] : [sha256]),
    ...(dialect === undefined ? [] : [safe(dialect)]),
    ...(started === null ? [] : [safe(started)]),
    ...(verdict === undefined ? [] : [`${verdict.band} ${Math.round(verdict.score * 100) / 100}`]),
    plural(processes, 'process', 'processes'),
  ];
  return `${safe(path)}  ${facts.join(' · ')}`;
}

export function safe(text: string): string {
  const cut = cutAt(text, WIDTH);
  return visible(defang(cut, 'text')) + (cut.length < text.length ? '…' : '');
}
