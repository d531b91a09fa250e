/**
 * What a report shows, as plain data: every string is already safe to look at (`visible`), cut to a length, and
 * defanged where it names a place on the network. Components and the Markdown brief only lay it out.
 */

/** Text of the sample. `text` and `rest` together are what the report has of it. */
export interface Shown {
  text: string;
  /** What follows, behind "show more". */
  rest?: string;
  /** Characters that are not in the report at all. */
  hidden?: number;
  /** It has brackets that "show raw" takes away. */
  defanged?: true;
  /** The raw text, only where taking the brackets away would not give it. */
  raw?: string;
}

/** A list of which only a part may be in the report. */
export interface Capped<T> {
  items: T[];
  total: number;
}

export type BandKey = 'malicious' | 'suspicious' | 'clean' | 'inconclusive' | 'none';

export interface Band {
  key: BandKey;
  word: string;
  /** Carries the meaning without colour. */
  shape: string;
}

export interface Fact {
  label: string;
  value: Shown;
  copy?: boolean;
}

export interface StripView {
  band: Band;
  /** `8.4`; undefined where nothing was scored. */
  score: string | undefined;
  /** 0 to 1, for the gauge. */
  fill: number;
  reason: Shown;
  name: Shown;
  type: Shown | undefined;
  sha256: Shown | undefined;
  /** Family, machine, duration …: short, in order of importance. */
  facts: Fact[];
  families: Shown[];
  /** Problems and modules without result. */
  warnings: number;
}

export type SeverityKey = 'info' | 'low' | 'medium' | 'high' | 'critical';

export interface Severity {
  key: SeverityKey;
  word: string;
  shape: string;
}

export interface LedgerLine {
  finding: string;
  name: Shown;
  description: Shown;
  severity: Severity;
  confidence: number;
  /** Signed, two decimals at most: `+1.5`. */
  points: string;
  /** As many decimals as it takes for the ledger to add up. */
  exact: string;
  /** −1 to 1: share of the largest line. */
  weight: number;
}

/** An ATT&CK or MBC id and a finding that shows it. */
export interface Technique {
  name: Shown;
  finding: string;
}

export interface WhyView {
  /** The lines that matter most, positive and negative. */
  top: LedgerLine[];
  ledger: LedgerLine[];
  /** `12.4`: what the lines add up to. */
  sum: string;
  /** The same with two decimals at most. */
  sumShort: string;
  score: string | undefined;
  capped: boolean;
  /** What the lines that are not in `top` come to. */
  rest: { lines: number; points: string };
  techniques: Technique[];
  /** Why there is no ledger. */
  empty: string | undefined;
}

export type IocKind = 'url' | 'domain' | 'ip' | 'email' | 'wallet' | 'sha256' | 'mutex';

export interface Ioc {
  kind: IocKind;
  value: Shown;
  note: Shown | undefined;
  /** Ids of the findings that cite it. */
  findings: string[];
  /** Usual on any machine: shown apart. */
  background: boolean;
}

export interface IocGroup {
  kind: IocKind;
  label: string;
  items: Capped<Ioc>;
  background: Capped<Ioc>;
}

export interface Badge {
  kind: 'findings' | 'calls' | 'network' | 'files' | 'dropped' | 'injected' | 'untracked' | 'nolog';
  text: string;
  title: string;
}

/** A process, known by its position in `behavior.processes`, because the guest uses a pid twice. */
export interface ProcessView {
  index: number;
  pid: number;
  parent: number;
  name: Shown;
  path: Shown | undefined;
  command: Shown | undefined;
  /** `+0.412 s` after the first process. */
  offset: string;
  /** UTC. */
  started: string;
  calls: number;
  findings: number;
  points: number;
  /** 0 to 4: its share in the score. */
  heat: number;
  hue: number;
}

/** One row of the tree, depth first. */
export interface TreeRow {
  /** `p3` for a process with a log, `n7` for one without. */
  id: string;
  process: number | undefined;
  depth: number;
  position: number;
  siblings: number;
  hasChildren: boolean;
  pid: number;
  name: Shown;
  command: Shown | undefined;
  hue: number;
  heat: number;
  badges: Badge[];
  /** From its start to its last call, where its calls say so. */
  span: TimeSpan | undefined;
}

