import type { TreeRow, TreeView } from '../../src/report/view-model-types.ts';
import { CapNote, count, Empty, Line } from './text.tsx';

/** Deeper rows keep this indent; the level is in `aria-level`. */
const MAX_INDENT = 16;

function Row({ row, first }: { row: TreeRow; first: boolean }) {
  return (
    <div
      role="treeitem"
      id={row.id}
      class={`node ${row.process === undefined ? 'no-log' : `hue-${row.hue}`} heat-${row.heat}`}
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.hasChildren ? 'true' : undefined}
      aria-selected="false"
      tabIndex={first ? 0 : -1}
      data-process={row.process}
      data-t={row.span ? `${Math.floor(row.span[0])} ${Math.ceil(row.span[1])}` : undefined}
      style={{ '--d': Math.min(row.depth, MAX_INDENT) }}
    >
      <span class="twist" aria-hidden="true" />
      <span class="dot" aria-hidden="true" />
      <span class="node-name">
        <Line value={row.name} />
      </span>
      <span class="pid">{row.pid}</span>
      <span class="badges">
        {row.badges.map((badge) => (
          <span class={`badge b-${badge.kind}`} title={badge.title}>
            {badge.text}
          </span>
        ))}
      </span>
      {row.command ? (
        <span class="node-command">
          <Line value={row.command} />
        </span>
      ) : null}
    </div>
  );
}

/** The processes; selecting some filters findings, lists and calls. */
export function Tree({ tree }: { tree: TreeView }) {
  return (
    <section class="tree" id="processes" aria-labelledby="tree-title">
      <div class="head">
        <h2 id="tree-title">
          Processes <span class="n">{count(tree.rows.total)}</span>
        </h2>
        <label class="tools js-only">
          <input type="checkbox" data-do="subtree" checked /> with children
        </label>
      </div>
      <Empty why={tree.empty} />
      {tree.rows.items.length > 0 ? (
        <div role="tree" aria-labelledby="tree-title" aria-multiselectable="true">
          {tree.rows.items.map((row, i) => (
            <Row row={row} first={i === 0} />
          ))}
        </div>
      ) : null}
      <CapNote list={tree.rows} what="processes" />
    </section>
  );
}
