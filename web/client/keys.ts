import type { CallTable } from './calls.ts';
import { copyText, rowText, toast } from './copy.ts';
import { read, write } from './settings.ts';
import { change, state } from './state.ts';
import { activePanel, reveal, tabNames } from './tabs.ts';

const GO: { readonly [key: string]: string } = {
  s: 'summary',
  p: 'processes',
  f: 'findings',
  c: 'calls',
  n: 'network',
  t: 'timeline',
  a: 'attack',
  h: 'health',
};
const SECOND_KEY_MS = 1_500;

interface Actions {
  calls: () => CallTable | undefined;
  toggleDefang: () => void;
}

/** Single keys, as the help says. They can be turned off, because speech input types by accident. */
export function initKeys(actions: Actions): void {
  const help = document.querySelector<HTMLDialogElement>('dialog.help')!;
  const box = help.querySelector<HTMLInputElement>('[data-do=keys]')!;
  box.checked = read('keys') !== 'off';
  box.addEventListener('change', () => write('keys', box.checked ? 'on' : 'off'));
  document.querySelector('[data-do=help]')!.addEventListener('click', () => help.showModal());
  help.querySelector('[data-do=close-help]')!.addEventListener('click', () => help.close());
  let going = Number.NEGATIVE_INFINITY;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const target = event.target as HTMLElement;
    if (event.key === 'Escape') return leave(target);
    if (target.matches('input[type=search], input[type=range], textarea') || !box.checked) return;
    const second = event.timeStamp - going < SECOND_KEY_MS;
    going = Number.NEGATIVE_INFINITY;
    if (second && Object.hasOwn(GO, event.key)) {
      event.preventDefault();
      return go(GO[event.key]!);
    }
    if (event.key === 'g') {
      going = event.timeStamp;
      return;
    }
    if (run(event.key, target, actions, help)) event.preventDefault();
  });
}

function run(key: string, target: HTMLElement, actions: Actions, help: HTMLDialogElement): boolean {
  const table = state.tab === 'calls' ? actions.calls() : undefined;
  const keys: { [key: string]: () => unknown } = {
    '?': () => help.showModal(),
    '/': () => (activePanel().querySelector<HTMLElement>('input[type=search]') ?? openSearch()).focus(),
    j: () => (table ? table.move(1) : moveRow(1)),
    k: () => (table ? table.move(-1) : moveRow(-1)),
    o: () => (table ? table.openActive() : openRow(target)),
    '[': () => moveFinding(-1),
    ']': () => moveFinding(1),
    t: () => document.querySelector('.work')!.classList.toggle('no-tree'),
    d: () => actions.toggleDefang(),
    c: () => copyRow(target),
    y: () => copyText(location.href, 'a link to this view'),
  };
  const tab = /^[1-9]$/.test(key) ? tabNames()[Number(key) - 1] : undefined;
  if (tab) {
    change({ tab });
    document.getElementById(`tab-${tab}`)?.focus();
    return true;
  }
  if (!Object.hasOwn(keys, key)) return false;
  keys[key]!();
  return true;
}

function openSearch(): HTMLElement {
  change({ tab: 'calls' });
  return document.getElementById('call-query') ?? document.body;
}

function go(id: string): void {
  if (id === 'processes') document.querySelector<HTMLElement>('.node[tabindex="0"]')?.focus();
  else if (id === 'timeline') document.querySelector<HTMLElement>('[data-brush=from]')?.focus();
  else reveal(document.getElementById(id)!);
  if (id === 'calls') document.querySelector<HTMLElement>('.grid')?.focus();
}

function visibleRows(): HTMLElement[] {
  return [...activePanel().querySelectorAll<HTMLElement>('.row')].filter((row) => row.offsetParent !== null);
}

function moveRow(by: number): void {
  const rows = visibleRows();
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function moveFinding(by: number): void {
  change({ tab: 'findings' });
  const list = [...document.querySelectorAll<HTMLDetailsElement>('.finding:not(.off-process)')];
  const at = list.findIndex((finding) => finding.contains(document.activeElement));
  const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by];
  if (next) reveal(next);
}

function openRow(target: HTMLElement): void {
  const summary = target.closest('summary') ?? target.querySelector('details.more > summary');
  (summary as HTMLElement | null)?.click();
}

function copyRow(target: HTMLElement): void {
  const row = target.closest('[data-copy]');
  if (row) void copyText(rowText(row), 'the row');
  else toast('Move to a row first: j and k');
}

function leave(target: HTMLElement): void {
  if (target instanceof HTMLInputElement && target.type === 'search') {
    target.value = '';
    target.dispatchEvent(new Event('input'));
    target.blur();
    return;
  }
  const detail = document.querySelector<HTMLElement>('.call-detail:not([hidden])');
  if (detail && state.tab === 'calls') detail.querySelector<HTMLElement>('.tools button:last-child')!.click();
  else change({ processes: [], time: undefined });
}
