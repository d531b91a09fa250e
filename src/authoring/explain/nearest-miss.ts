import type { Pattern } from '../../plugin/pattern.ts';
import { isGlob } from '../../util/glob.ts';
import { alternatives, prefixOf } from './expression-parts.ts';
import type { Candidate } from './trace.ts';
import { patternText } from './trace.ts';

/** A text that nearly matched, and what kept it from it. */
export interface Miss {
  text: string;
  pattern: string;
  /** How far it went: `has "\startup\", but not ".exe"`. */
  why: string;
  /** 0 to 1. */
  closeness: number;
  call: Candidate['call'];
}

const MOST_PATTERNS = 200;
const MOST_CANDIDATES = 500;
const LONGEST = 1000;

/** The texts that came closest to one of the patterns, the closest first. `deadline` is in `performance.now()`. */
export function nearestMisses(
  patterns: readonly Pattern[],
  candidates: readonly Candidate[],
  most: number,
  deadline: number,
): Miss[] {
  const misses: Miss[] = [];
  const kept = mostAlike(patterns, candidates);
  for (const pattern of patterns.slice(0, MOST_PATTERNS)) {
    for (const { text, call } of kept) {
      if (performance.now() > deadline) return best(misses, most);
      const cut = text.slice(0, LONGEST);
      const near =
        pattern instanceof RegExp
          ? nearExpression(pattern, cut)
          : typeof pattern === 'string'
            ? nearText(pattern, cut)
            : undefined;
      if (near !== undefined && near.closeness > 0.2)
        misses.push({ text, pattern: patternText(pattern), call, ...near });
    }
  }
  return best(misses, most);
}

/** One miss for each text. */
function best(misses: Miss[], most: number): Miss[] {
  const seen = new Set<string>();
  return misses
    .sort((a, b) => b.closeness - a.closeness || a.text.length - b.text.length)
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .slice(0, most);
}