/** Milliseconds after the start. */
export type TimeSpan = [from: number, to: number];

export interface TimelineLane {
  process: number;
  pid: number;
  name: Shown;
  hue: number;
  /** From its start to its last call. */
  span: TimeSpan;
  calls: number;
  /** Calls in each bin; in long logs reckoned from a sample of their times. */
  counts: number[];
}

/** Where a finding has its evidence. */
export interface TimelineMark {
  time: number;
  finding: string;
  name: Shown;
  severity: Severity;
  process: number | undefined;
}

/** Calls of each process over time. */
export interface TimelineView {
  span: TimeSpan;
  bins: number;
  /** The processes with most to show, in the order of their start. */
  lanes: Capped<TimelineLane>;
  /** All calls in each bin, those of processes without a lane as well. */
  totals: number[];
  marks: TimelineMark[];
  /** Whether counts were reckoned from samples. */
  isSampled: boolean;
  empty: string | undefined;
}

/** A technique, or a sub-technique, with the findings that show it. */
export interface AttackCell {
  id: Shown;
  name: string | undefined;
  findings: { id: string; name: Shown; severity: Severity }[];
  /** Sub-techniques that were shown. */
  parts: AttackCell[];
}

export interface AttackColumn {
  id: string;
  name: string;
  cells: AttackCell[];
}

/** Tactics and the techniques that findings show; what no tactic is known for comes last. */
export interface AttackView {
  columns: AttackColumn[];
  /** Tactics without any technique. */
  others: string[];
  /** Techniques, each once whatever its tactics. */
  total: number;
  release: string | undefined;
  empty: string | undefined;
}

export type FlowFacet = 'alert' | 'http' | 'tls' | 'dns' | 'mail' | 'irc' | 'smb' | 'icmp' | 'other' | 'dead';

/** What is known of one message, session or alert of a flow. */
export interface FlowPart {
  label: string;
  facts: Fact[];
  /** Longer texts: heads, bodies, messages. */
  texts: Fact[];
}

/** One connection, question or message. */
export interface FlowView {
  /** `+2.104`, seconds into the capture; empty where that is not known. */
  time: string;
  protocol: string;
  from: Shown | undefined;
  to: Shown | undefined;
  /** The name that was asked for. */
  host: Shown | undefined;
  what: Shown | undefined;
  facets: FlowFacet[];
  alert: Shown | undefined;
  processes?: number[];
  parts: Capped<FlowPart>;
}

export interface NetworkView {
  total: number;
  flows: Capped<FlowView>;
  facets: { key: FlowFacet; label: string; count: number }[];
  /** Hosts, domains, and lists that are no flows. */
  tables: TableView[];
  note: string | undefined;
  empty: string | undefined;
}

/** A file that the analysis kept, with all its names. */
export interface ArtefactView {
  names: Capped<Shown>;
  /** `dropped`, `buffer`, `memory`, `extracted`. */
  kinds: string[];
  size: string | undefined;
  type: Shown | undefined;
  sha256: Shown | undefined;
  md5: Shown | undefined;
  yara: Shown | undefined;
  processes?: number[];
}

/** A script or a configuration that was found in something else. */
export interface ScriptView {
  label: Shown;
  facts: Fact[];
  content: Shown | undefined;
  processes?: number[];
}

export interface ArtefactsView {
  total: number;
  files: Capped<ArtefactView>;
  scripts: Capped<ScriptView>;
  /** YARA matches, memory dumps. */
  tables: TableView[];
  empty: string | undefined;
}

/** A picture whose bytes the file holds. */
export interface ScreenshotImage {
  path: Shown;
  /** A `data:` URL. */
  url: string;
  width: number;
  height: number;
  /** Pictures with the same bytes, this one included. */
  copies: number;
  text: Shown | undefined;
}

export interface ScreenshotsView {
  images: Capped<ScreenshotImage>;
  /** Why some are not in the file. */
  note: string | undefined;
}

export interface TreeView {
  rows: Capped<TreeRow>;
  empty: string | undefined;
}

export interface Cell {
  value: Shown;
  /** Which name it has, where rows differ in their columns. */
  name?: Shown;
}

