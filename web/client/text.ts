/** Text of the sample in the page: shown with its glyphs set apart, defanged or raw. */
const GLYPH = /(⟦U\+[0-9A-F]{4,6}⟧)/;
/** Marks text of a block whose brackets are its own. */
const LITERAL = '⟦⟧';

export const mode = { defanged: true };

/** Same as in the report's writer; a test holds the two together. */
export function refang(text: string): string {
  const live = (scheme: string) => scheme.replace(/x/g, 't').replace(/X/g, 'T');
  return text.replace(/(hxxps?|fxps?)(?=:\/\/)/gi, live).replace(/\[([.:@])\]/g, '$1');
}

/** What a query is compared with: the text as the sample had it. */
export function rawText(text: string): string {
  return text.startsWith(LITERAL) ? text.slice(LITERAL.length) : refang(text);
}

/** Text of a block as the page shows it now. */
export function shownText(text: string): string {
  if (text.startsWith(LITERAL)) return text.slice(LITERAL.length);
  return mode.defanged ? text : refang(text);
}

/** Fills an element with text; unprintable characters stand in elements of their own. */
export function setText(element: Element, text: string): void {
  element.textContent = '';
  if (!text.includes('⟦')) {
    element.textContent = text;
    return;
  }
  for (const [i, part] of text.split(GLYPH).entries()) {
    if (i % 2 === 0) element.append(part);
    else element.append(make('b', 'u', part));
  }
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** `1,234,567`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

const dead = new WeakMap<Element, string>();

/** Shows every address of the page defanged, or as the sample had it. */
export function setDefanged(defanged: boolean): void {
  mode.defanged = defanged;
  for (const piece of document.querySelectorAll<HTMLElement>('[data-df]')) {
    if (!dead.has(piece)) dead.set(piece, piece.textContent);
    const text = dead.get(piece)!;
    setText(piece, defanged ? text : piece.dataset.df || refang(text));
  }
}

/** The text of an element without buttons, heads and notes of the page. */
export function textOf(element: Element): string {
  let text = '';
  for (const piece of element.querySelectorAll('bdi.s')) {
    const glued = piece.parentElement?.matches('details.more');
    text += `${text && !glued ? ' ' : ''}${piece.textContent}`;
  }
  return text || element.textContent.trim();
}

/** `+12.431`, in seconds after the start. */
export function timeText(ms: number): string {
  return Number.isNaN(ms) ? '' : `${ms < 0 ? '−' : '+'}${(Math.abs(ms) / 1000).toFixed(3)}`;
}
