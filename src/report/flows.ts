import { textKey } from '../util/text-key.ts';
import { asInteger, asList, asText, isRecord, valueText } from './view-model-text.ts';
import type { FlowFacet } from './view-model-types.ts';

export type Entry = { readonly [name: string]: unknown };
export type FlowKind = 'connection' | 'dns' | 'http' | 'tls' | 'mail' | 'irc' | 'icmp' | 'alert';

/** What belongs to one connection, or to one question or message where nothing says which connection it was. */
export interface Flow {
  protocol: string;
  src: string | undefined;
  sport: number | undefined;
  dst: string | undefined;
  dport: number | undefined;
  /** Seconds into the capture. */
  time: number | undefined;
  facets: Set<FlowFacet>;
  /** Process ids that its entries name. */
  pids: unknown[];
  parts: { kind: FlowKind; entry: Entry }[];
}

/** Flows of a container in the order in which they were met, and what they leave aside. */
export interface FlowList {
  flows: Flow[];
  /** Connections to DNS servers, which their questions tell. */
  questions: number;
  /** Key of an address → its name, as an answer gave it. */
  names: Map<string, string>;
}

/** Lists of `results.network` whose entries become flows. */
export const FLOW_LISTS = new Set([
  'tcp',
  'udp',
  'icmp',
  'icmpv6',
  'dns',
  'http',
  'http_ex',
  'https_ex',
  'tls',
  'smtp',
  'smtp_ex',
  'irc',
  'dead_hosts',
]);
const DNS_PORT = 53;
const SMB_PORTS = new Set([139, 445]);
/** What is beyond is left out. */
const MAX_FLOWS = 200_000;

/** Puts connections, sessions, requests, questions and alerts of all lists together. */
export function collectFlows(network: Entry | undefined, alerts: readonly Entry[]): FlowList {
  const collector = new Collector();
  const list = (key: string) => asList(network?.[key]).filter(isRecord);
  for (const entry of list('tcp')) collector.connection('tcp', entry);
  for (const entry of list('tls')) collector.add('tls', 'tls', 'tcp', entry);
  const requests = new Set<string>();
  for (const key of ['http_ex', 'https_ex']) {
    for (const entry of list(key)) {
      requests.add(requestKey(entry));
      collector.add('http', 'http', 'tcp', entry);
    }
  }
  for (const entry of list('http')) if (!requests.has(requestKey(entry))) collector.add('http', 'http', 'tcp', entry);
  const mail = list('smtp_ex').length > 0 ? list('smtp_ex') : list('smtp');
  for (const entry of mail) collector.add('mail', 'mail', 'tcp', entry);
  for (const entry of list('irc')) collector.add('irc', 'irc', 'tcp', entry);
  for (const entry of list('dns')) collector.alone('dns', 'dns', 'dns', entry);
  const hasDns = list('dns').length > 0;
  for (const entry of list('udp')) {
    if (hasDns && asInteger(entry.dport) === DNS_PORT) collector.questions += 1;
    else collector.connection('udp', entry);
  }
  for (const key of ['icmp', 'icmpv6']) for (const entry of list(key)) collector.alone('icmp', 'icmp', key, entry);
  for (const entry of alerts) collector.alert(entry);
  for (const value of asList(network?.['dead_hosts'])) collector.dead(value);
  return { flows: collector.sorted(), questions: collector.questions, names: namesOf(list('dns'), list('domains')) };
}

class Collector {
  questions = 0;
  readonly #flows: Flow[] = [];
  readonly #byEnds = new Map<string, Flow>();
  #byServer: Map<string, Flow[]> | undefined;

  /** A connection of which nothing more may be known. */
  connection(protocol: string, entry: Entry): void {
    const flow = this.#flow(protocol, entry);
    flow?.facets.add(SMB_PORTS.has(flow.dport ?? 0) ? 'smb' : 'other');
  }

  add(kind: FlowKind, facet: FlowFacet, protocol: string, entry: Entry): void {
    const flow = this.#flow(protocol, entry);
    if (!flow) return;
    flow.facets.delete('other');
    flow.facets.add(facet);
    flow.parts.push({ kind, entry });
  }

  /** Something that no connection carries, or nobody knows which. */
  alone(kind: FlowKind, facet: FlowFacet, protocol: string, entry: Entry): void {
    const flow = this.#make(protocol, entry);
    flow?.facets.add(facet);
    flow?.parts.push({ kind, entry });
  }

