import { textOf } from './text.ts';

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something for a moment, aloud too. */
export function toast(text: string): void {
  const element = document.querySelector('.toast')!;
  element.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    element.textContent = '';
  }, 2_500);
}

export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copyTheOldWay(text)) return toast('The browser did not let the page copy');
  }
  toast(`Copied ${what}`);
}

function copyTheOldWay(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'sr';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** What copying a row gives: its value, or the cells of a table row with tabs between. */
export function rowText(row: Element): string {
  const value = row.querySelector('.v') ?? row.querySelector('dd');
  if (value) return textOf(value);
  const cells = [...row.querySelectorAll('td')];
  return cells.length > 0 ? cells.map(textOf).join('\t').trim() : textOf(row);
}

/** One button, which follows the pointer and the focus from row to row. */
export function initCopy(): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'cp';
  button.tabIndex = -1;
  button.textContent = '⧉';
  button.setAttribute('aria-label', 'Copy');
  button.title = 'Copy (c)';
  const follow = (event: Event) => {
    const row = (event.target as Element).closest?.('[data-copy]');
    if (!row || row.contains(button)) return;
    const place = row.querySelector('td:last-of-type') ?? (row.matches('div') ? row.querySelector('dd') : null) ?? row;
    place.append(button);
  };
  document.addEventListener('pointerover', follow);
  document.addEventListener('focusin', follow);
  button.addEventListener('click', (event) => {
    event.preventDefault();
    event.stopPropagation();
    const row = button.closest('[data-copy]');
    if (!row) return;
    button.remove();
    void copyText(rowText(row), 'to the clipboard');
  });
}

/** Indicators in view, one per line, or as CSV with their kind. */
export function copyIocs(asCsv: boolean): void {
  const rows = [...document.querySelectorAll<HTMLElement>('.act [data-ioc]')].filter((row) => !row.closest('.quiet'));
  const lines = rows.map((row) => {
    if (!asCsv) return rowText(row);
    const note = row.querySelector('.note');
    return [row.dataset.ioc!, rowText(row), note ? textOf(note) : ''].map(csvField).join(',');
  });
  void copyText((asCsv ? ['type,value,note', ...lines] : lines).join('\n'), `${rows.length} indicators`);
}

/** Quoted, and never the beginning of a formula. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
