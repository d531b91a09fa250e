import type { AttackCell, AttackView } from '../../src/report/view-model-types.ts';
import { count, Empty, Line } from './text.tsx';

function Cited({ cell }: { cell: AttackCell }) {
  if (cell.findings.length === 0) return null;
  return (
    <ul class="tt-findings">
      {cell.findings.map(({ id, name, severity }) => (
        <li>
          <a href={`#${id}`} data-finding={id} title={severity.word}>
            <i class={`sev-${severity.key}`} aria-hidden="true">
              {severity.shape}
            </i>
            <Line value={name} />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Findings of a technique and of all its parts. */
function findingsOf(cell: AttackCell): number {
  return new Set([cell, ...cell.parts].flatMap(({ findings }) => findings.map(({ id }) => id))).size;
}

function Cell({ cell }: { cell: AttackCell }) {
  return (
    <li class="technique row" data-copy>
      <span class="tt-id">
        <Line value={cell.id} />
        <span class="n" title="findings">
          {count(findingsOf(cell))}
        </span>
      </span>
      {cell.name ? <span class="tt-name">{cell.name}</span> : null}
      <Cited cell={cell} />
      {cell.parts.length > 0 ? (
        <ul class="tt-parts">
          {cell.parts.map((part) => (
            <li>
              <span class="tt-id">
                <Line value={part.id} />
              </span>
              {part.name ? <span class="tt-name">{part.name}</span> : null}
              <Cited cell={part} />
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** Tactics side by side, with the techniques that findings show. */
export function Attack({ view }: { view: AttackView }) {
  return (
    <>
      <Empty why={view.empty} />
      {view.columns.length > 0 ? (
        <div class="matrix">
          {view.columns.map((column) => (
            <section aria-labelledby={`tactic-${column.id}`}>
              <h3 id={`tactic-${column.id}`}>
                {column.name} <span class="n">{count(column.cells.length)}</span>
              </h3>
              <ul>
                {column.cells.map((cell) => (
                  <Cell cell={cell} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      ) : null}
      {view.others.length > 0 && view.columns.length > 0 ? (
        <p class="cap">No technique of {view.others.join(', ')}.</p>
      ) : null}
      {view.release && view.columns.length > 0 ? <p class="cap">Names as in ATT&CK {view.release}.</p> : null}
    </>
  );
}
