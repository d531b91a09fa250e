import type { CallIndex } from '../../src/report/html-calls.ts';
import type { CallStore, OpenBlock } from './blocks.ts';
import { copyText } from './copy.ts';
import { make, setText, shownText, timeText } from './text.ts';

/** One call with all its arguments. */
export class CallDetail {
  readonly #element: HTMLElement;
  readonly #store: CallStore;
  readonly #onClose: () => void;

  constructor(element: HTMLElement, store: CallStore, onClose: () => void) {
    this.#element = element;
    this.#store = store;
    this.#onClose = onClose;
  }

  get isOpen(): boolean {
    return !this.#element.hidden;
  }

  close(): void {
    this.#element.hidden = true;
    this.#onClose();
  }

  show(open: OpenBlock, row: number, process: CallIndex['processes'][number] | undefined): void {
    const { block } = open;
    const { index } = this.#store;
    const lines: [string, string][] = [
      ['process', process ? `${process.name} ${process.pid}` : ''],
      ['thread', String(block.h[row])],
      [
        'time',
        Number.isNaN(open.times[row]!)
          ? ''
          : `${timeText(open.times[row]!)} s, ${utc(index.start + open.times[row]!)} UTC`,
      ],
      ['category', index.categories[block.c[row]!] ?? ''],
      ['return', `${block.s[block.r[row]!]}${block.st[row] === '1' ? ' (failed)' : ''}`],
      ['id', String(open.ids[row])],
    ];
    if (block.n[row]) lines.push(['repeated', `${block.n[row]} more times`]);
    const extras = block.e[row] ?? [];
    for (let i = 0; i < extras.length; i += 2) lines.push([block.s[extras[i]!]!, block.s[extras[i + 1]!]!]);
    const args: [string, string][] = [];
    for (let i = open.args[row]!; i < open.args[row + 1]!; i += 2) {
      args.push([block.s[block.x[i]!]!, block.s[block.x[i + 1]!]!]);
    }
    const title = make('h3');
    setText(title, index.apis[block.a[row]!] ?? '');
    const head = make('div', 'head');
    const tools = make('span', 'tools');
    tools.append(
      button(
        'Copy',
        () =>
          void copyText(
            [title.textContent, ...args.map(([name, text]) => `${shownText(name)}: ${shownText(text)}`)].join('\n'),
            'the call',
          ),
      ),
      button('Close', () => this.close()),
    );
    head.append(title, tools);
    this.#element.replaceChildren(head, list('record', args), list('facts', lines));
    this.#element.hidden = false;
  }
}

function button(label: string, onClick: () => void): HTMLButtonElement {
  const element = make('button', '', label);
  element.type = 'button';
  element.addEventListener('click', onClick);
  return element;
}

function list(className: string, pairs: readonly [string, string][]): HTMLElement {
  const element = make('dl', className);
  for (const [name, text] of pairs) {
    const pair = make('div');
    const term = make('dt');
    setText(term, shownText(name));
    const value = make('dd');
    const piece = make('bdi', 's');
    piece.dir = 'ltr';
    setText(piece, shownText(text));
    value.append(piece);
    pair.append(term, value);
    element.append(pair);
  }
  return element;
}

function utc(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}
