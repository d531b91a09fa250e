import type { FlowPart, FlowView, NetworkView, ProcessView } from '../../src/report/view-model-types.ts';
import { FilterBox, TableList } from './lists.tsx';
import { CapNote, count, Empty, Line, ProcessChips, processData, Text } from './text.tsx';

function Part({ part }: { part: FlowPart }) {
  return (
    <div class="flow-part">
      <p class="label">{part.label}</p>
      <dl class="record">
        {[...part.facts, ...part.texts].map((fact) => (
          <div>
            <dt>{fact.label}</dt>
            <dd>
              <Text value={fact.value} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function What({ flow }: { flow: FlowView }) {
  const line = (
    <>
      {flow.alert ? (
        <span class="flow-alert">
          <i aria-hidden="true">⚑</i> <Line value={flow.alert} />
        </span>
      ) : null}
      {flow.what ? <Line value={flow.what} /> : null}
    </>
  );
  if (flow.parts.total === 0) return line;
  return (
    <details class="flow-more">
      <summary>{flow.alert || flow.what ? line : 'details'}</summary>
      {flow.parts.items.map((part) => (
        <Part part={part} />
      ))}
      <CapNote list={flow.parts} what="parts" />
    </details>
  );
}

function Row({ flow, owned, processes }: { flow: FlowView; owned: boolean; processes: readonly ProcessView[] }) {
  return (
    <tr
      class={flow.alert ? 'row alerted' : 'row'}
      tabIndex={-1}
      data-p={processData(flow.processes)}
      data-facets={flow.facets.join(' ')}
      data-copy
    >
      <td class="num">{flow.time}</td>
      <td>{flow.protocol}</td>
      <td>{flow.to ? <Text value={flow.to} /> : null}</td>
      <td>{flow.host ? <Text value={flow.host} /> : null}</td>
      <td class="flow-what">
        <What flow={flow} />
      </td>
      <td>{flow.from ? <Text value={flow.from} /> : null}</td>
      {owned ? (
        <td>
          <ProcessChips of={flow.processes} processes={processes} />
        </td>
      ) : null}
    </tr>
  );
}

/** All traffic in one table, narrowed by what it was; then what was met in it. */
export function Network({ view, processes }: { view: NetworkView; processes: readonly ProcessView[] }) {
  const { flows } = view;
  const owned = flows.items.some((flow) => flow.processes);
  return (
    <>
      <Empty why={view.empty} />
      {view.empty ? null : <FilterBox label="network" />}
      {flows.items.length > 0 ? (
        <>
          <div class="facets js-only" data-flow-facets role="group" aria-label="Kinds of traffic">
            <button type="button" class="facet" data-facet="" aria-pressed="true">
              <span>All</span>
              <span class="n">{count(flows.total)}</span>
            </button>
            {view.facets.map(({ key, label, count: n }) => (
              <button type="button" class="facet" data-facet={key} aria-pressed="false">
                <span>{label}</span>
                <span class="n">{count(n)}</span>
              </button>
            ))}
          </div>
          <div class="scroll-x">
            <table class="data flows">
              <thead>
                <tr>
                  <th class="num" title="Seconds into the capture">
                    Time
                  </th>
                  <th>Protocol</th>
                  <th>To</th>
                  <th>Name</th>
                  <th>What</th>
                  <th>From</th>
                  {owned ? <th>Process</th> : null}
                </tr>
              </thead>
              <tbody>
                {flows.items.map((flow) => (
                  <Row flow={flow} owned={owned} processes={processes} />
                ))}
              </tbody>
            </table>
          </div>
          <CapNote list={flows} what="flows" />
          {view.note ? <p class="cap">{view.note}</p> : null}
        </>
      ) : null}
      <TableList tables={view.tables} processes={processes} />
    </>
  );
}
