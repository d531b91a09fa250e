import type { BlockSummary } from '../../src/report/html-blocks.ts';
import type { CallIndex } from '../../src/report/html-calls.ts';
import type { OpenBlock } from './blocks.ts';
import { globTest, type Term, timeRange } from './query.ts';
import { rawText } from './text.ts';

/** A query made ready: asks a block's summary first, then its rows. */
export interface Matcher {
  /** Whether a block can hold a match. */
  mayHold(summary: BlockSummary): boolean;
  /** Rows of a block that match. */
  rows(open: OpenBlock): number[];
}

type RowTest = (row: number) => boolean;

interface TermMatcher {
  /** False where no row of the block can fit the term, `not` taken into account. */
  mayHold(summary: BlockSummary): boolean;
  prepare(open: OpenBlock): RowTest;
}

/** What limits calls beside the query; undefined limits nothing. */
export interface Limits {
  processes: ReadonlySet<number> | undefined;
  /** Milliseconds after the start, both included. */
  time: readonly [from: number, to: number] | undefined;
}

/** Matches every term within the limits. */
export function matcher(index: CallIndex, terms: readonly Term[], { processes, time }: Limits): Matcher {
  const parts = terms.map((term) => withNot(term, termMatcher(index, term)));
  if (time) parts.push(inTime(time));
  return {
    mayHold: (summary) => (!processes || processes.has(summary.p)) && parts.every((part) => part.mayHold(summary)),
    rows(open) {
      const tests = parts.map((part) => part.prepare(open));
      const found: number[] = [];
      for (let row = 0; row < open.block.a.length; row++) if (tests.every((test) => test(row))) found.push(row);
      return found;
    },
  };
}

function withNot(term: Term, part: TermMatcher): TermMatcher {
  if (!term.not) return part;
  return {
    mayHold: () => true,
    prepare(open) {
      const test = part.prepare(open);
      return (row) => !test(row);
    },
  };
}

function termMatcher(index: CallIndex, term: Term): TermMatcher {
  switch (term.field) {
    case 'api':
      return byNumber(numbersOf(index.apis, globTest(term.value)), 'a');
    case 'cat':
      return byNumber(numbersOf(index.categories, globTest(term.value)), 'c');
    case 'pid': {
      const pid = Number(term.value);
      const positions = new Set(
        index.processes.filter((process) => process.pid === pid).map((process) => process.index),
      );
      return {
        mayHold: (summary) => positions.has(summary.p),
        prepare: (open) => {
          const own = positions.has(open.block.p);
          return () => own;
        },
      };
    }
    case 'tid': {
      const thread = Number(term.value);
      return { mayHold: () => true, prepare: (open) => (row) => open.block.h[row] === thread };
    }
    case 'status': {
      const flag = /^f/i.test(term.value) ? '1' : '0';
      return {
        mayHold: (summary) => (flag === '1' ? summary.failed > 0 : summary.failed < summary.n),
        prepare: (open) => (row) => open.block.st[row] === flag,
      };
    }
    case 'is':
      return { mayHold: (summary) => summary.cited > 0, prepare: (open) => (row) => open.cited.has(row) };
    case 'time':
      return inTime(timeRange(term.value)!);
    case 'ret':
      return {
        mayHold: () => true,
        prepare: (open) => {
          const hits = textHits(open, term.value);
          return (row) => hits[open.block.r[row]!] === 1;
        },
      };
    case 'arg':
      return { mayHold: () => true, prepare: (open) => inArguments(open, term.value) };
    case 'any': {
      const apis = numbersOf(index.apis, globTest(term.value));
      return {
        mayHold: () => true,
        prepare: (open) => {
          const test = inArguments(open, term.value);
          return (row) => apis.has(open.block.a[row]!) || test(row);
        },
      };
    }
  }
}

function inTime([from, to]: readonly [number, number]): TermMatcher {
  return {
    mayHold: (summary) => summary.t !== null && summary.t[1] >= from && summary.t[0] <= to,
    prepare: (open) => (row) => open.times[row]! >= from && open.times[row]! <= to,
  };
}

function numbersOf(names: readonly string[], test: (name: string) => boolean): Set<number> {
  return new Set([...names.keys()].filter((number) => test(names[number]!)));
}

function byNumber(numbers: ReadonlySet<number>, column: 'a' | 'c'): TermMatcher {
  return {
    mayHold: (summary) => summary[column]?.some((number) => numbers.has(number)) ?? true,
    prepare: (open) => (row) => numbers.has(open.block[column][row]!),
  };
}

function inArguments(open: OpenBlock, value: string): RowTest {
  const hits = textHits(open, value);
  const { x } = open.block;
  return (row) => {
    for (let i = open.args[row]! + 1; i < open.args[row + 1]!; i += 2) if (hits[x[i]!] === 1) return true;
    return false;
  };
}

/** For each text of the block, whether it contains the value; case makes no difference. */
function textHits(open: OpenBlock, value: string): Uint8Array {
  const lower = value.toLowerCase();
  return Uint8Array.from(open.block.s, (text) => (rawText(text).toLowerCase().includes(lower) ? 1 : 0));
}
