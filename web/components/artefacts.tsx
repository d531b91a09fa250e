import type { ArtefactsView, ArtefactView, ProcessView, ScriptView } from '../../src/report/view-model-types.ts';
import { Facts } from './data.tsx';
import { FilterBox, ValueTable } from './lists.tsx';
import { CapNote, count, Empty, Line, ProcessChips, processData, Text } from './text.tsx';

function FileRow({
  file,
  owned,
  processes,
}: {
  file: ArtefactView;
  owned: boolean;
  processes: readonly ProcessView[];
}) {
  const [first, ...others] = file.names.items;
  return (
    <tr class="row" tabIndex={-1} data-p={processData(file.processes)} data-copy>
      <td>
        {first ? <Text value={first} /> : <span class="elided">no name</span>}
        {others.length > 0 ? (
          <details class="names">
            <summary>
              and {count(file.names.total - 1)} more {file.names.total === 2 ? 'name' : 'names'}
            </summary>
            {others.map((name) => (
              <div>
                <Text value={name} />
              </div>
            ))}
            <CapNote list={file.names} what="names" />
          </details>
        ) : null}
      </td>
      <td>{file.kinds.join(', ')}</td>
      <td class="num">{file.size}</td>
      <td>{file.type ? <Line value={file.type} /> : null}</td>
      <td class="digest">{file.sha256 ? <Text value={file.sha256} /> : file.md5 ? <Text value={file.md5} /> : null}</td>
      <td>{file.yara ? <Text value={file.yara} /> : null}</td>
      {owned ? (
        <td>
          <ProcessChips of={file.processes} processes={processes} />
        </td>
      ) : null}
    </tr>
  );
}

function Script({ script, processes }: { script: ScriptView; processes: readonly ProcessView[] }) {
  return (
    <details class="list script row" data-p={processData(script.processes)} data-copy>
      <summary>
        <Line value={script.label} /> <ProcessChips of={script.processes} processes={processes} />
      </summary>
      <Facts facts={script.facts} />
      {script.content ? (
        <p class="script-text v">
          <Text value={script.content} />
        </p>
      ) : (
        <p class="empty">Its content is no text.</p>
      )}
    </details>
  );
}

/** Files that were kept or found in memory, scripts and configurations, YARA matches. */
export function Artefacts({ view, processes }: { view: ArtefactsView; processes: readonly ProcessView[] }) {
  if (view.empty) return <Empty why={view.empty} />;
  const owned = view.files.items.some((file) => file.processes);
  return (
    <>
      <FilterBox label="artefacts" />
      {view.files.items.length > 0 ? (
        <details class="list" id="artefacts-files" open>
          <summary>
            Files <span class="n">{count(view.files.total)}</span>
          </summary>
          <div class="scroll-x">
            <table class="data">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>From</th>
                  <th class="num">Size</th>
                  <th>Type</th>
                  <th>SHA-256</th>
                  <th>YARA</th>
                  {owned ? <th>Process</th> : null}
                </tr>
              </thead>
              <tbody>
                {view.files.items.map((file) => (
                  <FileRow file={file} owned={owned} processes={processes} />
                ))}
              </tbody>
            </table>
          </div>
          <CapNote list={view.files} what="files" />
        </details>
      ) : null}
      {view.scripts.items.map((script) => (
        <Script script={script} processes={processes} />
      ))}
      <CapNote list={view.scripts} what="scripts" />
      {view.tables.map((table) => (
        <details class="list" id={table.id} open={table.open}>
          <summary>
            {table.label} <span class="n">{count(table.rows.total)}</span>
          </summary>
          <ValueTable table={table} processes={processes} />
          <CapNote list={table.rows} what="rows" />
        </details>
      ))}
    </>
  );
}
