import { change, onChange, state } from './state.ts';

const nodes = () => [...document.querySelectorAll<HTMLElement>('.node')];
const level = (node: Element) => Number(node.getAttribute('aria-level'));

/** Makes the process tree work: arrows, opening and closing, selecting. */
export function initTree(): void {
  const tree = document.querySelector<HTMLElement>('[role=tree]');
  if (!tree) return;
  tree.addEventListener('click', (event) => {
    const node = (event.target as Element).closest<HTMLElement>('.node');
    if (!node) return;
    if ((event.target as Element).closest('.twist')) toggle(node);
    else select(node, event.ctrlKey || event.metaKey);
    setFocus(node);
  });
  tree.addEventListener('keydown', onKey);
  onChange((changed) => (changed.has('processes') || changed.has('subtree')) && markSelected());
  onChange((changed) => changed.has('time') && markTime());
  const subtree = document.querySelector<HTMLInputElement>('[data-do=subtree]');
  subtree?.addEventListener('change', () => change({ subtree: subtree.checked }));
  markSelected();
  markTime();
}

/** Processes that made no call in the chosen time are pale. */
function markTime(): void {
  for (const node of nodes()) {
    const [from, to] = (node.dataset.t ?? '').split(' ').map(Number);
    const off = state.time !== undefined && to !== undefined && (to < state.time[0] || from! > state.time[1]);
    node.classList.toggle('off-time', off);
  }
}

/** Positions of the processes that are selected, children included; undefined where none is. */
export function selectedProcesses(): Set<number> | undefined {
  if (state.processes.length === 0) return undefined;
  const chosen = new Set(state.processes);
  if (!state.subtree) return chosen;
  const all = new Set<number>(chosen);
  let inside = 0;
  for (const node of nodes()) {
    if (inside > 0 && level(node) <= inside) inside = 0;
    const process = Number(node.dataset.process ?? -1);
    if (inside > 0 && process >= 0) all.add(process);
    else if (inside === 0 && chosen.has(process)) inside = level(node);
  }
  return all;
}

function markSelected(): void {
  const chosen = new Set(state.processes);
  const all = selectedProcesses();
  for (const node of nodes()) {
    const process = Number(node.dataset.process ?? -1);
    node.setAttribute('aria-selected', String(chosen.has(process)));
    node.classList.toggle('within', all?.has(process) === true);
  }
  const subtree = document.querySelector<HTMLInputElement>('[data-do=subtree]');
  if (subtree) subtree.checked = state.subtree;
}

function select(node: HTMLElement, add: boolean): void {
  if (node.dataset.process === undefined) return;
  const process = Number(node.dataset.process);
  const chosen = new Set(state.processes);
  const only = chosen.size === 1 && chosen.has(process);
  if (add) {
    if (!chosen.delete(process)) chosen.add(process);
    change({ processes: [...chosen] });
  } else change({ processes: only ? [] : [process] });
}

function toggle(node: HTMLElement, open = node.getAttribute('aria-expanded') === 'false'): void {
  if (!node.hasAttribute('aria-expanded')) return;
  node.setAttribute('aria-expanded', String(open));
  let closed = Number.POSITIVE_INFINITY;
  for (const other of nodes()) {
    if (level(other) <= closed) closed = Number.POSITIVE_INFINITY;
    other.hidden = level(other) > closed;
    if (!other.hidden && other.getAttribute('aria-expanded') === 'false') closed = level(other);
  }
}

function setFocus(node: HTMLElement): void {
  for (const other of nodes()) other.tabIndex = -1;
  node.tabIndex = 0;
  node.focus();
}

function onKey(event: KeyboardEvent): void {
  const shown = nodes().filter((node) => !node.hidden);
  const node = (event.target as Element).closest<HTMLElement>('.node');
  if (!node || event.altKey) return;
  const at = shown.indexOf(node);
  const expanded = node.getAttribute('aria-expanded');
  const parent = () => shown.slice(0, at).findLast((other) => level(other) < level(node));
  const moves: { [key: string]: () => HTMLElement | undefined | void } = {
    ArrowDown: () => shown[at + 1],
    ArrowUp: () => shown[at - 1],
    Home: () => shown[0],
    End: () => shown.at(-1),
    ArrowRight: () => (expanded === 'false' ? toggle(node, true) : expanded === 'true' ? shown[at + 1] : undefined),
    ArrowLeft: () => (expanded === 'true' ? toggle(node, false) : parent()),
    Enter: () => select(node, event.ctrlKey || event.metaKey),
    ' ': () => select(node, event.ctrlKey || event.metaKey),
  };
  const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
  if (!move) return;
  event.preventDefault();
  event.stopPropagation();
  const next = move();
  if (next) setFocus(next);
}