  alert(entry: Entry): void {
    const ends: Entry = {
      src: entry['src_ip'] ?? entry['src'],
      sport: entry['src_port'] ?? entry['sport'],
      dst: entry['dst_ip'] ?? entry['dest_ip'] ?? entry['dst'],
      dport: entry['dst_port'] ?? entry['dest_port'] ?? entry['dport'],
    };
    const protocol = (asText(entry['protocol']) ?? 'ip').toLowerCase();
    const known = this.#byEnds.get(endsKey(protocol, ends)) ?? this.#byEnds.get(endsKey(protocol, turned(ends)));
    const flow = known ?? this.#flow(protocol, ends);
    flow?.facets.add('alert');
    flow?.parts.unshift({ kind: 'alert', entry });
  }

  /** `[address, port]` that never answered: a mark on connections to it, or an entry of its own. */
  dead(value: unknown): void {
    const [dst, port] = Array.isArray(value) ? value : [value, undefined];
    if (asText(dst) === undefined) return;
    let isKnown = false;
    for (const flow of this.#servers().get(serverKey(valueText(dst), asInteger(port))) ?? []) {
      flow.facets.add('dead');
      isKnown = true;
    }
    if (!isKnown) this.#make('tcp', { dst, dport: port })?.facets.add('dead');
  }

  /** In the order of time; what has none comes after, as it was met. */
  sorted(): Flow[] {
    const order = (flow: Flow) => flow.time ?? Number.POSITIVE_INFINITY;
    return this.#flows.sort((a, b) => (order(a) === order(b) ? 0 : order(a) - order(b)));
  }

  /** Flows by where they went. Made when dead hosts are asked for, after all else was added. */
  #servers(): Map<string, Flow[]> {
    if (this.#byServer) return this.#byServer;
    this.#byServer = new Map();
    for (const flow of this.#flows) {
      const key = serverKey(flow.dst ?? '', flow.dport);
      const list = this.#byServer.get(key);
      if (list) list.push(flow);
      else this.#byServer.set(key, [flow]);
    }
    return this.#byServer;
  }

  /** The flow with these ends, or a new one where it has none or has not been met. */
  #flow(protocol: string, entry: Entry): Flow | undefined {
    if (asInteger(entry['sport']) === undefined) return this.#make(protocol, entry);
    const key = endsKey(protocol, entry);
    const known = this.#byEnds.get(key);
    if (known) {
      if (known.pids.length === 0) known.pids = pidsOf(entry);
      return known;
    }
    const made = this.#make(protocol, entry);
    if (made) this.#byEnds.set(key, made);
    return made;
  }

  #make(protocol: string, entry: Entry): Flow | undefined {
    if (this.#flows.length >= MAX_FLOWS) return undefined;
    const time = entry['time'];
    const flow: Flow = {
      protocol,
      src: asText(entry['src']),
      sport: asInteger(entry['sport']),
      dst: asText(entry['dst']),
      dport: asInteger(entry['dport'] ?? entry['port']),
      // Older reports write dates, and some tools seconds since 1970: neither is a place in the capture.
      time: typeof time === 'number' && time >= 0 && time < 100_000_000 ? time : undefined,
      facets: new Set(),
      pids: pidsOf(entry),
      parts: [],
    };
    this.#flows.push(flow);
    return flow;
  }
}

function pidsOf(entry: Entry): unknown[] {
  return [entry['pid'], entry['process_id'], ...asList(entry['pids'])].filter((pid) => pid !== undefined);
}

function serverKey(address: string, port: number | undefined): string {
  return textKey(`${address} ${port ?? ''}`);
}

function endsKey(protocol: string, { src, sport, dst, dport }: Entry): string {
  return textKey(`${protocol} ${valueText(src)} ${valueText(sport)} ${valueText(dst)} ${valueText(dport)}`);
}

function turned({ src, sport, dst, dport }: Entry): Entry {
  return { src: dst, sport: dport, dst: src, dport: sport };
}

/** The same request in the two lists: one has the whole URL, the other host and path. */
function requestKey(entry: Entry): string {
  const host = valueText(entry['host']).replace(/:\d{1,5}$/, '');
  const path = asText(entry['path']) ?? '';
  const uri = valueText(entry['uri']);
  const place = uri.includes('://') && path.startsWith('/') ? path : uri;
  return textKey(`${valueText(entry['method'])} ${host.toLowerCase()} ${place}`);
}

function namesOf(dns: readonly Entry[], domains: readonly Entry[]): Map<string, string> {
  const names = new Map<string, string>();
  const add = (address: unknown, name: unknown) => {
    const [ip, text] = [asText(address), asText(name)];
    if (ip === undefined || text === undefined || ip === text) return;
    const key = textKey(ip);
    if (!names.has(key)) names.set(key, text);
  };
  for (const entry of dns) {
    for (const answer of asList(entry['answers'])) {
      if (isRecord(answer) && /^(?:A|AAAA)$/.test(valueText(answer.type))) {
        add(answer.data, entry['request'] ?? entry['hostname']);
      }
    }
  }
  for (const { ip, domain } of domains) add(ip, domain);
  return names;
}
