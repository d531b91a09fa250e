import type { ComponentChildren } from 'preact';
import type { ReportView } from '../../src/report/view-model-types.ts';
import { Act } from './act.tsx';
import { Artefacts } from './artefacts.tsx';
import { Attack } from './attack.tsx';
import { Calls } from './calls.tsx';
import { Sample, Sections } from './data.tsx';
import { Findings } from './findings.tsx';
import { Health } from './health.tsx';
import { Help } from './help.tsx';
import { FilterBox, Lists, Tables } from './lists.tsx';
import { Network } from './network.tsx';
import { Screenshots } from './screenshots.tsx';
import { Strip } from './strip.tsx';
import { count } from './text.tsx';
import { Timeline } from './timeline.tsx';
import { Tree } from './tree.tsx';
import { Why } from './why.tsx';

interface Tab {
  id: string;
  label: string;
  count: number;
  body: ComponentChildren;
}

/** The panels beside the tree, in the order of their tabs. Those that most analyses lack are left out where empty. */
function tabs(view: ReportView, callsEmbedded: boolean): Tab[] {
  const { processes } = view;
  const tab = (id: string, label: string, count: number, body: ComponentChildren): Tab => ({ id, label, count, body });
  const some = (there: boolean, ...tabs: Tab[]) => (there ? tabs : []);
  const lists = [view.files, view.registry, view.system].map((list) =>
    tab(list.id, list.label, list.total, <Lists view={list} processes={processes} />),
  );
  const { screenshots, attack, events, rules } = view;
  return [
    tab(
      'findings',
      'Findings',
      view.findings.findings.total,
      <Findings findings={view.findings} processes={processes} />,
    ),
    tab('calls', 'Calls', view.calls.total, <Calls calls={view.calls} embedded={callsEmbedded} />),
    tab('network', 'Network', view.network.total, <Network view={view.network} processes={processes} />),
    ...lists,
    tab('artefacts', 'Artefacts', view.artefacts.total, <Artefacts view={view.artefacts} processes={processes} />),
    tab('static', 'Static', 0, <Sample sample={view.static} />),
    tab('attack', 'ATT&CK', attack.total, <Attack view={attack} />),
    ...some(
      screenshots.images.total > 0,
      tab('screenshots', 'Screenshots', screenshots.images.total, <Screenshots view={screenshots} />),
    ),
    ...some(events.total > 0, tab('events', 'Events', events.total, <Tables view={events} processes={processes} />)),
    ...some(rules.total > 0, tab('rules', 'Rules', rules.total, <Tables view={rules} processes={processes} />)),
    ...some(view.more.sections.length > 0, tab('more', 'More', 0, <More view={view} />)),
    tab('health', 'Health', view.strip.warnings, <Health health={view.health} processes={processes} />),
  ];
}

function More({ view }: { view: ReportView }) {
  return (
    <>
      <p class="cap">What else the analysis holds, as it is.</p>
      <FilterBox label="the rest" />
      <Sections sections={view.more.sections} />
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
          <Timeline view={view.timeline} processes={view.processes} />
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
