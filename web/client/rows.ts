import { change, onChange, state } from './state.ts';
import { count, make } from './text.ts';
import { selectedProcesses } from './tree.ts';

/** Rows that a text filter or the selected processes hide. */
export function initRows(): void {
  for (const box of document.querySelectorAll<HTMLInputElement>('[data-filter]')) {
    box.addEventListener('input', () => filterPanel(box));
  }
  onChange((changed) => (changed.has('processes') || changed.has('subtree')) && applySelection());
  applySelection();
}

function filterPanel(box: HTMLInputElement): void {
  const panel = box.closest('.panel')!;
  const needle = box.value.trim().toLowerCase();
  let shown = 0;
  let all = 0;
  for (const row of panel.querySelectorAll<HTMLElement>('.row')) {
    const off = needle !== '' && !row.textContent.toLowerCase().includes(needle);
    row.classList.toggle('off-text', off);
    all += 1;
    if (!off) shown += 1;
  }
  // A list with matches opens, so that a match is never out of sight.
  if (needle) {
    for (const list of panel.querySelectorAll<HTMLDetailsElement>('details.list')) {
      const hits = list.querySelector('.row:not(.off-text)') !== null;
      if (hits) list.open = true;
      list.classList.toggle('no-hits', !hits);
    }
  } else for (const list of panel.querySelectorAll('.no-hits')) list.classList.remove('no-hits');
  box.parentElement!.querySelector('.filter-state')!.textContent = needle ? `${count(shown)} of ${count(all)}` : '';
}

function applySelection(): void {
  const chosen = selectedProcesses();
  const fits = (element: HTMLElement) =>
    !chosen || (element.dataset.p ?? '').split(' ').some((number) => number !== '' && chosen.has(Number(number)));
  let hidden = 0;
  for (const finding of document.querySelectorAll<HTMLElement>('.finding')) {
    const off = !fits(finding);
    finding.classList.toggle('off-process', off);
    if (off) hidden += 1;
    for (const row of finding.querySelectorAll<HTMLElement>('tbody .row')) {
      row.classList.toggle('off-process', row.dataset.p !== undefined && !fits(row));
    }
  }
  for (const list of document.querySelectorAll<HTMLElement>('details.list, #dropped')) {
    const rows = [...list.querySelectorAll<HTMLElement>('.row')];
    // Where nothing says which process a value belongs to, the whole list stays.
    const attributed = rows.some((row) => row.dataset.p !== undefined);
    list.classList.toggle('unattributed', chosen !== undefined && !attributed && rows.length > 0);
    for (const row of rows) row.classList.toggle('off-process', attributed && !fits(row));
  }
  showSelection(chosen, hidden);
}

function showSelection(chosen: Set<number> | undefined, hidden: number): void {
  const bar = document.querySelector<HTMLElement>('.selection')!;
  bar.hidden = !chosen;
  bar.textContent = '';
  if (!chosen) return;
  bar.append(make('span', 'label', 'Only'));
  for (const process of state.processes) {
    const node = document.querySelector(`.node[data-process="${process}"]`);
    const chip = make('button', `pc hue-${process % 8}`);
    chip.type = 'button';
    chip.append(
      `${node?.querySelector('.node-name')?.textContent ?? 'process'} ${node?.querySelector('.pid')?.textContent ?? ''} ✕`,
    );
    chip.title = 'Take it out of the selection';
    chip.addEventListener('click', () => change({ processes: state.processes.filter((other) => other !== process) }));
    bar.append(chip);
  }
  const more = chosen.size - state.processes.length;
  if (more > 0) bar.append(make('span', '', `and ${count(more)} below`));
  if (hidden > 0) bar.append(make('span', 'note', `${count(hidden)} ${hidden === 1 ? 'finding' : 'findings'} hidden`));
  const clear = make('button', 'clear', 'Show all');
  clear.type = 'button';
  clear.addEventListener('click', () => change({ processes: [] }));
  bar.append(clear);
}
