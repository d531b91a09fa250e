import type { ProcessView, Severity, TimelineLane, TimelineView } from '../../src/report/view-model-types.ts';
import { count, ProcessChip } from './text.tsx';

/** Heights of the drawings, in units of their own. */
const OVERVIEW = 100;
const LANE = 20;

/** `12.4 s`; short, for the axis. */
function seconds(ms: number, span: number): string {
  const digits = span < 10_000 ? 2 : span < 100_000 ? 1 : 0;
  return `${(ms / 1000).toFixed(digits)} s`;
}

/** Rare calls stay visible beside bursts: heights go with the square root. */
function heights(counts: readonly number[], most: number, full: number): number[] {
  return counts.map((value) => (value > 0 ? Math.max(1.5, (Math.sqrt(value) / Math.sqrt(most)) * full) : 0));
}

function bar(bin: number, top: number, bottom: number): string {
  return `M${bin} ${round(top)}h1V${round(bottom)}h-1z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function Overview({ view }: { view: TimelineView }) {
  const most = Math.max(1, ...view.totals);
  const whole = heights(view.totals, most, OVERVIEW);
  const reached = view.totals.map(() => 0);
  const layers = view.lanes.items.map(({ process, hue, counts }) => {
    let path = '';
    for (const [bin, value] of counts.entries()) {
      if (value === 0) continue;
      const share = (value / Math.max(value, view.totals[bin]!)) * whole[bin]!;
      const bottom = OVERVIEW - reached[bin]!;
      reached[bin]! += share;
      path += bar(bin, bottom - share, bottom);
    }
    return { process, hue, path };
  });
  let rest = '';
  for (const [bin, height] of whole.entries()) {
    if (height - reached[bin]! > 0.5) rest += bar(bin, OVERVIEW - height, OVERVIEW - reached[bin]!);
  }
  return (
    <svg class="tl-overview" viewBox={`0 0 ${view.bins} ${OVERVIEW}`} preserveAspectRatio="none" aria-hidden="true">
      {layers.map(({ process, hue, path }) => (
        <path class={`hue-${hue}`} data-lane={process} d={path} />
      ))}
      {rest ? <path class="tl-rest" d={rest} /> : null}
    </svg>
  );
}

function Lane({ lane, view }: { lane: TimelineLane; view: TimelineView }) {
  const most = Math.max(1, ...lane.counts);
  const path = heights(lane.counts, most, LANE - 2)
    .map((height, bin) => (height > 0 ? bar(bin, LANE - height, LANE) : ''))
    .join('');
  const [from, to] = view.span;
  const scale = view.bins / Math.max(1, to - from);
  const x = (lane.span[0] - from) * scale;
  const width = Math.max(0.5, (lane.span[1] - lane.span[0]) * scale);
  return (
    <svg class={`tl-lane hue-${lane.hue}`} viewBox={`0 0 ${view.bins} ${LANE}`} preserveAspectRatio="none" aria-hidden>
      <rect class="tl-life" x={round(x)} y={LANE - 1} width={round(width)} height="1" />
      <path d={path} />
    </svg>
  );
}

const ORDER: readonly Severity['key'][] = ['info', 'low', 'medium', 'high', 'critical'];

/** One mark for all evidence at one place; the most severe finding gives it its shape. */
function Marks({ view }: { view: TimelineView }) {
  const [from, to] = view.span;
  const places = new Map<number, typeof view.marks>();
  for (const mark of view.marks) {
    const place = Math.min(99.8, Math.max(0, Math.round(((mark.time - from) / Math.max(1, to - from)) * 400) / 4));
    const list = places.get(place);
    if (list) list.push(mark);
    else places.set(place, [mark]);
  }
  return (
    <div class="tl-marks" aria-hidden="true">
      {[...places].map(([place, marks]) => {
        const worst = marks.reduce((a, b) => (ORDER.indexOf(b.severity.key) > ORDER.indexOf(a.severity.key) ? b : a));
        const names = [...new Set(marks.map(({ name }) => name.text))];
        const title = `${names.slice(0, 6).join(', ')}${names.length > 6 ? ` and ${names.length - 6} more` : ''}`;
        return (
          <span
            class={`tl-mark sev-${worst.severity.key}`}
            style={{ left: `${place}%` }}
            title={title}
            data-mark={worst.finding}
          >
            {worst.severity.shape}
          </span>
        );
      })}
    </div>
  );
}

function Axis({ view }: { view: TimelineView }) {
  const [from, to] = view.span;
  return (
    <div class="tl-axis" aria-hidden="true">
      {[0, 0.25, 0.5, 0.75, 1].map((part) => (
        <span style={{ left: `${part * 100}%` }}>{seconds(from + (to - from) * part, to - from)}</span>
      ))}
    </div>
  );
}

function Twin({ view, processes }: { view: TimelineView; processes: readonly ProcessView[] }) {
  const [from, to] = view.span;
  const width = (to - from) / Math.max(1, view.bins);
  return (
    <details class="tl-table">
      <summary>As a table</summary>
      <div class="scroll-x">
        <table class="data">
          <thead>
            <tr>
              <th>Process</th>
              <th class="num">Starts</th>
              <th class="num">Last call</th>
              <th class="num">Calls</th>
              <th class="num">Most calls around</th>
              <th class="num">Findings</th>
            </tr>
          </thead>
          <tbody>
            {view.lanes.items.map((lane) => (
              <tr>
                <td>
                  <ProcessChip process={processes[lane.process]} />
                </td>
                <td class="num">{seconds(lane.span[0], 0)}</td>
                <td class="num">{seconds(lane.span[1], 0)}</td>
                <td class="num">{count(lane.calls)}</td>
                <td class="num">{seconds(from + lane.counts.indexOf(Math.max(...lane.counts)) * width, 0)}</td>
                <td class="num">{processes[lane.process]?.findings ?? 0}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** Calls of each process over time, with what findings cite. A range of it filters the page. */
export function Timeline({ view, processes }: { view: TimelineView; processes: readonly ProcessView[] }) {
  if (view.empty) return null;
  const [from, to] = view.span;
  const more = view.lanes.total - view.lanes.items.length;
  return (
    <section
      class="timeline"
      id="timeline"
      aria-labelledby="timeline-title"
      data-from={Math.floor(from)}
      data-to={Math.ceil(to)}
    >
      <div class="head">
        <h2 id="timeline-title">Timeline</h2>
        <span class="note">
          calls over {seconds(to - from, to - from)}, coloured by process; heights are square roots
          {view.isSampled ? ', reckoned from samples in long logs' : ''}
        </span>
        <span class="tl-range js-only">
          <label>
            from <input type="range" data-brush="from" min="0" max="1000" value="0" />
          </label>
          <label>
            to <input type="range" data-brush="to" min="0" max="1000" value="1000" />
          </label>
          <output class="tl-chosen" />
        </span>
      </div>
      <div class="tl-plot" data-plot>
        <Marks view={view} />
        <Overview view={view} />
        <div class="tl-brush" hidden />
      </div>
      <Axis view={view} />
      <details class="tl-lanes">
        <summary>
          By process <span class="n">{count(view.lanes.total)}</span>
        </summary>
        <div class="tl-grid">
          {view.lanes.items.map((lane) => (
            <>
              <span class="tl-name" data-p={lane.process}>
                <ProcessChip process={processes[lane.process]} />
              </span>
              <Lane lane={lane} view={view} />
              <span class="n num">{count(lane.calls)}</span>
            </>
          ))}
        </div>
        {more > 0 ? (
          <p class="cap">
            {count(more)} other {more === 1 ? 'process has' : 'processes have'} no lane here; their calls are grey
            above.
          </p>
        ) : null}
        <Twin view={view} processes={processes} />
      </details>
    </section>
  );
}
