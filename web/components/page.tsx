import type { ComponentChildren } from 'preact';
import type { ReportView } from '../../src/report/view-model-types.ts';
import { Act } from './act.tsx';
import { Calls } from './calls.tsx';
import { Sample } from './data.tsx';
import { Findings } from './findings.tsx';
import { Health } from './health.tsx';
import { Help } from './help.tsx';
import { FilterBox, Lists, Tables, ValueTable } from './lists.tsx';
import { Strip } from './strip.tsx';
import { CapNote, count } from './text.tsx';
import { Tree } from './tree.tsx';
import { Why } from './why.tsx';

interface Tab {
  id: string;
  label: string;
  count: number;
  body: ComponentChildren;
}

/** The panels beside the tree, in the order of their tabs. */
function tabs(view: ReportView, callsEmbedded: boolean): Tab[] {
  const { processes } = view;
  const lists = [view.files, view.registry, view.system].map((list) => ({
    id: list.id,
    label: list.label,
    count: list.total,
    body: <Lists view={list} processes={processes} />,
  }));
  return [
    {
      id: 'findings',
      label: 'Findings',
      count: view.findings.findings.total,
      body: <Findings findings={view.findings} processes={processes} />,
    },
    {
      id: 'calls',
      label: 'Calls',
      count: view.calls.total,
      body: <Calls calls={view.calls} embedded={callsEmbedded} />,
    },
    ...lists,
    {
      id: 'network',
      label: 'Network',
      count: view.network.total,
      body: <Tables view={view.network} processes={processes} />,
    },
    ...(view.rules.total > 0
      ? [
          {
            id: 'rules',
            label: 'Rules',
            count: view.rules.total,
            body: <Tables view={view.rules} processes={processes} />,
          },
        ]
      : []),
    { id: 'dropped', label: 'Dropped', count: view.dropped.rows.total, body: <Dropped view={view} /> },
    { id: 'sample', label: 'Sample', count: 0, body: <Sample sample={view.sample} /> },
    {
      id: 'health',
      label: 'Health',
      count: view.strip.warnings,
      body: <Health health={view.health} processes={processes} />,
    },
  ];
}

function Dropped({ view }: { view: ReportView }) {
  if (view.dropped.rows.total === 0) return <p class="empty">No file was dropped, or none was collected.</p>;
  return (
    <>
      <FilterBox label="dropped files" />
      <ValueTable table={view.dropped} processes={view.processes} />
      <CapNote list={view.dropped.rows} what="files" />
    </>
  );
}

export interface ReportPageProps {
  view: ReportView;
  callsEmbedded: boolean;
}

/** The body of the report. Complete without a script; a script turns the sections into tabs and adds the calls. */
export function ReportPage({ view, callsEmbedded }: ReportPageProps) {
  const panels = tabs(view, callsEmbedded);
  return (
    <>
      <a class="skip" href="#findings">
        Skip to findings
      </a>
      <Strip strip={view.strip} />
      <main>
        <div class="summary" id="summary">
          <Why why={view.why} strip={view.strip} />
          <Act groups={view.iocs} />
        </div>
        <div class="work">
          <aside>
            <Tree tree={view.tree} />
          </aside>
          <div class="detail">
            <nav class="tabs" aria-label="Sections">
              {panels.map((tab) => (
                <a href={`#${tab.id}`} id={`tab-${tab.id}`}>
                  {tab.label}
                  {tab.count > 0 ? <span class="n">{count(tab.count)}</span> : null}
                </a>
              ))}
            </nav>
            <div class="selection js-only" role="status" hidden />
            {panels.map((tab) => (
              <section class="panel" id={tab.id} aria-labelledby={`title-${tab.id}`}>
                <h2 id={`title-${tab.id}`}>{tab.label}</h2>
                {tab.body}
              </section>
            ))}
          </div>
        </div>
      </main>
      <footer>
        Ovoscope report. Text of the sample is shown with <b class="u">⟦U+…⟧</b> for characters that do not print, and
        addresses are defanged. Nothing in this file runs code of the sample or asks the network for anything.
      </footer>
      <Help />
      <div class="toast" role="status" aria-live="polite" />
    </>
  );
}
