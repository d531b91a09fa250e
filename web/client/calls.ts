import type { CallIndex } from '../../src/report/html-calls.ts';
import { CallStore, type OpenBlock } from './blocks.ts';
import { CallDetail } from './call-detail.ts';
import { CallSearch } from './call-search.ts';
import { toast } from './copy.ts';
import { change, onChange, state } from './state.ts';
import { count, make, setText, shownText, timeText } from './text.ts';
import { selectedProcesses } from './tree.ts';

const ROW = 24;
/** Browsers stop drawing elements higher than some ten million pixels. */
const MAX_HEIGHT = 8_000_000;
const OVERSCAN = 8;
const ARGUMENT_CHARS = 400;

/** The call table: only the rows in view exist; where they come from is the store's business. */
export class CallTable {
  readonly store: CallStore;
  readonly #grid: HTMLElement;
  readonly #space: HTMLElement;
  readonly #search: CallSearch;
  readonly #detail: CallDetail;
  readonly #processes: Map<number, CallIndex['processes'][number]>;
  /** Rows that match, or undefined for all. */
  #matches: Uint32Array | undefined;
  /** Position among the rows in view that the keyboard is on. */
  #active = -1;
  #drawing = 0;
  /** Rows in the page, by their positions. */
  readonly #rows = new Map<number, HTMLElement>();

