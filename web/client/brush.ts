import { change, onChange, state, type TimeRange } from './state.ts';
import { reveal } from './tabs.ts';

/** Steps of the two sliders. */
const STEPS = 1_000;
/** A drag of fewer pixels is a click. */
const CLICK = 4;

/** The range of the timeline: dragged over the drawing, or set with two sliders. It filters the page. */
export function initBrush(): void {
  const section = document.querySelector<HTMLElement>('.timeline');
  if (!section) return;
  const plot = section.querySelector<HTMLElement>('[data-plot]')!;
  const whole: TimeRange = [Number(section.dataset.from), Number(section.dataset.to)];
  const sliders = [...section.querySelectorAll<HTMLInputElement>('[data-brush]')] as [
    HTMLInputElement,
    HTMLInputElement,
  ];
  const span = Math.max(1, whole[1] - whole[0]);
  const timeAt = (x: number) => {
    const box = plot.getBoundingClientRect();
    return Math.round(whole[0] + Math.min(1, Math.max(0, (x - box.left) / Math.max(1, box.width))) * span);
  };
  initDrag(plot, timeAt);
  for (const slider of sliders)
    slider.addEventListener('input', () => change({ time: rangeOf(sliders, slider, whole) }));
  onChange((changed) => changed.has('time') && show(section, sliders, whole));
  show(section, sliders, whole);
}

/** What the sliders say; undefined where it is all. The one that is moved pushes the other. */
function rangeOf(
  sliders: readonly [HTMLInputElement, HTMLInputElement],
  moved: HTMLInputElement,
  [from, to]: TimeRange,
): TimeRange | undefined {
  let [low, high] = sliders.map((slider) => Number(slider.value)) as [number, number];
  if (low >= high) {
    if (moved === sliders[0]) high = Math.min(STEPS, low + 1);
    else low = Math.max(0, high - 1);
  }
  if (low <= 0 && high >= STEPS) return undefined;
  const time = (step: number) => Math.round(from + (step / STEPS) * (to - from));
  return [time(low), time(high)];
}

function initDrag(plot: HTMLElement, timeAt: (x: number) => number): void {
  let start: { x: number; time: number } | undefined;
  plot.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    start = { x: event.clientX, time: timeAt(event.clientX) };
    plot.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  plot.addEventListener('pointermove', (event) => {
    if (!start || Math.abs(event.clientX - start.x) < CLICK) return;
    const now = timeAt(event.clientX);
    change({ time: [Math.min(start.time, now), Math.max(start.time, now)] });
  });
  plot.addEventListener('pointerup', (event) => {
    const wasClick = start && Math.abs(event.clientX - start.x) < CLICK;
    start = undefined;
    if (!wasClick) return;
    const mark = document
      .elementsFromPoint(event.clientX, event.clientY)
      .find((element) => element.matches('[data-mark]'));
    const finding = mark && document.getElementById((mark as HTMLElement).dataset.mark!);
    if (finding) reveal(finding);
    else change({ time: undefined });
  });
  plot.addEventListener('pointercancel', () => {
    start = undefined;
  });
}

function show(
  section: HTMLElement,
  sliders: readonly [HTMLInputElement, HTMLInputElement],
  [from, to]: TimeRange,
): void {
  const brush = section.querySelector<HTMLElement>('.tl-brush')!;
  const chosen = section.querySelector<HTMLOutputElement>('.tl-chosen')!;
  const span = Math.max(1, to - from);
  const range = state.time ?? [from, to];
  const share = (time: number) => Math.min(1, Math.max(0, (time - from) / span));
  for (const [i, slider] of sliders.entries()) {
    slider.value = String(Math.round(share(range[i]!) * STEPS));
    slider.setAttribute('aria-valuetext', `${(range[i]! / 1000).toFixed(3)} seconds`);
  }
  brush.hidden = !state.time;
  brush.style.left = `${share(range[0]) * 100}%`;
  brush.style.width = `${(share(range[1]) - share(range[0])) * 100}%`;
  chosen.textContent = state.time ? rangeText(state.time) : '';
}

/** `1.200–8.000 s`. */
export function rangeText([from, to]: TimeRange): string {
  return `${(from / 1000).toFixed(3)}–${(to / 1000).toFixed(3)} s`;
}
