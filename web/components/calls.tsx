import type { CallsView } from '../../src/report/view-model-types.ts';
import { count, Empty } from './text.tsx';

const COLUMNS = ['Time', 'Process', 'Thread', 'Category', 'API', 'Arguments', 'Return', '×'];

/** The frame of the call table; its rows come from the blocks at the end of the file, as they are scrolled to. */
export function Calls({ calls, embedded }: { calls: CallsView; embedded: boolean }) {
  if (calls.empty) return <Empty why={calls.empty} />;
  if (!embedded) {
    return (
      <p class="empty">
        {count(calls.total)} calls were recorded. This report was written without them; report.json has them.
      </p>
    );
  }
  return (
    <>
      <p class="nojs-only empty">
        {count(calls.total)} calls of {count(calls.processes)} processes were recorded. Browsing them needs JavaScript;
        report.json has them too.
      </p>
      <div class="js-only" data-calls>
        <div class="querybar">
          <input
            type="search"
            id="call-query"
            data-query-box
            aria-label="Query over calls"
            aria-describedby="query-help"
            placeholder={'api:Reg* status:fail arg:"\\Run"'}
            autocomplete="off"
            spellcheck={false}
          />
          <span class="query-state" role="status" />
          <button type="button" data-do="cancel-query" hidden>
            Cancel
          </button>
        </div>
        <p class="query-help" id="query-help">
          <code>api:Nt*File</code> <code>pid:2388</code> <code>cat:registry</code> <code>status:fail</code>{' '}
          <code>arg:"\Run"</code> <code>ret:0xc0000034</code> <code>tid:2400</code> <code>time:2s..10s</code>{' '}
          <code>is:cited</code>; a minus excludes: <code>-api:Nt*</code>
        </p>
        <div class="facets" data-facets />
        <p class="cap" data-calls-note hidden />
        <div class="grid-frame">
          <div class="grid" role="grid" aria-label="Calls" aria-rowcount={-1} tabIndex={0}>
            <div role="rowgroup" class="grid-top">
              <div class="grid-row grid-head" role="row">
                {COLUMNS.map((column) => (
                  <span role="columnheader">{column}</span>
                ))}
              </div>
            </div>
            <div role="rowgroup" class="grid-space" />
          </div>
          <section class="call-detail" aria-label="Call" aria-live="polite" hidden />
        </div>
      </div>
    </>
  );
}
