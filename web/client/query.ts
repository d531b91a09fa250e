/**
 * The query language of the call table: words separated by spaces, all of which must hold. `field:value`, values in
 * quotes where they have spaces, `*` in names of APIs, a minus before a word excludes.
 */
export type Field = 'api' | 'pid' | 'cat' | 'status' | 'arg' | 'ret' | 'tid' | 'time' | 'is' | 'any';

export interface Term {
  field: Field;
  value: string;
  not: boolean;
}

export interface ParsedQuery {
  terms: Term[];
  /** Words that say nothing, with the reason. */
  errors: string[];
}

const FIELDS: { readonly [name: string]: Field } = {
  api: 'api',
  pid: 'pid',
  cat: 'cat',
  category: 'cat',
  status: 'status',
  arg: 'arg',
  ret: 'ret',
  return: 'ret',
  tid: 'tid',
  thread: 'tid',
  time: 'time',
  is: 'is',
};

export function parseQuery(text: string): ParsedQuery {
  const terms: Term[] = [];
  const errors: string[] = [];
  for (const { word, bare } of words(text)) {
    const not = bare.startsWith('-') && word.length > 1;
    const body = not ? word.slice(1) : word;
    const colon = (not ? bare.slice(1) : bare).indexOf(':');
    const name = colon > 0 ? body.slice(0, colon).toLowerCase() : '';
    const known = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    // `C:\x` and `http://x` are words, not fields.
    const term: Term = known ? { field: known, value: body.slice(colon + 1), not } : { field: 'any', value: body, not };
    const wrong = check(term);
    if (wrong) errors.push(wrong);
    else if (term.value !== '') terms.push(term);
  }
  return { terms, errors };
}

function check({ field, value }: Term): string | undefined {
  if ((field === 'pid' || field === 'tid') && !/^\d*$/.test(value)) return `${field}: takes a number, not ${value}`;
  if (field === 'status' && value && !/^(?:f|s|ok)/i.test(value)) return 'status: is fail or success';
  if (field === 'is' && value && value !== 'cited') return 'is: takes cited';
  if (field === 'time' && value && !timeRange(value)) return 'time: is written 2s..10s, 2.. or ..10';
  return undefined;
}

/** Words, quotes taken away; `bare` has spaces where quotes were, so that signs in quotes mean nothing. */
function words(text: string): { word: string; bare: string }[] {
  const list: { word: string; bare: string }[] = [];
  let word = '';
  let bare = '';
  let quoted = false;
  let started = false;
  const end = () => {
    if (started) list.push({ word, bare });
    word = '';
    bare = '';
    started = false;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '"') {
      quoted = !quoted;
      started = true;
    } else if (quoted && character === '\\' && (text[i + 1] === '"' || text[i + 1] === '\\')) {
      word += text[++i];
      bare += ' ';
    } else if (!quoted && /\s/.test(character)) end();
    else {
      started = true;
      word += character;
      bare += quoted ? ' ' : character;
    }
  }
  end();
  return list;
}

/** Milliseconds from and to; undefined where it cannot be read. */
export function timeRange(value: string): [number, number] | undefined {
  const match = /^([\d.]*)s?\.\.([\d.]*)s?$/.exec(value.replace(/^([\d.]+?)(s?)\.\.(?=\d|$)/, '$1$2..'));
  if (!match) return undefined;
  const from = match[1] ? Number(match[1]) : 0;
  const to = match[2] ? Number(match[2]) : Number.POSITIVE_INFINITY;
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : [from * 1000, to * 1000];
}

/** Whether a name fits a pattern with `*`; without one, whether it contains it. Upper and lower case are the same. */
export function globTest(pattern: string): (text: string) => boolean {
  const lower = pattern.toLowerCase();
  if (!lower.includes('*')) return (text) => text.toLowerCase().includes(lower);
  const parts = lower.split('*');
  return (text) => fits(text.toLowerCase(), parts);
}

function fits(text: string, parts: readonly string[]): boolean {
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
