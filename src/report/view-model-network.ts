import type { Results } from '../plugin/container.ts';
import { textKey } from '../util/text-key.ts';
import { flowPart, flowSummary } from './flow-parts.ts';
import { collectFlows, type Entry, FLOW_LISTS, type Flow } from './flows.ts';
import type { ViewLimits } from './limits.ts';
import type { ProcessIndex } from './view-model-processes.ts';
import { networkTables } from './view-model-tables.ts';
import { asList, capped, isRecord, plural, show, valueText } from './view-model-text.ts';
import type { FlowFacet, FlowView, NetworkView, Shown } from './view-model-types.ts';

/** In the order of the buttons; what comes first wins where not all flows have room. */
const FACETS: readonly [key: FlowFacet, label: string][] = [
  ['alert', 'Alerts'],
  ['http', 'HTTP'],
  ['tls', 'TLS'],
  ['mail', 'Mail'],
  ['irc', 'IRC'],
  ['smb', 'SMB'],
  ['dns', 'DNS'],
  ['dead', 'No answer'],
  ['other', 'Connections'],
  ['icmp', 'ICMP'],
];
const RANK = new Map(FACETS.map(([key], rank) => [key, rank]));

/** All traffic as one table of flows, and lists of what was met in it. */
export function networkView(results: Results, index: ProcessIndex, limits: ViewLimits): NetworkView {
  const network = isRecord(results.network) ? results.network : undefined;
  const alerts = alertsOf(results);
  const { flows, questions, names } = collectFlows(network, alerts);
  const owners = ownersOf(results, index);
  const chosen = choose(flows, limits.rows);
  const shown = capped(chosen, limits.rows, limits, (flow) => flowView(flow, names, owners, index, limits));
  const tables = networkTables(network, FLOW_LISTS, index, limits);
  const total = flows.length;
  return {
    total,
    flows: { items: shown.items, total },
    facets: facetCounts(flows),
    tables,
    note:
      questions > 0
        ? `Not among these: ${plural(questions, 'connection')} to DNS servers, which the questions stand for.`
        : undefined,
    empty: total + tables.length > 0 ? undefined : emptyReason(network),
  };
}

function emptyReason(network: unknown): string {
  return network ? 'No traffic was captured.' : 'The network traffic was not processed.';
}

/** Alerts of Suricata and Snort; those that the configuration calls noise are left out. */
function alertsOf(results: Results): Entry[] {
  const lists = results as { suricata?: unknown; snort?: unknown };
  return [lists.suricata, lists.snort].flatMap((source) =>
    isRecord(source)
      ? asList(source.alerts)
          .filter(isRecord)
          .filter((alert) => alert.ignored !== true)
      : [],
  );
}

/** Where there are too many, those that say most, still in the order of time. */
function choose(flows: readonly Flow[], limit: number): Flow[] {
  if (flows.length <= limit) return [...flows];
  const rank = (flow: Flow) => Math.min(...[...flow.facets].map((facet) => RANK.get(facet)!));
  const ranked = flows.map((flow, at) => ({ flow, at, rank: rank(flow) }));
  ranked.sort((a, b) => a.rank - b.rank || a.at - b.at);
  return ranked
    .slice(0, limit)
    .sort((a, b) => a.at - b.at)
    .map(({ flow }) => flow);
}

function facetCounts(flows: readonly Flow[]): NetworkView['facets'] {
  const counts = new Map<FlowFacet, number>();
  for (const { facets } of flows) for (const facet of facets) counts.set(facet, (counts.get(facet) ?? 0) + 1);
  return FACETS.filter(([key]) => counts.has(key)).map(([key, label]) => ({ key, label, count: counts.get(key)! }));
}

function flowView(
  flow: Flow,
  names: Map<string, string>,
  owners: Map<string, Set<number>>,
  index: ProcessIndex,
  limits: ViewLimits,
): FlowView {
  const summary = flowSummary(flow);
  const host = summary.host ?? (flow.dst === undefined ? undefined : names.get(textKey(flow.dst)));
  const processes = processesOf(flow, host, summary.url, owners, index);
  const text = (value: string | undefined, kind: 'host' | 'url' | 'text'): Shown | undefined =>
    value === undefined || value === '' ? undefined : show(value, { ...limits, text: 160 }, kind);
  return {
    time: flow.time === undefined ? '' : `+${flow.time.toFixed(3)}`,
    protocol: summary.protocol,
    from: text(endpoint(flow.src, flow.sport), 'host'),
    to: text(endpoint(flow.dst, flow.dport), 'host'),
    host: text(host, 'host'),
    what: text(summary.what, 'text'),
    facets: FACETS.flatMap(([key]) => (flow.facets.has(key) ? [key] : [])),
    alert: text(summary.alert, 'text'),
    ...(processes.length > 0 ? { processes } : {}),
    parts: capped(flow.parts, limits.parts, limits, (part) => flowPart(part, limits)),
  };
}

function endpoint(address: string | undefined, port: number | undefined): string | undefined {
  if (address === undefined || port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Who caused it: what the entry says itself, then whose own summary names the address, the name or the URL. */
function processesOf(
  flow: Flow,
  host: string | undefined,
  url: string | undefined,
  owners: Map<string, Set<number>>,
  index: ProcessIndex,
): number[] {
  const found = new Set<number>();
  for (const pid of flow.pids) {
    const process = index.byPid(pid);
    if (process !== undefined) found.add(process);
  }
  if (found.size > 0) return [...found];
  for (const value of [url, host, flow.dst, endpoint(flow.dst, flow.dport)]) {
    const processes = value === undefined ? undefined : owners.get(textKey(value.toLowerCase()));
    if (processes) return [...processes];
  }
  return [];
}

const PLACES = ['fetches_url', 'resolves_host', 'connects_host', 'connects_ip'];

/** Places on the network, in lower case → processes whose calls named them. */
function ownersOf(results: Results, index: ProcessIndex): Map<string, Set<number>> {
  const owners = new Map<string, Set<number>>();
  for (const generic of asList(results.behavior?.generic)) {
    if (!isRecord(generic) || !isRecord(generic.summary)) continue;
    const process = index.byPid(generic.pid, generic.process_name);
    if (process === undefined) continue;
    for (const place of PLACES) {
      for (const value of asList(generic.summary[place])) {
        const key = textKey(valueText(value).toLowerCase());
        const set = owners.get(key);
        if (set) set.add(process);
        else owners.set(key, new Set([process]));
      }
    }
  }
  return owners;
}