  constructor(root: HTMLElement, index: CallIndex) {
    this.store = new CallStore(index);
    this.#grid = root.querySelector('.grid')!;
    this.#space = root.querySelector('.grid-space')!;
    this.#processes = new Map(index.processes.map((process) => [process.index, process]));
    this.#detail = new CallDetail(root.querySelector('.call-detail')!, this.store, () => this.#grid.focus());
    this.#search = new CallSearch(root, this.store, (matches) => this.#show(matches));
    this.#grid.addEventListener('scroll', () => this.draw(), { passive: true });
    this.#grid.addEventListener('keydown', (event) => this.#onKey(event));
    this.#space.addEventListener('click', (event) => {
      const row = (event.target as Element).closest<HTMLElement>('.grid-row');
      if (row) this.#activate(Number(row.dataset.at), true);
    });
    new ResizeObserver(() => this.draw()).observe(this.#grid);
    onChange((changed) => {
      if (changed.has('processes') || changed.has('subtree') || changed.has('time') || changed.has('query')) {
        this.refresh();
      }
      if (changed.has('call') && state.call) void this.jump(state.call);
      if (changed.has('tab') && state.tab === 'calls') this.draw();
    });
    this.refresh();
    if (state.call) void this.jump(state.call);
  }

  /** Runs the query and the selection again. */
  refresh(): void {
    void this.#search.run(state.query, { processes: selectedProcesses(), time: state.time });
  }

  /** Opens the call `process.id`, taking filters away that hide it. */
  async jump(place: string): Promise<void> {
    const [process, id] = place.split('.').map(Number) as [number, number];
    const row = await this.store.find(process, id);
    if (row === undefined) return toast('This call is not in the file; report.json has it');
    let at = this.#positionOf(row);
    if (at < 0) {
      change({ query: '', processes: [], time: undefined });
      this.#search.clear();
      at = row;
    }
    this.#scrollTo(at, true);
    this.#activate(at, true);
  }

  move(by: number): void {
    this.#activate(Math.min(this.#length - 1, Math.max(0, this.#active + by)), false);
  }

  openActive(): void {
    if (this.#active >= 0) this.#activate(this.#active, true);
  }

  draw(): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  /** Makes the rows in view anew, because their text has changed. */
  redraw(): void {
    this.#clear();
    this.draw();
  }

  #clear(): void {
    this.#rows.clear();
    this.#space.replaceChildren();
  }

  get #length(): number {
    return this.#matches ? this.#matches.length : this.store.rows;
  }

  #show(matches: Uint32Array | undefined): void {
    this.#matches = matches;
    this.#active = -1;
    this.#clear();
    this.#grid.setAttribute('aria-rowcount', String(this.#length + 1));
    this.#space.style.height = `${Math.min(MAX_HEIGHT, this.#length * ROW)}px`;
    this.draw();
  }

  /** Pixels of the page's table to pixels of the whole table; 1 unless it is too high for a browser. */
  get #scale(): number {
    const view = this.#viewHeight();
    const whole = this.#length * ROW;
    return whole <= MAX_HEIGHT ? 1 : (whole - view) / (MAX_HEIGHT - view);
  }

  #viewHeight(): number {
    return Math.max(ROW, this.#grid.clientHeight - ROW);
  }

  #rowAt(at: number): number {
    return this.#matches ? this.#matches[at]! : at;
  }

  #positionOf(row: number): number {
    return this.#matches ? this.#matches.indexOf(row) : row;
  }

  #draw(): void {
    const length = this.#length;
    const scale = this.#scale;
    const top = this.#grid.scrollTop * scale;
    const first = Math.max(0, Math.floor(top / ROW) - OVERSCAN);
    const last = Math.min(length, Math.ceil((top + this.#viewHeight()) / ROW) + OVERSCAN);
    const shift = this.#grid.scrollTop - top;
    const missing = new Set<number>();
    for (const [at, element] of this.#rows) {
      if (at >= first && at < last) continue;
      element.remove();
      this.#rows.delete(at);
    }
    let next = this.#space.firstElementChild;
    for (let at = first; at < last; at++) {
      const element = this.#rowFor(at, missing);
      element.style.transform = `translateY(${at * ROW + shift}px)`;
      if (element === next) next = next.nextElementSibling;
      else this.#space.insertBefore(element, next);
    }
    this.#markActive();
    for (const block of missing) void this.store.open(block).then(() => this.draw());
  }

  /** The row that is there already, or a new one; it is filled once its block is unpacked. */
  #rowFor(at: number, missing: Set<number>): HTMLElement {
    const known = this.#rows.get(at);
    if (known && !known.classList.contains('waits')) return known;
    const row = this.#rowAt(at);
    const block = this.store.blockOf(row);
    const open = this.store.peek(block);
    if (!open) missing.add(block);
    const element = known ?? this.#rowElement(at);
    this.#rows.set(at, element);
    if (open) this.#fillRow(element, open, row - this.store.starts[block]!);
    return element;
  }

  #rowElement(at: number): HTMLElement {
    const element = make('div', at % 2 === 1 ? 'grid-row odd waits' : 'grid-row waits');
    element.setAttribute('role', 'row');
    element.setAttribute('aria-rowindex', String(at + 2));
    element.dataset.at = String(at);
    element.id = `call-row-${at}`;
    element.append(cell('', '…'));
    return element;
  }

  #fillRow(element: HTMLElement, open: OpenBlock, row: number): void {
    element.classList.remove('waits');
    element.textContent = '';
    const { block } = open;
    const process = this.#processes.get(block.p);
    const failed = block.st[row] === '1';
    if (failed) element.classList.add('failed');
    if (open.cited.has(row)) element.classList.add('cited');
    if (!this.#matches && row > 0 && open.ids[row]! !== open.ids[row - 1]! + 1) {
      element.classList.add('gap');
      element.title = `${count(open.ids[row]! - open.ids[row - 1]! - 1)} calls before it are not in this file`;
    }
    const who = cell(`who hue-${process?.hue ?? 0}`, '');
    const name = make('span');
    setText(name, process?.name ?? '');
    who.append(name, make('span', 'pid', String(process?.pid ?? '')));
    const api = cell('api', '');
    setText(api, this.store.index.apis[block.a[row]!] ?? '');
    const args = cell('args', '');
    setText(args, argumentLine(open, row));
    const category = cell('', '');
    setText(category, this.store.index.categories[block.c[row]!] ?? '');
    const result = cell('ret', '');
    setText(result, `${failed ? '✕ ' : ''}${shortReturn(shownText(block.s[block.r[row]!] ?? ''))}`);
    const repeated = block.n[row];
    element.append(
      cell('num', timeText(open.times[row]!)),
      who,
      cell('num', String(block.h[row])),
      category,
      api,
      args,
      result,
      cell('num', repeated ? `×${repeated + 1}` : ''),
    );
  }

  #activate(at: number, open: boolean): void {
    if (at < 0 || at >= this.#length) return;
    this.#active = at;
    this.#scrollTo(at, false);
    this.#markActive();
    if (open || this.#detail.isOpen) void this.#openDetail(this.#rowAt(at));
  }

  async #openDetail(row: number): Promise<void> {
    const block = this.store.blockOf(row);
    const open = await this.store.open(block);
    const at = row - this.store.starts[block]!;
    this.#detail.show(open, at, this.#processes.get(open.block.p));
    state.call = `${open.block.p}.${open.ids[at]}`;
  }

  #markActive(): void {
    const id = `call-row-${this.#active}`;
    for (const row of this.#space.children) row.setAttribute('aria-selected', String(row.id === id));
    if (this.#active >= 0) this.#grid.setAttribute('aria-activedescendant', id);
    else this.#grid.removeAttribute('aria-activedescendant');
  }

  #scrollTo(at: number, centre: boolean): void {
    const scale = this.#scale;
    const view = this.#viewHeight();
    const top = this.#grid.scrollTop * scale;
    const y = at * ROW;
    if (!centre && y >= top && y + ROW <= top + view) return;
    const wanted = centre ? y - view / 2 : y < top ? y : y + ROW - view;
    this.#grid.scrollTop = wanted / scale;
    this.draw();
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#viewHeight() / ROW) - 1);
    const steps: { [key: string]: number } = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#length,
      End: this.#length,
    };
    if (Object.hasOwn(steps, event.key)) this.move(steps[event.key]!);
    else if (event.key === 'Enter' || event.key === ' ') this.openActive();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function cell(className: string, text: string): HTMLElement {
  const element = make('span', className, text);
  element.setAttribute('role', 'gridcell');
  return element;
}

/** Numbers and handles say least: they come last. */
function argumentLine(open: OpenBlock, row: number): string {
  const { x, s } = open.block;
  const words: string[] = [];
  const numbers: string[] = [];
  for (let i = open.args[row]!; i < open.args[row + 1]!; i += 2) {
    const value = s[x[i + 1]!] ?? '';
    const list = /^(?:-?\d+|0x[0-9a-f]+)$/i.test(value) ? numbers : words;
    list.push(`${shownText(s[x[i]!] ?? '')}=${shownText(value)}`);
  }
  return [...words, ...numbers].join('  ').slice(0, ARGUMENT_CHARS);
}

/** A sign-extended status keeps its last eight digits. */
function shortReturn(text: string): string {
  return text.replace(/^0xf{8}(?=[0-9a-f]{8}$)/i, '0x…');
}
