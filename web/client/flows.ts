import { count } from './text.ts';

/** The buttons above the flows: one kind of traffic, or all. */
export function initFlows(): void {
  const group = document.querySelector<HTMLElement>('[data-flow-facets]');
  if (!group) return;
  const rows = [...document.querySelectorAll<HTMLElement>('.flows tbody .row')];
  const buttons = [...group.querySelectorAll<HTMLElement>('[data-facet]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const facet = button.getAttribute('aria-pressed') === 'true' ? '' : button.dataset.facet!;
      for (const other of buttons) other.setAttribute('aria-pressed', String(other.dataset.facet === facet));
      let shown = 0;
      for (const row of rows) {
        const off = facet !== '' && !row.dataset.facets!.split(' ').includes(facet);
        row.classList.toggle('off-facet', off);
        if (!off) shown += 1;
      }
      const state = group.closest('.panel')!.querySelector('.filter-state');
      if (state) state.textContent = facet ? `${count(shown)} of ${count(rows.length)}` : '';
    });
  }
}
