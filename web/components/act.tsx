import type { Ioc, IocGroup } from '../../src/report/view-model-types.ts';
import { count, Line, Text } from './text.tsx';

/** Rows of a group that are in view before "more". */
const FRONT = 5;

function Row({ ioc }: { ioc: Ioc }) {
  return (
    <li class="row ioc" tabIndex={-1} data-copy data-ioc={ioc.kind}>
      <span class="v">
        <Text value={ioc.value} />
      </span>
      {ioc.note ? (
        <span class="note">
          <Line value={ioc.note} />
        </span>
      ) : null}
      {ioc.findings.length > 0 ? (
        <a class="cited" href={`#${ioc.findings[0]}`} data-finding={ioc.findings[0]}>
          cited
          <span class="sr"> by a finding</span>
        </a>
      ) : null}
    </li>
  );
}

function Group({ group }: { group: IocGroup }) {
  const { items, background } = group;
  const rest = items.items.slice(FRONT);
  const cut = items.total - items.items.length;
  return (
    <div class="ioc-group">
      <h3>
        {group.label} <span class="n">{count(items.total)}</span>
      </h3>
      <div>
        {items.items.length > 0 ? (
          <ul>
            {items.items.slice(0, FRONT).map((ioc) => (
              <Row ioc={ioc} />
            ))}
          </ul>
        ) : null}
        {rest.length > 0 ? (
          <details>
            <summary>
              {count(rest.length)} more{cut > 0 ? ` (${count(cut)} others are in report.json)` : ''}
            </summary>
            <ul>
              {rest.map((ioc) => (
                <Row ioc={ioc} />
              ))}
            </ul>
          </details>
        ) : null}
        {background.total > 0 ? (
          <details class="quiet">
            <summary>{count(background.total)} usual on any machine, or of the sandbox</summary>
            <ul>
              {background.items.map((ioc) => (
                <Row ioc={ioc} />
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </div>
  );
}

/** Indicators to block, hunt for, or pass on. */
export function Act({ groups }: { groups: readonly IocGroup[] }) {
  return (
    <section class="act" aria-labelledby="act-title">
      <div class="head">
        <h2 id="act-title">Act on this</h2>
        <span class="tools js-only">
          <button type="button" data-do="copy-iocs">
            Copy all
          </button>
          <button type="button" data-do="copy-iocs-csv">
            CSV
          </button>
        </span>
      </div>
      {groups.length === 0 ? (
        <p class="empty">No address, dropped file or mutex was recorded.</p>
      ) : (
        groups.map((group) => <Group group={group} />)
      )}
    </section>
  );
}
