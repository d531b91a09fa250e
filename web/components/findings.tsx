import type { EvidenceRow, Finding, FindingsView, ProcessView, Shown } from '../../src/report/view-model-types.ts';
import { CapNote, count, Empty, Line, ProcessChip, ProcessChips, processData, SeverityMark, Text } from './text.tsx';

function Tags({ label, values }: { label: string; values: readonly Shown[] }) {
  if (values.length === 0) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {values.map((value) => (
          <span class="tag">
            <Line value={value} />
          </span>
        ))}
      </dd>
    </div>
  );
}

/** Where the call stands, or how to find it. */
function Jump({ row }: { row: EvidenceRow }) {
  if (row.process !== undefined && row.call !== undefined) {
    return (
      <a
        class="jump js-only"
        href={`#tab=calls&call=${row.process}.${row.call}`}
        data-call={`${row.process}.${row.call}`}
      >
        call {count(row.call)}
      </a>
    );
  }
  if (row.query === undefined) return null;
  return (
    <a class="jump js-only" href="#tab=calls" data-query={row.query}>
      find
    </a>
  );
}

function EvidenceTable({ finding, processes }: { finding: Finding; processes: readonly ProcessView[] }) {
  const rows = finding.evidence.items;
  if (rows.length === 0) return <p class="empty">It recorded no evidence.</p>;
  const places = rows.some((row) => row.process !== undefined);
  const times = rows.some((row) => row.time !== undefined);
  return (
    <div class="scroll-x">
      <table class="evidence">
        <thead>
          <tr>
            {times ? <th class="num">Time</th> : null}
            {places ? <th>Process</th> : null}
            {finding.columns.length > 0 ? (
              finding.columns.map((column) => (
                <th>
                  <Line value={column} />
                </th>
              ))
            ) : (
              <th>Evidence</th>
            )}
            {places ? (
              <th class="js-only">
                <span class="sr">Call</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              class="row"
              tabIndex={-1}
              data-p={row.process}
              data-t={row.time === undefined ? undefined : Math.round(row.time)}
              data-copy
            >
              {times ? <td class="num">{row.time === undefined ? '' : `+${(row.time / 1000).toFixed(3)}`}</td> : null}
              {places ? (
                <td>{row.process === undefined ? null : <ProcessChip process={processes[row.process]} />}</td>
              ) : null}
              <Cells row={row} columns={finding.columns.length} />
              {places ? (
                <td class="js-only">
                  <Jump row={row} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cells({ row, columns }: { row: EvidenceRow; columns: number }) {
  if (columns > 0) {
    return (
      <>
        {row.cells.map((cell) => (
          <td>
            <Text value={cell.value} />
          </td>
        ))}
      </>
    );
  }
  return (
    <td>
      {row.cells.map((cell) => (
        <span class="pair">
          {cell.name ? (
            <span class="label">
              <Line value={cell.name} />
            </span>
          ) : null}{' '}
          <Text value={cell.value} />
        </span>
      ))}
    </td>
  );
}

export function FindingCard({ finding, processes }: { finding: Finding; processes: readonly ProcessView[] }) {
  return (
    <details class={`finding f-${finding.severity.key}`} id={finding.id} data-p={processData(finding.processes)}>
      <summary class="row" data-copy>
        <SeverityMark severity={finding.severity} />
        <span class="finding-what">
          <Line value={finding.description} />
        </span>
        {finding.alert ? <span class="tag alert">alert</span> : null}
        {finding.points ? <span class="points">{finding.points}</span> : null}
        <span class="n">{count(finding.evidence.total)}</span>
        <span class="finding-name">
          <Line value={finding.name} />
        </span>
      </summary>
      <div class="finding-body">
        {finding.description.rest || finding.description.hidden ? (
          <p>
            <Text value={finding.description} />
          </p>
        ) : null}
        <dl class="facts">
          <Tags label="ATT&CK, MBC" values={finding.techniques} />
          <Tags label="Families" values={finding.families} />
          <Tags label="Categories" values={finding.categories} />
          {finding.confidence !== undefined ? (
            <div>
              <dt>Confidence</dt>
              <dd>{finding.confidence} %</dd>
            </div>
          ) : null}
          <Tags label="References" values={finding.references} />
          {finding.processes.length > 0 ? (
            <div>
              <dt>Processes</dt>
              <dd>
                <ProcessChips of={finding.processes} processes={processes} />
              </dd>
            </div>
          ) : null}
        </dl>
        <EvidenceTable finding={finding} processes={processes} />
        <CapNote list={finding.evidence} what="pieces of evidence" />
      </div>
    </details>
  );
}

/** Matched signatures, the most severe first. */
export function Findings({ findings, processes }: { findings: FindingsView; processes: readonly ProcessView[] }) {
  return (
    <>
      <Empty why={findings.empty} />
      {findings.counts.length > 0 ? (
        <p class="severities">
          {findings.counts.map(({ severity, count: n }) => (
            <span>
              <SeverityMark severity={severity} /> <b>{count(n)}</b>
            </span>
          ))}
        </p>
      ) : null}
      {findings.findings.items.map((finding) => (
        <FindingCard finding={finding} processes={processes} />
      ))}
      <CapNote list={findings.findings} what="findings" />
    </>
  );
}
