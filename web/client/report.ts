import type { CallIndex } from '../../src/report/html-calls.ts';
import { initBrush } from './brush.ts';
import { CallTable } from './calls.ts';
import { copyIocs, initCopy, toast } from './copy.ts';
import { initFlows } from './flows.ts';
import { initKeys } from './keys.ts';
import { initRows } from './rows.ts';
import { initScrollers } from './scrollers.ts';
import { read, write } from './settings.ts';
import { initShots } from './shots.ts';
import { change, readState, state } from './state.ts';
import { initTabs, reveal } from './tabs.ts';
import { mode, setDefanged } from './text.ts';
import { initTree } from './tree.ts';

const THEMES = ['auto', 'light', 'dark'];
let calls: CallTable | undefined;

/** The script stands behind the page and before the blocks of calls. */
function start(): void {
  document.documentElement.classList.add('js');
  setTheme(read('theme') ?? 'auto');
  const first = readState(location.hash);
  if (first) Object.assign(state, first);
  initTabs();
  initTree();
  initBrush();
  initRows();
  initFlows();
  initShots();
  initScrollers();
  initCopy();
  initButtons();
  initKeys({ calls: () => calls, toggleDefang });
  keepStripHeight();
  openForPrint();
  window.addEventListener('hashchange', followHash);
  document.addEventListener('click', followLink);
  if (!first) followHash();
  document.addEventListener('DOMContentLoaded', startCalls);
}

function startCalls(): void {
  const root = document.querySelector<HTMLElement>('[data-calls]');
  const index = document.getElementById('call-index');
  if (root && index) calls = new CallTable(root, JSON.parse(index.textContent) as CallIndex);
}

function followHash(): void {
  const next = readState(location.hash);
  if (next) {
    change(next);
    return;
  }
  const element = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (element) reveal(element);
}

/** Links to processes select; links to calls jump; the others are followed by `hashchange`. */
function followLink(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLElement>(
    'a[data-process], a[data-call], a[data-query], a[data-finding]',
  );
  if (!link) return;
  event.preventDefault();
  const { process, call, query, finding } = link.dataset;
  if (process !== undefined) change({ processes: [Number(process)] });
  else if (call !== undefined) {
    change({ tab: 'calls' });
    if (state.call === call) void calls?.jump(call);
    else change({ call });
  } else if (query !== undefined) {
    change({ tab: 'calls', query, processes: [], time: undefined });
    document.querySelector<HTMLElement>('.grid')?.focus();
  } else if (finding !== undefined) {
    const element = document.getElementById(finding);
    if (element) {
      change({ processes: [], time: undefined });
      reveal(element);
    } else toast('This finding is not in the file');
  }
}

function initButtons(): void {
  const actions: { [name: string]: () => void } = {
    defang: toggleDefang,
    theme: () => setTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme ?? 'auto') + 1) % 3]!),
    'copy-iocs': () => copyIocs(false),
    'copy-iocs-csv': () => copyIocs(true),
  };
  for (const [name, action] of Object.entries(actions)) {
    document.querySelector(`button[data-do=${name}]`)?.addEventListener('click', action);
  }
}

function toggleDefang(): void {
  setDefanged(!mode.defanged);
  document.querySelector('[data-do=defang]')!.setAttribute('aria-pressed', String(mode.defanged));
  calls?.redraw();
  toast(mode.defanged ? 'Addresses are defanged' : 'Addresses are raw: take care where you paste them');
}

function setTheme(theme: string): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  write('theme', theme);
}

/** Paper has no "open": findings are printed with their evidence. */
function openForPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  window.addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('.finding:not([open]), .ledger:not([open])')];
    for (const details of opened) details.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
}

/** What sticks below the strip, and what is scrolled to, has to know how high it is. */
function keepStripHeight(): void {
  const strip = document.querySelector<HTMLElement>('.strip')!;
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--strip', `${strip.offsetHeight}px`);
  }).observe(strip);
}

start();
