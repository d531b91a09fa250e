import type { BlockSummary, CallBlock } from '../../src/report/html-blocks.ts';
import type { CallIndex } from '../../src/report/html-calls.ts';

/** Blocks kept unpacked. */
const CACHE = 16;

/** One block, unpacked, with what looking into it needs. */
export interface OpenBlock {
  block: CallBlock;
  /** Milliseconds after the start; NaN where unknown. */
  times: Float64Array;
  ids: Int32Array;
  /** Where the arguments of a row begin in `x`; one more entry than rows. */
  args: Int32Array;
  cited: Set<number>;
}

/** The calls of the file: unpacked block by block when they are looked at. */
export class CallStore {
  readonly index: CallIndex;
  /** Number of the first row of each block, and of all rows at the end. */
  readonly starts: number[];
  readonly #open = new Map<number, OpenBlock>();
  readonly #opening = new Map<number, Promise<OpenBlock>>();

  constructor(index: CallIndex) {
    this.index = index;
    this.starts = [0];
    for (const block of index.blocks) this.starts.push(this.starts.at(-1)! + block.n);
  }

  get rows(): number {
    return this.starts.at(-1)!;
  }

  summary(block: number): BlockSummary {
    return this.index.blocks[block]!;
  }

  /** The block that holds a row. */
  blockOf(row: number): number {
    let low = 0;
    let high = this.index.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** An unpacked block, if it is one. */
  peek(number: number): OpenBlock | undefined {
    const block = this.#open.get(number);
    if (block) {
      this.#open.delete(number);
      this.#open.set(number, block);
    }
    return block;
  }

  open(number: number): Promise<OpenBlock> {
    const known = this.peek(number);
    if (known) return Promise.resolve(known);
    let opening = this.#opening.get(number);
    if (!opening) {
      opening = unpack(number).then((block) => {
        this.#opening.delete(number);
        this.#open.set(number, block);
        if (this.#open.size > CACHE) this.#open.delete(this.#open.keys().next().value!);
        return block;
      });
      this.#opening.set(number, opening);
    }
    return opening;
  }

  /** The row of a call, or undefined where the file doesn't hold it. */
  async find(process: number, id: number): Promise<number | undefined> {
    for (const [number, summary] of this.index.blocks.entries()) {
      if (summary.p !== process || id < summary.i[0] || id > summary.i[1]) continue;
      const row = (await this.open(number)).ids.indexOf(id);
      if (row >= 0) return this.starts[number]! + row;
    }
    return undefined;
  }
}

async function unpack(number: number): Promise<OpenBlock> {
  const text = document.getElementById(`calls-${number}`)!.textContent;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return openBlock((await new Response(stream).json()) as CallBlock);
}

export function openBlock(block: CallBlock): OpenBlock {
  const rows = block.a.length;
  const times = new Float64Array(rows);
  const args = new Int32Array(rows + 1);
  let time = 0;
  for (let row = 0; row < rows; row++) {
    const step = block.t[row];
    if (typeof step === 'number') time += step;
    times[row] = typeof step === 'number' ? time : Number.NaN;
    args[row + 1] = args[row]! + block.xc[row]! * 2;
  }
  const ids = new Int32Array(rows);
  for (let run = 0, row = 0; run < block.id.length; run += 2) {
    for (let i = 0; i < block.id[run + 1]!; i++) ids[row++] = block.id[run]! + i;
  }
  return { block, times, ids, args, cited: new Set(block.m) };
}
