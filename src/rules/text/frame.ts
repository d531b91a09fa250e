import { printable } from './printable.ts';
import type { Source, Span } from './source.ts';

/** Colours a piece of text for a terminal, or leaves it. */
export type Paint = (text: string) => string;

const WIDTH = 100;

/**
 * The line of a span with the span marked below it. Long lines are shown around it; what cannot be seen is shown as
 * its code.
 */
export function frame(source: Source, span: Span, paint: Paint = (text) => text): string {
  const { line } = source.position(span.start);
  const whole = source.lineSpan(span.start);
  const end = Math.min(Math.max(span.end, span.start + 1), whole.end);
  const from = Math.max(whole.start, Math.min(span.start - WIDTH / 2, whole.end - WIDTH));
  const to = Math.min(whole.end, from + WIDTH);
  const show = (start: number, stop: number) => printable(source.text.slice(start, stop).replaceAll('\t', '  '));
  const before = `${from > whole.start ? '…' : ''}${show(from, span.start)}`;
  const marked = show(span.start, Math.min(end, to));
  const after = `${show(Math.min(end, to), to)}${to < whole.end ? '…' : ''}`;
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  const marks = '^'.repeat(Math.max(1, marked.length));
  return [
    `${gutter} |`,
    `${number} | ${before}${marked}${after}`,
    `${gutter} | ${' '.repeat(before.length)}${paint(marks)}`,
  ].join('\n');
}
