import type { Call } from '../plugin/container.ts';
import { type DefangKind, defang, kindOfName, refang } from './defang.ts';
import { cutAt, visible } from './escape.ts';
import { argumentPairs } from './view-model-findings.ts';
import { count, timeOf, valueText } from './view-model-text.ts';

/** Calls in one block: few enough to decode in a frame, enough for the compression to work. */
export const BLOCK_CALLS = 5_000;
/** Characters of one argument that a block keeps. */
const MAX_VALUE = 512;
const MAX_ARGUMENTS = 64;
const MAX_NAME = 120;
/** Different APIs or categories in a report, and of one block in the index. */
const MAX_NAMES = 5_000;
const MAX_BLOCK_NAMES = 400;
/** JSON of a call without its texts, about. */
const COLUMNS = 40;
/** Before a text whose brackets are its own: the page must not take them away. No text of a sample begins so. */
const LITERAL = '⟦⟧';

/**
 * Calls of one process as columns. Numbers that name a text point into `s`; API and category numbers are the
 * report's, not the block's.
 */
export interface CallBlock {
  /** Position of the process. */
  p: number;
  /** Ids as runs: first id, length, first id, length … */
  id: number[];
  /** Milliseconds after the report's start, each as the difference to the one before; null where unreadable. */
  t: (number | null)[];
  /** Thread ids. */
  h: number[];
  a: number[];
  c: number[];
  /** `1` where the call failed. */
  st: string;
  /** Return value. */
  r: number[];
  /** Row → how often it was repeated. */
  n: { [row: string]: number };
  /** Number of arguments of each row, and all of them: name, value, name, value … */
  xc: number[];
  x: number[];
  /** Row → further fields: name, value … */
  e: { [row: string]: number[] };
  /** Rows that a finding cites. */
  m: number[];
  s: string[];
}

/** What the page knows of a block before it is unpacked, so that a query skips it. */
export interface BlockSummary {
  p: number;
  n: number;
  /** First and last id. */
  i: [number, number];
  /** First and last time, in milliseconds after the start. */
  t: [number, number] | null;
  /** APIs in it; null where they are too many to list. */
  a: number[] | null;
  c: number[] | null;
  failed: number;
  cited: number;
}

/** Numbers for names that all blocks share. */
export class NameTable {
  readonly names: string[] = [];
  /** Calls with this name. */
  readonly counts: number[] = [];
  readonly #numbers = new Map<string, number>();

  number(name: string): number {
    const raw = cutAt(name, MAX_NAME);
    let number = this.#numbers.get(raw);
    if (number === undefined && this.names.length >= MAX_NAMES) {
      if (this.names.length === MAX_NAMES) this.#add('(others)');
      return MAX_NAMES;
    }
    if (number === undefined) {
      number = this.names.length;
      this.#numbers.set(raw, number);
      this.#add(visible(raw));
    }
    return number;
  }

  #add(name: string): void {
    this.names.push(name);
    this.counts.push(0);
  }
}

/** Collects calls of one process until there are enough for a block. */
export class BlockBuilder {
  readonly #process: number;
  readonly #start: number;
  readonly #maxLength: number;
  readonly #apis: NameTable;
  readonly #categories: NameTable;
  readonly #strings = new Map<string, number>();
  readonly #block: CallBlock;
  readonly #failed: string[] = [];
  #text = 0;
  #time = 0;
  readonly #readTime = timeReader();
  #times: [number, number] | null = null;

