import { change, onChange, state } from './state.ts';

const panels = () => [...document.querySelectorAll<HTMLElement>('.panel')];
const tabs = () => [...document.querySelectorAll<HTMLElement>('.tabs a')];

/** Turns the sections into tabs. The browser's own search still finds text in hidden ones. */
export function initTabs(): void {
  document.querySelector('.tabs')?.setAttribute('role', 'tablist');
  for (const tab of tabs()) {
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', tab.id.slice(4));
    tab.addEventListener('click', (event) => {
      event.preventDefault();
      change({ tab: tab.id.slice(4) });
    });
    tab.addEventListener('keydown', (event) => moveFocus(event, tab));
  }
  for (const panel of panels()) {
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', `tab-${panel.id}`);
    panel.addEventListener('beforematch', () => change({ tab: panel.id }));
  }
  onChange((changed) => changed.has('tab') && showTab());
  showTab();
}

export function tabNames(): string[] {
  return panels().map((panel) => panel.id);
}

export function activePanel(): HTMLElement {
  return document.getElementById(state.tab) ?? panels()[0]!;
}

function showTab(): void {
  if (!tabNames().includes(state.tab)) state.tab = 'findings';
  for (const panel of panels()) {
    if (panel.id === state.tab) panel.removeAttribute('hidden');
    else panel.setAttribute('hidden', 'until-found');
  }
  for (const tab of tabs()) {
    const selected = tab.id === `tab-${state.tab}`;
    tab.setAttribute('aria-selected', String(selected));
    tab.tabIndex = selected ? 0 : -1;
  }
}

function moveFocus(event: KeyboardEvent, tab: HTMLElement): void {
  const list = tabs();
  const at = list.indexOf(tab);
  const to =
    event.key === 'ArrowRight'
      ? at + 1
      : event.key === 'ArrowLeft'
        ? at - 1
        : event.key === 'Home'
          ? 0
          : event.key === 'End'
            ? list.length - 1
            : undefined;
  if (to === undefined) return;
  event.preventDefault();
  const next = list[(to + list.length) % list.length]!;
  next.focus();
  change({ tab: next.id.slice(4) });
}

/** Brings an element into view: its tab, the details around it, and the focus. */
export function reveal(element: HTMLElement): void {
  const panel = element.closest<HTMLElement>('.panel');
  if (panel) change({ tab: panel.id });
  for (let parent: Element | null = element; parent; parent = parent.parentElement) {
    if (parent instanceof HTMLDetailsElement) parent.open = true;
  }
  if (panel === element || element.id === 'summary') {
    window.scrollTo({ top: element.id === 'summary' ? 0 : workTop() });
    (element.id === 'summary' ? element : document.getElementById(`tab-${element.id}`))?.focus({ preventScroll: true });
    return;
  }
  const target = element instanceof HTMLDetailsElement ? (element.querySelector('summary') ?? element) : element;
  target.scrollIntoView({ block: 'center' });
  target.focus({ preventScroll: true });
}

function workTop(): number {
  const work = document.querySelector('.work')!;
  const strip = document.querySelector('.strip')!;
  return Math.max(0, work.getBoundingClientRect().top + window.scrollY - strip.getBoundingClientRect().height);
}
