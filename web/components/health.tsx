import type {
  HealthView,
  OriginalView,
  ProblemView,
  ProcessView,
  TimingView,
} from '../../src/report/view-model-types.ts';
import { Facts, Sections } from './data.tsx';
import { ValueTable } from './lists.tsx';
import { CapNote, count, Line, Text } from './text.tsx';

function Problem({ problem }: { problem: ProblemView }) {
  return (
    <li class="row problem" data-copy>
      <code>{problem.code}</code> <Text value={problem.message} />
      {problem.hint ? (
        <div class="hint">
          <Text value={problem.hint} />
        </div>
      ) : null}
      {problem.where ? (
        <div class="where">
          <Text value={problem.where} />
        </div>
      ) : null}
    </li>
  );
}

const STATE_MARK = { done: '✓', failed: '✕', skipped: '–' };

function Timing({ timing }: { timing: TimingView }) {
  return (
    <tr class={`state-${timing.state}`}>
      <td>
        <Line value={timing.name} />
      </td>
      <td>{timing.stage}</td>
      <td>
        <i aria-hidden="true">{STATE_MARK[timing.state]}</i> {timing.state}
      </td>
      <td class="num">{timing.ms < 10 ? timing.ms.toFixed(1) : count(Math.round(timing.ms))} ms</td>
    </tr>
  );
}

/** For comparison: nothing of it goes into the verdict. */
function Original({ original, processes }: { original: OriginalView; processes: readonly ProcessView[] }) {
  const { signatures } = original;
  return (
    <>
      <h3>What the sandbox itself concluded</h3>
      <Facts facts={original.facts} />
      {signatures.rows.total > 0 ? (
        <details class="list" id={signatures.id}>
          <summary>
            {signatures.label} <span class="n">{count(signatures.rows.total)}</span>
          </summary>
          <ValueTable table={signatures} processes={processes} />
          <CapNote list={signatures.rows} what="signatures" />
        </details>
      ) : null}
      <Sections sections={original.sections} />
    </>
  );
}

/** What ran, what failed, what is not there, and why. */
export function Health({ health, processes }: { health: HealthView; processes: readonly ProcessView[] }) {
  const { signatures } = health;
  return (
    <>
      <h3>
        Problems <span class="n">{count(health.problems.total)}</span>
      </h3>
      {health.problems.total === 0 ? <p class="empty">Nothing failed and nothing was damaged.</p> : null}
      <ul class="problems">
        {health.problems.items.map((problem) => (
          <Problem problem={problem} />
        ))}
      </ul>
      <CapNote list={health.problems} what="problems" />
      {health.missing.length > 0 ? (
        <>
          <h3>Not in this report</h3>
          <dl class="facts">
            {health.missing.map(({ key, why }) => (
              <div>
                <dt>{key}</dt>
                <dd>{why}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
      <h3>The analysis</h3>
      <Facts facts={health.facts} />
      {health.original ? <Original original={health.original} processes={processes} /> : null}
      {health.timings.items.length > 0 ? (
        <details class="list" open={health.timings.items.some((timing) => timing.state !== 'done')}>
          <summary>
            Modules <span class="n">{count(health.timings.total)}</span>
          </summary>
          {signatures.total > 0 ? (
            <p class="cap">
              {count(signatures.total)} signatures ran in {count(signatures.ms)} ms; {count(signatures.failed)} failed,{' '}
              {count(signatures.skipped)} were skipped. Those that took less than a millisecond are not listed.
            </p>
          ) : null}
          <div class="scroll-x">
            <table class="data">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Stage</th>
                  <th>State</th>
                  <th class="num">Time</th>
                </tr>
              </thead>
              <tbody>
                {health.timings.items.map((timing) => (
                  <Timing timing={timing} />
                ))}
              </tbody>
            </table>
          </div>
          <CapNote list={health.timings} what="modules" />
        </details>
      ) : null}
      {health.logs.map((log) => (
        <details class="list" id={log.id}>
          <summary>
            {log.label} <span class="n">{count(log.lines.total)}</span>
          </summary>
          <ol class="log">
            {log.lines.items.map((line) => (
              <li>
                <Text value={line} />
              </li>
            ))}
          </ol>
          <CapNote list={log.lines} what="lines" />
        </details>
      ))}
    </>
  );
}