/** Candidates that have most pieces of three characters in common with the patterns. */
function mostAlike(patterns: readonly Pattern[], candidates: readonly Candidate[]): Candidate[] {
  const missed = candidates.filter(({ held }) => !held);
  if (missed.length <= MOST_CANDIDATES) return missed;
  const pieces = new Set(patterns.slice(0, MOST_PATTERNS).flatMap((pattern) => piecesOf(patternText(pattern))));
  const score = ({ text }: Candidate) => piecesOf(text.slice(0, LONGEST)).filter((piece) => pieces.has(piece)).length;
  return missed
    .map((candidate) => ({ candidate, score: score(candidate) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_CANDIDATES)
    .map(({ candidate }) => candidate);
}

function piecesOf(text: string): string[] {
  const folded = text.toLowerCase();
  return Array.from({ length: Math.max(0, folded.length - 2) }, (_, i) => folded.slice(i, i + 3));
}

type Near = Pick<Miss, 'why' | 'closeness'>;

function nearText(pattern: string, text: string): Near {
  return isGlob(pattern) ? nearGlob(pattern, text) : nearExact(pattern, text);
}

function nearExact(pattern: string, text: string): Near {
  const [wanted, found] = [pattern.toLowerCase(), text.toLowerCase()];
  const start = commonStart(wanted, found);
  const end = Math.min(commonStart(reversed(wanted), reversed(found)), Math.min(wanted.length, found.length) - start);
  const closeness = (start + end) / Math.max(wanted.length, found.length, 1);
  if (wanted !== '' && found.includes(wanted)) {
    return {
      why: `holds it, but there is more around it; "*${pattern}*" would match`,
      closeness: Math.max(closeness, 0.9),
    };
  }
  const [inPattern, inText] = [pattern.slice(start, pattern.length - end), text.slice(start, text.length - end)];
  if (inPattern === '') return { why: `has "${cut(inText)}" too much`, closeness };
  return {
    why: inText === '' ? `lacks "${cut(inPattern)}"` : `has "${cut(inText)}" where "${cut(inPattern)}" is wanted`,
    closeness,
  };
}

/** Runs of characters that a glob asks for, in order: how many of them there are. */
function nearGlob(pattern: string, text: string): Near {
  const folded = text.toLowerCase();
  const runs = pattern.split(/[*?]+/).filter((run) => run !== '');
  const sum = runs.reduce((length, run) => length + run.length, 0);
  let at = 0;
  let met = 0;
  for (const [i, run] of runs.entries()) {
    const mustStart = i === 0 && !/^[*?]/.test(pattern);
    const found = mustStart ? (folded.startsWith(run.toLowerCase()) ? 0 : -1) : folded.indexOf(run.toLowerCase(), at);
    if (found < 0) {
      const partly = longestPart(run.toLowerCase(), folded.slice(at));
      const closeness = (met + partly) / Math.max(1, sum);
      const before = i === 0 ? '' : `has "${cut(runs[i - 1]!)}", but `;
      const where = mustStart ? ' at its start' : i === 0 ? '' : ' after it';
      return { why: `${before}no "${cut(run)}"${where}`, closeness };
    }
    at = found + run.length;
    met += run.length;
  }
  const last = runs.at(-1);
  if (last !== undefined && !/[*?]$/.test(pattern) && !folded.endsWith(last.toLowerCase())) {
    return {
      why: `does not end with "${cut(last)}"; a "*" at the end of the pattern would allow that`,
      closeness: 0.9,
    };
  }
  return { why: 'has all parts, but with other characters between them', closeness: 0.8 };
}

/** Length of the longest start of `run` that `text` holds. */
function longestPart(run: string, text: string): number {
  let [low, high] = [0, run.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (text.includes(run.slice(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low < 3 ? 0 : low;
}

const kept = new Map<string, RegExp | undefined>();

function nearExpression(pattern: RegExp, text: string): Near {
  const { source } = pattern;
  const flags = pattern.flags.replace(/[gy]/g, '');
  const holds = (made: string, madeFlags = flags) => compiled(made, madeFlags)?.test(text) === true;
  if (!flags.includes('i') && holds(source, `${flags}i`))
    return { why: 'differs only in upper and lower case; the flag i would allow that', closeness: 0.98 };
  const loose = source.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  if (loose !== source && loose !== '' && holds(loose))
    return { why: 'matches but for ^ and $: there is more around it', closeness: 0.95 };
  let closest: Near = { why: '', closeness: 0 };
  for (const parts of alternatives(source).slice(0, 50)) {
    let [low, high] = [0, parts.length];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (holds(prefixOf(parts, middle))) low = middle;
      else high = middle - 1;
    }
    const closeness = weight(parts.slice(0, low)) / Math.max(1, weight(parts));
    if (closeness <= closest.closeness || low === parts.length) continue;
    const next = parts.slice(low).join('');
    const after = compiled(prefixOf(parts, low), flags)?.exec(text);
    const found = after ? text.slice(after.index + after[0].length, after.index + after[0].length + 30) : '';
    const instead = found === '' ? 'the text ends' : `"${found}" follows`;
    closest = {
      why: `matches as far as /${cut(prefixOf(parts, low), 60)}/; then /${cut(next, 40)}/ is wanted, and ${instead}`,
      closeness,
    };
  }
  return closest;
}

/** Characters that stand for themselves count in full. */
function weight(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + (/^(?:[^\\[(.^$]|\\[^a-zA-Z0-9])$/.test(part) ? 1 : 0.3), 0);
}

function compiled(source: string, flags: string): RegExp | undefined {
  const key = `${flags}/${source}`;
  if (!kept.has(key)) {
    let made: RegExp | undefined;
    try {
      made = new RegExp(source, flags);
    } catch {
      // A part of an expression need not be one, for example where it refers to a group that is cut off.
    }
    kept.set(key, made);
  }
  return kept.get(key);
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

const reversed = (text: string) => [...text].reverse().join('');
const cut = (text: string, limit = 40) => (text.length > limit ? `${text.slice(0, limit)}…` : text);
