import type { LedgerLine, StripView, WhyView } from '../../src/report/view-model-types.ts';
import { Empty, SeverityMark, Text } from './text.tsx';

function Line({ line }: { line: LedgerLine }) {
  const width = `${Math.round(Math.abs(line.weight) * 100)}%`;
  return (
    <li>
      <span class={line.weight < 0 ? 'points minus' : 'points'}>{line.points}</span>
      <span class="weight" aria-hidden="true">
        <span style={{ width }} />
      </span>
      <a href={`#${line.finding}`} data-finding={line.finding}>
        <Text value={line.description} />
      </a>
      <SeverityMark severity={line.severity} />
    </li>
  );
}

/** The reasons, and on request the whole arithmetic. */
export function Why({ why, strip }: { why: WhyView; strip: StripView }) {
  return (
    <section class="why" aria-labelledby="why-title">
      <h2 id="why-title">Why</h2>
      <p class="reason">
        <Text value={strip.reason} />
      </p>
      <Empty why={why.empty} />
      <ol class="reasons">
        {why.top.map((line) => (
          <Line line={line} />
        ))}
      </ol>
      {why.score !== undefined && why.top.length > 0 ? (
        <p class="total">
          {why.rest.lines > 0 ? (
            <>
              {why.rest.lines} more {why.rest.lines === 1 ? 'line' : 'lines'} <b>{why.rest.points}</b>
              {', '}
            </>
          ) : null}
          sum <b>{why.sumShort}</b>, {why.capped ? 'capped: ' : ''}score <b>{why.score}</b>
        </p>
      ) : null}
      {why.ledger.length > 0 ? (
        <details class="ledger">
          <summary>Full ledger: {why.ledger.length} lines that add up to the score</summary>
          <Ledger why={why} />
        </details>
      ) : null}
      {why.techniques.length > 0 ? (
        <p class="techniques">
          <span class="label">ATT&CK, MBC</span>
          {why.techniques.map((technique) => (
            <a class="tag" href={`#${technique.finding}`} data-finding={technique.finding}>
              <Text value={technique.name} />
            </a>
          ))}
        </p>
      ) : null}
    </section>
  );
}

export function Ledger({ why }: { why: WhyView }) {
  return (
    <table>
      <thead>
        <tr>
          <th>Signature</th>
          <th>Severity</th>
          <th class="num">Confidence</th>
          <th class="num">Points</th>
        </tr>
      </thead>
      <tbody>
        {why.ledger.map((line) => (
          <tr>
            <td>
              <a href={`#${line.finding}`} data-finding={line.finding}>
                <Text value={line.name} />
              </a>
            </td>
            <td>
              <SeverityMark severity={line.severity} />
            </td>
            <td class="num">{line.confidence} %</td>
            <td class="num">{line.exact}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th colSpan={3}>Sum</th>
          <td class="num">{why.sum}</td>
        </tr>
        {why.score !== undefined ? (
          <tr>
            <th colSpan={3}>{why.capped ? 'Score: the sum, capped at 10' : 'Score'}</th>
            <td class="num">{why.score}</td>
          </tr>
        ) : null}
      </tfoot>
    </table>
  );
}
