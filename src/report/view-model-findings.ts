import type { Call, LedgerRow, Match, Results } from '../plugin/container.ts';
import { kindOfName } from './defang.ts';
import { visible } from './escape.ts';
import type { ViewLimits } from './limits.ts';
import type { ProcessIndex } from './view-model-processes.ts';
import {
  asInteger,
  asList,
  asText,
  capped,
  isRecord,
  pointsText,
  severityOf,
  show,
  showName,
  timeOf,
  valueText,
} from './view-model-text.ts';
import type { Cell, EvidenceRow, Finding, FindingsView, Shown } from './view-model-types.ts';

/** Calls looked up for evidence that says only where its call stands. */
const MAX_LOOKUPS = 2_000;
const MAX_CELLS = 24;
const MAX_COLUMNS = 6;

/** A call that a finding cites: process position and id in its list, or what is known to find it. */
export interface Citation {
  process: number;
  call: number | undefined;
  api: string | undefined;
}

export interface FindingsResult {
  view: FindingsView;
  citations: Citation[];
}

export function findingsView(results: Results, index: ProcessIndex, limits: ViewLimits): FindingsResult {
  const matches = (asList(results.signatures) as Match[]).filter(isRecord) as unknown as Match[];
  const sorted = [...matches].sort((a, b) => rank(b) - rank(a));
  const points = pointsByName(results.verdict?.ledger);
  const ids = new Map<string, number>();
  const reader = new EvidenceReader(index, limits);
  const findings = capped(sorted, limits.findings, limits, (match) =>
    finding(match, uniqueId(match, ids), points, reader, limits),
  );
  return {
    view: {
      findings,
      counts: severityCounts(sorted),
      empty: sorted.length > 0 ? undefined : emptyReason(results),
    },
    citations: reader.citations,
  };
}

/** The id of a finding in an address: its name, with what an address would mangle replaced. */
export function findingId(name: string): string {
  return `f-${name.slice(0, 80).replace(/[^A-Za-z0-9_-]/g, '_')}`;
}

function uniqueId(match: Match, seen: Map<string, number>): string {
  const id = findingId(valueText(match.name));
  const times = (seen.get(id) ?? 0) + 1;
  seen.set(id, times);
  return times === 1 ? id : `${id}.${times}`;
}

function rank(match: Match): number {
  return (Number(match.severity) || 0) * 1_000 + (Number(match.confidence ?? 100) || 0);
}

function pointsByName(ledger: readonly LedgerRow[] | undefined): Map<string, number> {
  return new Map(
    asList(ledger)
      .filter(isRecord)
      .map((row) => [valueText(row.signature), Number(row.points) || 0]),
  );
}

function emptyReason(results: Results): string {
  if (results.signatures === undefined) return 'Signatures were not run.';
  const ran = results.statistics?.signatures.length;
  return ran ? `None of the ${ran} signatures that ran matched.` : 'No signature matched.';
}

function severityCounts(matches: readonly Match[]): FindingsView['counts'] {
  const counts = new Map<string, FindingsView['counts'][number]>();
  for (const match of matches) {
    const severity = severityOf(match.severity);
    const entry = counts.get(severity.key);
    if (entry) entry.count += 1;
    else counts.set(severity.key, { severity, count: 1 });
  }
  return [...counts.values()];
}

function finding(
  match: Match,
  id: string,
  points: Map<string, number>,
  reader: EvidenceReader,
  limits: ViewLimits,
): Finding {
  const evidence = asList(match.data);
  const rows = capped(evidence, limits.evidence, limits, (item) => reader.read(item)).items;
  const columns = commonColumns(rows);
  const own = points.get(valueText(match.name));
  const names = (values: unknown) =>
    asList(values)
      .slice(0, 30)
      .map((name) => showName(name, limits));
  return {
    id,
    name: showName(match.name ?? '', limits),
    description: show(match.description ?? '', limits),
    severity: severityOf(match.severity),
    confidence: asInteger(match.confidence),
    alert: match.alert === true,
    points: own === undefined ? undefined : pointsText(own, 2),
    categories: names(match.categories),
    families: names(match.families),
    techniques: names([...asList(match.ttps), ...asList(match.mbcs)]),
    references: asList(match.references)
      .slice(0, 30)
      .map((reference) => show(reference, limits, 'url')),
    processes: [...new Set(rows.flatMap((row) => (row.process === undefined ? [] : [row.process])))],
    columns,
    evidence: {
      items: columns.length > 0 ? rows.map(withoutNames) : rows,
      total: Math.max(evidence.length, asInteger(match.markcount) ?? 0),
    },
  };
}

function commonColumns(rows: readonly EvidenceRow[]): Shown[] {
  const first = rows[0]?.cells ?? [];
  if (first.length === 0 || first.length > MAX_COLUMNS || first.some((cell) => !cell.name)) return [];
  const key = (cells: readonly Cell[]) => cells.map((cell) => cell.name?.text).join('\n');
  return rows.every((row) => key(row.cells) === key(first)) ? first.map((cell) => cell.name!) : [];
}