export interface EvidenceRow {
  process: number | undefined;
  /** Where the call stands: an id in the process's list. */
  call: number | undefined;
  /** What to type into the query box to find it. */
  query: string | undefined;
  /** When the call was made, in milliseconds after the start; undefined where that is not known. */
  time: number | undefined;
  cells: Cell[];
}

export interface Finding {
  /** Usable in an address: `f-creates_exe`. */
  id: string;
  name: Shown;
  description: Shown;
  severity: Severity;
  confidence: number | undefined;
  alert: boolean;
  points: string | undefined;
  categories: Shown[];
  families: Shown[];
  techniques: Shown[];
  references: Shown[];
  /** Processes its evidence names, each once. */
  processes: number[];
  /** Column heads; empty where each cell carries its own name. */
  columns: Shown[];
  evidence: Capped<EvidenceRow>;
}

export interface FindingsView {
  findings: Capped<Finding>;
  counts: { severity: Severity; count: number }[];
  empty: string | undefined;
}

export interface ListItem {
  value: Shown;
  /** Processes it was seen in, where the container says. */
  processes?: number[];
}

export interface ListView {
  id: string;
  label: string;
  items: Capped<ListItem>;
  open: boolean;
}

/** A tab of lists. */
export interface ListsView {
  id: string;
  label: string;
  total: number;
  lists: ListView[];
  empty: string | undefined;
}

export interface TableRow {
  cells: (Shown | undefined)[];
  processes?: number[];
  /** Milliseconds after the start, where the row has a time of the guest. */
  time?: number;
}

export interface TableView {
  id: string;
  label: string;
  columns: string[];
  rows: Capped<TableRow>;
  open: boolean;
}

export interface TablesView {
  id: string;
  label: string;
  total: number;
  tables: TableView[];
  empty: string | undefined;
}

/** A cell, with a bar that is filled to a part of it. */
export interface DataCell extends Shown {
  fill?: number;
}

/** Any value of the container, for keys that have no view of their own. */
export type DataNode =
  | { kind: 'text'; value: Shown }
  | { kind: 'list'; items: DataNode[]; total: number }
  | { kind: 'table'; columns: Shown[]; rows: (DataCell | undefined)[][]; total: number }
  | { kind: 'record'; fields: { name: Shown; value: DataNode }[]; total: number }
  | { kind: 'cut'; what: string };

export interface DataSection {
  id: string;
  label: Shown;
  value: DataNode;
  open: boolean;
}

export interface SampleView {
  facts: Fact[];
  sections: DataSection[];
  empty: string | undefined;
}

export interface ProblemView {
  code: string;
  message: Shown;
  hint: Shown | undefined;
  where: Shown | undefined;
}

export interface TimingView {
  name: Shown;
  stage: string;
  state: 'done' | 'failed' | 'skipped';
  ms: number;
}

/** What the sandbox that recorded the analysis concluded itself. */
export interface OriginalView {
  facts: Fact[];
  signatures: TableView;
  sections: DataSection[];
}

export interface HealthView {
  original: OriginalView | undefined;
  problems: Capped<ProblemView>;
  /** Failed and skipped first, then by time. */
  timings: Capped<TimingView>;
  /** Signatures that ran: how many, and how many failed or were skipped. */
  signatures: { total: number; failed: number; skipped: number; ms: number };
  facts: Fact[];
  /** Keys of the container that are not there, with the reason. */
  missing: { key: string; why: string }[];
  logs: { id: string; label: string; lines: Capped<Shown> }[];
}

/** How many calls the container holds; which of them the file holds is decided while it is written. */
export interface CallsView {
  total: number;
  processes: number;
  empty: string | undefined;
}

export interface ReportView {
  size: 'full' | 'brief';
  title: string;
  strip: StripView;
  why: WhyView;
  iocs: IocGroup[];
  processes: ProcessView[];
  tree: TreeView;
  findings: FindingsView;
  files: ListsView;
  registry: ListsView;
  system: ListsView;
  timeline: TimelineView;
  attack: AttackView;
  network: NetworkView;
  /** Accounts of rule files; none where no rule file was applied. */
  rules: TablesView;
  artefacts: ArtefactsView;
  screenshots: ScreenshotsView;
  /** What other monitors logged; none where there were none. */
  events: TablesView;
  calls: CallsView;
  static: SampleView;
  /** Keys of the container that have no other place. */
  more: SampleView;
  health: HealthView;
}
