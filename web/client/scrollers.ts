/** Makes what scrolls reachable with the keyboard, and only while there is something to scroll to. */
export function initScrollers(): void {
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) mark(target as HTMLElement);
  });
  for (const element of document.querySelectorAll<HTMLElement>('.scroll-x, .log, .script-text, aside')) {
    watch.observe(element);
  }
}

function mark(element: HTMLElement): void {
  const scrolls = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
  if (scrolls) element.tabIndex = 0;
  else element.removeAttribute('tabindex');
}