  constructor(process: number, start: number, apis: NameTable, categories: NameTable, maxLength: number) {
    this.#maxLength = maxLength;
    this.#process = process;
    this.#start = start;
    this.#apis = apis;
    this.#categories = categories;
    this.#block = {
      p: process,
      id: [],
      t: [],
      h: [],
      a: [],
      c: [],
      st: '',
      r: [],
      n: {},
      xc: [],
      x: [],
      e: {},
      m: [],
      s: [],
    };
  }

  get size(): number {
    return this.#block.a.length;
  }

  get isFull(): boolean {
    return this.size >= BLOCK_CALLS || this.length >= this.#maxLength;
  }

  /** Characters of its JSON, about. */
  get length(): number {
    return this.#text + this.size * COLUMNS;
  }

  add(call: Call, cited: boolean): void {
    const block = this.#block;
    const row = block.a.length;
    this.#addId(call.id);
    this.#addTime(call.timestamp);
    block.h.push(call.thread_id);
    block.a.push(this.#name(this.#apis, call.api));
    block.c.push(this.#name(this.#categories, call.category));
    this.#failed.push(call.status === 'FAILURE' ? '1' : '0');
    block.r.push(this.#string(call.pretty_return ? `${call.return} (${call.pretty_return})` : valueText(call.return)));
    if (call.repeated > 0) block.n[row] = call.repeated;
    this.#addArguments(call);
    this.#addExtras(call, row);
    if (cited) block.m.push(row);
  }

  finish(): { json: string; summary: BlockSummary } {
    const block = this.#block;
    block.st = this.#failed.join('');
    const ids = block.id;
    return {
      json: JSON.stringify(block),
      summary: {
        p: this.#process,
        n: block.a.length,
        i: [ids[0] ?? 0, (ids.at(-2) ?? 0) + (ids.at(-1) ?? 1) - 1],
        t: this.#times,
        a: distinct(block.a),
        c: distinct(block.c),
        failed: this.#failed.filter((flag) => flag === '1').length,
        cited: block.m.length,
      },
    };
  }

  #addId(id: number): void {
    const runs = this.#block.id;
    const first = runs.at(-2);
    if (first !== undefined && first + runs.at(-1)! === id) runs[runs.length - 1]! += 1;
    else runs.push(id, 1);
  }

  #addTime(timestamp: string): void {
    const time = this.#readTime(timestamp);
    if (time === undefined) {
      this.#block.t.push(null);
      return;
    }
    const offset = time - this.#start;
    this.#block.t.push(offset - this.#time);
    this.#time = offset;
    if (!this.#times) this.#times = [offset, offset];
    else this.#times = [Math.min(this.#times[0], offset), Math.max(this.#times[1], offset)];
  }

  #addArguments(call: Call): void {
    const block = this.#block;
    const pairs = argumentPairs(call.arguments);
    const kept = Math.min(pairs.length, MAX_ARGUMENTS);
    block.xc.push(kept);
    for (let i = 0; i < kept; i++) {
      const [name, value] = pairs[i]!;
      const flags = call.flags && Object.hasOwn(call.flags, name) ? call.flags[name] : undefined;
      block.x.push(
        this.#string(name),
        this.#string(flags ? `${valueText(flags)} (${value})` : value, kindOfName(name)),
      );
    }
  }

  #addExtras(call: Call, row: number): void {
    const extras: number[] = [];
    const add = (name: string, value: unknown) => extras.push(this.#string(name), this.#string(valueText(value)));
    if (call.status === 'FAILURE' && call.nt_status) add('nt_status', `0x${(call.nt_status >>> 0).toString(16)}`);
    if (call.status === 'FAILURE' && call.last_error) add('last_error', call.last_error);
    if (call.caller) add('caller', call.caller);
    if (call.parentcaller) add('parent caller', call.parentcaller);
    if (call.buffer) add('buffer SHA-1', call.buffer);
    if (extras.length > 0) this.#block.e[row] = extras;
  }

  #name(table: NameTable, name: string): number {
    const number = table.number(name);
    table.counts[number]! += 1;
    return number;
  }

  #string(text: string, kind: DefangKind = 'text'): number {
    // Beyond the limit only the beginning is kept, so that a block stays small in memory.
    const kept = text.length > MAX_VALUE ? `${cutAt(text, MAX_VALUE)}… ${count(text.length)} characters` : text;
    const key = kind === 'text' ? kept : `${LITERAL}${kind}${kept}`;
    const known = this.#strings.get(key);
    if (known !== undefined) return known;
    const number = this.#strings.size;
    this.#strings.set(key, number);
    const shown = shownText(kept, kind);
    this.#block.s.push(shown);
    this.#text += shown.length + 3;
    return number;
  }
}

function distinct(numbers: readonly number[]): number[] | null {
  const set = new Set(numbers);
  return set.size <= MAX_BLOCK_NAMES ? [...set] : null;
}

/** Reads timestamps that mostly differ in their milliseconds only. */
export function timeReader(): (timestamp: string) => number | undefined {
  let second = '';
  let time = 0;
  return (timestamp) => {
    if (typeof timestamp === 'string' && timestamp.length === 23 && second !== '' && timestamp.startsWith(second)) {
      const ms = Number(timestamp.slice(20));
      if (ms >= 0) return time + ms;
    }
    const whole = timeOf(timestamp);
    if (whole !== undefined && timestamp.length === 23) {
      second = timestamp.slice(0, 20);
      time = whole - (((whole % 1000) + 1000) % 1000);
    }
    return whole;
  };
}

function shownText(raw: string, kind: DefangKind): string {
  const dead = defang(raw, kind);
  return (refang(dead) === raw ? '' : LITERAL) + visible(dead);
}
