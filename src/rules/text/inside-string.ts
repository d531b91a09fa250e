import type { StringNode } from './json-node.ts';
import { literalBackslashes } from './scan-string.ts';
import type { Span } from './source.ts';

/** Where a part of a string's value stands in the text, escapes counted. */
export function spanInside(text: string, node: StringNode, part: Span): Span {
  if (node.bare) return { start: node.start + part.start, end: node.start + part.end };
  const form =
    node.value === literalBackslashes(text, node.start + 1, node.end - 1) ? /^\\["\\/]/ : /^\\(?:u[0-9a-fA-F]{4}|.)/;
  const offsets: number[] = [];
  let at = node.start + 1;
  while (at < node.end - 1 && offsets.length <= part.end) {
    offsets.push(at);
    at += text[at] === '\\' ? (form.exec(text.slice(at, at + 6))?.[0].length ?? 1) : 1;
  }
  offsets.push(at);
  const place = (index: number) => offsets[Math.min(index, offsets.length - 1)]!;
  return { start: place(part.start), end: Math.max(place(part.end), place(part.start) + 1) };
}
