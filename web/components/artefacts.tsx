import type { ArtefactsView, ArtefactView, ProcessView, ScriptView } from '../../src/report/view-model-types.ts';
import { Facts } from './data.tsx';
import { FilterBox, TableList } from './lists.tsx';
import { CapNote, count, Empty, Line, ProcessChips, processData, Text } from './text.tsx';

interface Columns {
  yara: boolean;
  processes: boolean;
}

function FileRow({
  file,
  columns,
  processes,
}: {
  file: ArtefactView;
  columns: Columns;
  processes: readonly ProcessView[];
}) {
  const [first, ...others] = file.names.items;
  const digest = file.sha256 ?? file.md5;
  return (
    <tr class="row" tabIndex={-1} data-p={processData(file.processes)} data-copy>
      <td class="file-name">
        {first ? <Text value={first} /> : <span class="elided">no name</span>}
        {digest ? (
          <div class="digest">
            <span class="label">{file.sha256 ? 'sha256' : 'md5'}</span> <Line value={digest} />
          </div>
        ) : null}
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
      {columns.yara ? <td>{file.yara ? <Text value={file.yara} /> : null}</td> : null}
      {columns.processes ? (
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
  const columns = {
    yara: view.files.items.some((file) => file.yara),
    processes: view.files.items.some((file) => file.processes),
  };
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
                  <th>Name, SHA-256</th>
                  <th>From</th>
                  <th class="num">Size</th>
                  <th>Type</th>
                  {columns.yara ? <th>YARA</th> : null}
                  {columns.processes ? <th>Process</th> : null}
                </tr>
              </thead>
              <tbody>
                {view.files.items.map((file) => (
                  <FileRow file={file} columns={columns} processes={processes} />
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
      <TableList tables={view.tables} processes={processes} />
    </>
  );
}
