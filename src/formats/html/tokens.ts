import { decodeEntities } from './entities.ts';

export type HtmlToken =
  | { kind: 'text'; text: string }
  | { kind: 'comment'; text: string }
  | { kind: 'open'; name: string; attributes: Map<string, string>; offset: number }
  | { kind: 'close'; name: string };

const MOST_ATTRIBUTES = 128;
/** Characters of a value that are kept; data URIs go on for megabytes. */
const LONGEST_VALUE = 64 * 1024;
/** Elements whose content is text up to their end tag. */
const RAW = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'noembed']);

const NAME = /[A-Za-z][^\s/>]{0,63}/y;
const SPACE = /[\s/]*/y;
const KEY = /[^\s/>=][^\s/>=]*/y;
const EQUALS = /\s*=\s*/y;
const BARE = /[^\s>]*/y;

/**
 * The parts of an HTML page as browsers see them, damaged or not, in one pass: time is linear in the text. Names are in
 * lower case, values without their entities; of attributes that are given twice the first counts.
 */
export function* htmlTokens(text: string): Generator<HtmlToken> {
  const endTags = new Map<string, RegExp>();
  let start = 0;
  let at = 0;
  /** No comment begins behind this place that ends. */
  let isCommentOpen = false;
  while (at < text.length) {
    const tag = text.indexOf('<', at);
    if (tag < 0) break;
    at = tag + 1;
    const next = text[at];
    if (next === undefined) break;
    if (next === '!' || next === '?') {
      if (tag > start) yield { kind: 'text', text: decodeEntities(text.slice(start, tag)) };
      const isComment = !isCommentOpen && text.startsWith('!--', at);
      let end = text.indexOf(isComment ? '-->' : '>', at);
      if (isComment && end < 0) {
        isCommentOpen = true;
        end = text.indexOf('>', at);
      } else if (isComment) yield { kind: 'comment', text: text.slice(at + 3, end) };
      if (end < 0) return;
      at = end + (isComment && !isCommentOpen ? 3 : 1);
      start = at;
      continue;
    }
    const isClose = next === '/';
    const name = match(NAME, text, isClose ? at + 1 : at)?.toLowerCase();
    if (name === undefined) continue;
    if (tag > start) yield { kind: 'text', text: decodeEntities(text.slice(start, tag)) };
    if (isClose) {
      const end = text.indexOf('>', at);
      yield { kind: 'close', name };
      if (end < 0) return;
      at = end + 1;
    } else {
      const { attributes, end } = attributesAt(text, at + name.length);
      yield { kind: 'open', name, attributes, offset: tag };
      at = end;
      if (RAW.has(name)) {
        let pattern = endTags.get(name);
        if (pattern === undefined) {
          pattern = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
          endTags.set(name, pattern);
        }
        pattern.lastIndex = at;
        const end = pattern.exec(text)?.index ?? text.length;
        if (end > at) yield { kind: 'text', text: text.slice(at, end) };
        at = end;
      }
    }
    start = at;
  }
  if (start < text.length) yield { kind: 'text', text: decodeEntities(text.slice(start)) };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function attributesAt(text: string, from: number): { attributes: Map<string, string>; end: number } {
  const attributes = new Map<string, string>();
  let at = from;
  for (;;) {
    at += match(SPACE, text, at)!.length;
    if (at >= text.length) return { attributes, end: text.length };
    if (text[at] === '>') return { attributes, end: at + 1 };
    const key = match(KEY, text, at);
    if (key === undefined) {
      at++;
      continue;
    }
    at += key.length;
    const equals = match(EQUALS, text, at);
    let value = '';
    if (equals !== undefined) {
      at += equals.length;
      const quote = text[at];
      if (quote === '"' || quote === "'") {
        const end = text.indexOf(quote, at + 1);
        const stop = end < 0 ? text.length : end;
        value = text.slice(at + 1, Math.min(stop, at + 1 + LONGEST_VALUE));
        at = Math.min(text.length, stop + 1);
      } else {
        const bare = match(BARE, text, at)!;
        value = bare.slice(0, LONGEST_VALUE);
        at += bare.length;
      }
    }
    const name = key.slice(0, 64).toLowerCase();
    if (attributes.size < MOST_ATTRIBUTES && !attributes.has(name)) attributes.set(name, decodeEntities(value));
  }
}
