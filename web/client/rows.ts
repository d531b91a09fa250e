import { rangeText } from './brush.ts';
import { change, onChange, state } from './state.ts';
import { count, make } from './text.ts';
import { selectedProcesses } from './tree.ts';

/** Rows that a text filter or the selected processes hide. */
export function initRows(): void {
  for (const box of document.querySelectorAll<HTMLInputElement>('[data-filter]')) {
    box.addEventListener('input', () => filterPanel(box));
  }
  onChange((changed) => {
    if (changed.has('processes') || changed.has('subtree') || changed.has('time')) applySelection();
  });
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

/** Hides what does not belong to the selected processes or did not happen in the chosen time. */
function applySelection(): void {
  const chosen = selectedProcesses();
  const { time } = state;
  const ofProcess = (element: HTMLElement) =>
    !chosen || (element.dataset.p ?? '').split(' ').some((number) => number !== '' && chosen.has(Number(number)));
  const inTime = (element: HTMLElement) => {
    if (!time || element.dataset.t === undefined) return true;
    const at = Number(element.dataset.t);
    return at >= time[0] && at <= time[1];
  };
  let hidden = 0;
  for (const finding of document.querySelectorAll<HTMLElement>('.finding')) {
    const rows = [...finding.querySelectorAll<HTMLElement>('tbody .row')];
    // A finding whose evidence says nothing of time stays.
    const off = !ofProcess(finding) || (rows.length > 0 && !rows.some(inTime));
    finding.classList.toggle('off-process', off);
    if (off) hidden += 1;
    for (const row of rows) {
      row.classList.toggle('off-process', (row.dataset.p !== undefined && !ofProcess(row)) || !inTime(row));
    }
  }
  for (const list of document.querySelectorAll<HTMLElement>('.panel:not(#findings) details.list, .flows')) {
    const rows = [...list.querySelectorAll<HTMLElement>('.row')];
    if (list.matches('.row')) rows.push(list);
    // Where nothing says which process or time a value belongs to, the whole list stays.
    const attributed = rows.some((row) => row.dataset.p !== undefined);
    const timed = rows.some((row) => row.dataset.t !== undefined);
    const untold = [
      ...(chosen && !attributed && rows.length > 0 ? ['process'] : []),
      ...(time && !timed && rows.length > 0 ? ['time'] : []),
    ];
    if (untold.length > 0) list.dataset.untold = `not told apart by ${untold.join(' and ')}`;
    else delete list.dataset.untold;
    for (const row of rows) row.classList.toggle('off-process', (attributed && !ofProcess(row)) || !inTime(row));
  }
  showSelection(chosen, hidden);
}

function showSelection(chosen: Set<number> | undefined, hidden: number): void {
  const bar = document.querySelector<HTMLElement>('.selection')!;
  bar.hidden = !chosen && !state.time;
  bar.textContent = '';
  if (bar.hidden) return;
  bar.append(make('span', 'label', 'Only'));
  for (const process of state.processes) {
    const node = document.querySelector(`.node[data-process="${process}"]`);
    const label = `${node?.querySelector('.node-name')?.textContent ?? 'process'} ${node?.querySelector('.pid')?.textContent ?? ''}`;
    bar.append(
      chip(label, `pc hue-${process % 8}`, () =>
        change({ processes: state.processes.filter((other) => other !== process) }),
      ),
    );
  }
  const more = (chosen?.size ?? 0) - state.processes.length;
  if (more > 0) bar.append(make('span', '', `and ${count(more)} below`));
  if (state.time) bar.append(chip(rangeText(state.time), 'pc', () => change({ time: undefined })));
  if (hidden > 0) bar.append(make('span', 'note', `${count(hidden)} ${hidden === 1 ? 'finding' : 'findings'} hidden`));
  const clear = make('button', 'clear', 'Show all');
  clear.type = 'button';
  clear.addEventListener('click', () => change({ processes: [], time: undefined }));
  bar.append(clear);
}

function chip(label: string, className: string, onClick: () => void): HTMLElement {
  const button = make('button', className, `${label} ✕`);
  button.type = 'button';
  button.title = 'Take it out of the selection';
  button.addEventListener('click', onClick);
  return button;
}
