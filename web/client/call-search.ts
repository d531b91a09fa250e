import type { CallStore } from './blocks.ts';
import { type Limits, matcher } from './match.ts';
import { parseQuery, type Term } from './query.ts';
import { change, state } from './state.ts';
import { count, make, setText } from './text.ts';

const TYPING_PAUSE = 180;
/** Time between two showings of what was found so far. */
const SHOW_EVERY = 250;
/** Blocks that are unpacked before they are needed. */
const AHEAD = 3;

/** The query box: looks through the blocks one by one, skips those that cannot hold a match, shows what it has. */
export class CallSearch {
  readonly #store: CallStore;
  readonly #show: (matches: Uint32Array | undefined) => void;
  readonly #box: HTMLInputElement;
  readonly #state: HTMLElement;
  readonly #cancel: HTMLButtonElement;
  readonly #facets: HTMLElement;
  #run = 0;

  constructor(root: HTMLElement, store: CallStore, show: (matches: Uint32Array | undefined) => void) {
    this.#store = store;
    this.#show = show;
    this.#box = root.querySelector('[data-query-box]')!;
    this.#state = root.querySelector('.query-state')!;
    this.#cancel = root.querySelector('[data-do=cancel-query]')!;
    this.#facets = root.querySelector('[data-facets]')!;
    let timer: ReturnType<typeof setTimeout>;
    this.#box.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => change({ query: this.#box.value.trim() }), TYPING_PAUSE);
    });
    this.#cancel.addEventListener('click', () => {
      this.#run += 1;
      this.#cancel.hidden = true;
      this.#state.textContent += ' (cancelled)';
    });
    this.#makeFacets();
    this.#note(root.querySelector('[data-calls-note]')!);
  }

  /** Empties the box without looking again. */
  clear(): void {
    this.#run += 1;
    this.#box.value = '';
    this.#cancel.hidden = true;
    this.#tell(this.#store.rows, undefined);
    this.#show(undefined);
  }

  async run(query: string, limits: Limits): Promise<void> {
    const run = ++this.#run;
    if (this.#box.value.trim() !== query) this.#box.value = query;
    const { terms, errors } = parseQuery(query);
    this.#markFacets(terms);
    this.#box.setAttribute('aria-invalid', String(errors.length > 0));
    if (errors.length > 0) {
      setText(this.#state, errors.join('; '));
      return;
    }
    this.#cancel.hidden = true;
    if (terms.length === 0 && !limits.processes && !limits.time) return this.clear();
    await this.#look(run, terms, limits);
  }

  async #look(run: number, terms: readonly Term[], limits: Limits): Promise<void> {
    const store = this.#store;
    const match = matcher(store.index, terms, limits);
    const blocks = store.index.blocks.map((_, i) => i).filter((i) => match.mayHold(store.summary(i)));
    const found = new RowList();
    let shown = performance.now();
    this.#cancel.hidden = blocks.length < 3;
    for (const [done, block] of blocks.entries()) {
      // Where every row of a block fits, it need not be unpacked.
      if (terms.length === 0 && isWithin(store.summary(block).t, limits.time))
        found.addRange(store.starts[block]!, store.starts[block + 1]!);
      else {
        // The next ones are unpacked while this one is looked through.
        for (const next of blocks.slice(done + 1, done + 1 + AHEAD)) void store.open(next);
        const open = await store.open(block);
        if (run !== this.#run) return;
        for (const row of match.rows(open)) found.add(store.starts[block]! + row);
      }
      if (performance.now() - shown < SHOW_EVERY) continue;
      this.#show(found.rows());
      this.#tell(found.length, done / blocks.length);
      // Scrolling and typing come first.
      await new Promise((resolve) => setTimeout(resolve));
      if (run !== this.#run) return;
      shown = performance.now();
    }
    this.#cancel.hidden = true;
    this.#show(found.rows());
    this.#tell(found.length, undefined);
  }

  #tell(found: number, done: number | undefined): void {
    const rows = count(this.#store.rows);
    this.#state.textContent =
      found === this.#store.rows && done === undefined
        ? `${rows} calls`
        : `${count(found)} of ${rows} calls${done === undefined ? '' : `, ${Math.round(done * 100)} % looked through`}`;
  }

  /** Buttons for categories, failed and cited calls; each puts its word into the box. */
  #makeFacets(): void {
    const { categories, categoryCounts, blocks } = this.#store.index;
    const failed = blocks.reduce((sum, block) => sum + block.failed, 0);
    const cited = blocks.reduce((sum, block) => sum + block.cited, 0);
    const list = [...categories.keys()]
      .sort((a, b) => categoryCounts[b]! - categoryCounts[a]!)
      .slice(0, 12)
      .map((number): [string, string, number] => [
        `cat:${/^[\w-]+$/.test(categories[number]!) ? categories[number] : `"${categories[number]}"`}`,
        categories[number]!,
        categoryCounts[number]!,
      ]);
    if (failed > 0) list.unshift(['status:fail', '✕ failed', failed]);
    if (cited > 0) list.unshift(['is:cited', '◆ cited', cited]);
    for (const [word, label, number] of list) {
      const button = make('button', 'facet');
      button.type = 'button';
      button.dataset.word = word;
      const name = make('span');
      setText(name, label || 'no category');
      button.append(name, make('span', 'n', count(number)));
      button.addEventListener('click', () => this.#toggle(word));
      this.#facets.append(button);
    }
  }

  #toggle(word: string): void {
    const words = state.query.split(' ').filter((part) => part !== '');
    const without = words.filter((part) => part !== word);
    const kind = word.slice(0, word.indexOf(':') + 1);
    const others = without.filter((part) => kind !== 'cat:' || !part.startsWith(kind));
    change({ query: (without.length < words.length ? without : [...others, word]).join(' ') });
  }

  #markFacets(terms: readonly Term[]): void {
    const words = new Set(terms.map(({ field, value }) => `${field}:${value}`));
    for (const facet of this.#facets.querySelectorAll<HTMLElement>('.facet')) {
      facet.setAttribute('aria-pressed', String(words.has(facet.dataset.word!.replaceAll('"', ''))));
    }
  }

  /** Says what the file leaves out. */
  #note(element: HTMLElement): void {
    const { kept, total, limit, processes } = this.#store.index;
    if (!limit) return;
    const cut = processes.filter((process) => process.kept < process.calls).length;
    element.hidden = false;
    element.textContent =
      limit === 'size'
        ? `This file holds ${count(kept)} of ${count(total)} calls, to keep its size: calls that findings cite with ` +
          `those around them, and the beginning and end of ${count(cut)} long processes. report.json has them all.`
        : `This file holds ${count(kept)} of ${count(total)} calls, as it was asked to. report.json may have more.`;
  }
}

function isWithin(block: readonly [number, number] | null, time: Limits['time']): boolean {
  return !time || (block !== null && block[0] >= time[0] && block[1] <= time[1]);
}

/** Row numbers in a growing array; a million of them take four megabytes. */
class RowList {
  #array = new Uint32Array(4_096);
  length = 0;

  add(row: number): void {
    this.#reserve(1);
    this.#array[this.length++] = row;
  }

  addRange(from: number, to: number): void {
    this.#reserve(to - from);
    for (let row = from; row < to; row++) this.#array[this.length++] = row;
  }

  rows(): Uint32Array {
    return this.#array.slice(0, this.length);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#array.length) return;
    const larger = new Uint32Array(Math.max(this.#array.length * 2, this.length + more));
    larger.set(this.#array.subarray(0, this.length));
    this.#array = larger;
  }
}
