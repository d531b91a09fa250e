import { defang } from '../report/defang.ts';
import { cutAt, visible } from '../report/escape.ts';

/** Text of a sample, fit for a terminal: one line, no control characters, nothing to click on, not longer than `limit`. */
export function sampleText(text: string, limit = 200): string {
  const cut = cutAt(text, limit);
  return visible(defang(cut, 'text')) + (cut.length < text.length ? '…' : '');
}

/** A message that may quote a sample. Control characters are shown; length and links are left. */
export function messageText(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** Pads to a width in UTF-16 units; what is longer stays whole. */
export function pad(text: string, width: number): string {
  return text.padEnd(width);
}