function withoutNames(row: EvidenceRow): EvidenceRow {
  return { ...row, cells: row.cells.map(({ value }) => ({ value })) };
}

/** Fields that say where the evidence stands; they become links, not cells. */
const PLACE_FIELDS = new Set(['pid', 'cid', 'call_id', 'type', 'process', 'process_id', 'call', 'process_name']);

/**
 * Reads one piece of evidence. It may be anything; known are the forms `{ pid, cid }`, `{ pid, cid, call }`,
 * `{ type: 'ioc', category, ioc }`, and fields `pid` and `api` beside others.
 */
class EvidenceReader {
  readonly citations: Citation[] = [];
  readonly #index: ProcessIndex;
  readonly #limits: ViewLimits;
  #lookups = 0;

  constructor(index: ProcessIndex, limits: ViewLimits) {
    this.#index = index;
    this.#limits = limits;
  }

  read(item: unknown): EvidenceRow {
    if (!isRecord(item)) {
      return {
        process: undefined,
        call: undefined,
        query: undefined,
        time: undefined,
        cells: [this.#cell(undefined, item)],
      };
    }
    const process = this.#index.byPid(pidOf(item), item.process ?? item.process_name);
    const id = process === undefined ? undefined : asInteger(item.cid ?? item.call_id ?? idOf(item.call));
    const call = this.#call(item, process, id);
    const api = asText(call?.api) ?? asText(item.api);
    // Evidence that names its API has its own words for the call.
    const cells = call && (item.api === undefined || isRecord(item.call)) ? this.#callCells(call) : [];
    const time = timeOf(call?.timestamp);
    const fields = Object.entries(item).filter(([name, value]) => !this.#isPlace(name, value, process, call));
    for (const [name, value] of fields.slice(0, MAX_CELLS)) cells.push(this.#cell(name, value));
    if (process !== undefined && (id !== undefined || api !== undefined))
      this.citations.push({ process, call: id, api });
    return {
      process,
      call: id,
      query: id === undefined && process !== undefined && api ? queryFor(item, api) : undefined,
      time: time === undefined || this.#index.start === undefined ? undefined : time - this.#index.start,
      cells: cells.length > 0 ? cells : [this.#cell(undefined, item)],
    };
  }

  #isPlace(name: string, value: unknown, process: number | undefined, call: Call | undefined): boolean {
    if (!PLACE_FIELDS.has(name)) return false;
    if (name === 'call') return call !== undefined;
    if (name === 'type') return value === 'call' || value === 'ioc' || value === 'generic';
    // A process that the container doesn't have is shown as the evidence names it.
    return process !== undefined;
  }

  #call(item: { [name: string]: unknown }, process: number | undefined, id: number | undefined): Call | undefined {
    if (isRecord(item.call) && typeof item.call.api === 'string') return item.call as unknown as Call;
    if (process === undefined || id === undefined) return undefined;
    if (this.#lookups >= MAX_LOOKUPS) return undefined;
    this.#lookups += 1;
    return this.#index.list[process]!.calls?.at(id);
  }

  #callCells(call: Call): Cell[] {
    const list = argumentPairs(call.arguments).slice(0, MAX_CELLS);
    const words = list.map(([name, value]) => `${name}: ${value}`).join('  ');
    return [this.#cell('api', call.api), this.#cell('arguments', words)];
  }

  #cell(name: string | undefined, value: unknown): Cell {
    const shown = show(value, this.#limits, name === undefined ? 'text' : kindOfName(name));
    return name === undefined ? { value: shown } : { name: showName(name, this.#limits), value: shown };
  }
}

/** Arguments as pairs, from our list and from the object that Cuckoo 2 writes. */
export function argumentPairs(list: unknown): [string, string][] {
  if (Array.isArray(list)) {
    return list.filter(isRecord).map((item) => {
      const value = valueText(item.value);
      return [valueText(item.name), item.pretty_value ? `${valueText(item.pretty_value)} (${value})` : value];
    });
  }
  return isRecord(list) ? Object.entries(list).map(([name, value]) => [name, valueText(value)]) : [];
}

function pidOf(item: { [name: string]: unknown }): unknown {
  if (item.pid !== undefined) return item.pid;
  if (item.process_id !== undefined) return item.process_id;
  return isRecord(item.process) ? item.process.process_id : undefined;
}

function idOf(call: unknown): unknown {
  return isRecord(call) ? call.id : undefined;
}

function queryFor(item: { [name: string]: unknown }, api: string): string {
  const terms = [`pid:${asInteger(pidOf(item))}`, `api:${quoted(api)}`];
  const value = Object.entries(item).find(([name, text]) => !PLACE_FIELDS.has(name) && name !== 'api' && asText(text));
  if (value) terms.push(`arg:${quoted((value[1] as string).slice(0, 120))}`);
  return terms.join(' ');
}

/** A word of the query language, in quotes where it needs them. */
function quoted(text: string): string {
  const word = visible(text);
  return /^[\w.-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`;
}
