import type { Network } from '../../src/plugin/container.ts';
import { canonical, type Tally } from './compare.ts';
import { compareLists } from './network-facts.ts';

type Json = { [name: string]: unknown };

const LIVE = 'the original asked a DNS server while it processed; ours takes addresses from the capture';
const FROM_CAPTURE = 'ours takes the address from answers in the capture';
const FIRST_SEGMENT = 'the original reads the first segment of a request only';
const INCOMPLETE = 'the capture lacks bytes of the response; the original gives up or takes the rest for a response';
const SENT_AGAIN = 'the original does not wait for what the sniffer cut off and a server sent again';
const NO_SYN = 'the original wants to see a connection opened, and wants no reset';
const NO_SERVER_HELLO = 'ours lists sessions that a server never answered';
const UNNAMED_TYPE = 'the original names ten record types, ours all';
const NOT_HTTP = 'the original shows what is no HTTP as the head of a response';
const ONCE = 'CAPE lists an answer under the first of several questions only';
const WITHOUT_BODY_FILE = "the original writes bodies to files; ours names the file where it's there";

const records = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

const pick = (record: Json, names: readonly string[]): string =>
  canonical(Object.fromEntries(names.map((name) => [name, record[name]])));

/** Compares our container's network with the one an original made of the same bytes. */
export function compareNetwork(tally: Tally, where: string, ours: Network, theirs: Json): void {
  compareHosts(tally, where, ours, theirs);
  for (const name of ['tcp', 'udp'] as const) {
    const fields = ['src', 'sport', 'dst', 'dport', 'offset', 'time'];
    const items = (list: unknown) => records(list).map((record) => pick(record, fields));
    compareLists(tally, name, where, { ours: items(ours[name]), theirs: items(theirs[name]) });
  }
  compareSimple(tally, where, ours, theirs, 'icmp', ['src', 'dst', 'type', 'data']);
  compareDomains(tally, where, ours, theirs);
  compareDns(tally, where, ours, theirs);
  for (const name of ['dns_servers', 'dead_hosts', 'mitm']) {
    if (theirs[name] === undefined) continue;
    const items = (list: unknown) => (list as unknown[]).map(canonical);
    compareLists(tally, name, where, { ours: items(ours[name]), theirs: items(theirs[name]) });
  }
  compareRequests(tally, where, ours, theirs);
  if (theirs['tls']) compareTls(tally, where, ours, theirs);
  for (const name of ['smtp', 'irc', 'smtp_ex', 'https_ex']) {
    if (theirs[name] === undefined) continue;
    const count = records(theirs[name]).length;
    const mine = records(ours[name]).length;
    tally.check(name, mine === count, () => `${where}: ${mine} not ${count}`);
  }
  if (theirs['http_ex']) compareExchanges(tally, where, ours, theirs);
}

export function compareHashes(tally: Tally, where: string, ours: Network, theirs: Json): void {
  for (const name of ['pcap_sha256', 'sorted_pcap_sha256']) {
    if (theirs[name] === undefined) continue;
    tally.check(name, ours[name] === theirs[name], () => `${where}: ${String(ours[name])} not ${String(theirs[name])}`);
  }
}

function compareHosts(tally: Tally, where: string, ours: Network, theirs: Json): void {
  const addresses = (list: unknown) =>
    (list as unknown[]).map((host) => (typeof host === 'string' ? host : String((host as Json)['ip'])));
  compareLists(tally, 'hosts', where, { ours: addresses(ours.hosts), theirs: addresses(theirs['hosts']) });
}

function compareSimple(
  tally: Tally,
  where: string,
  ours: Network,
  theirs: Json,
  name: string,
  fields: readonly string[],
): void {
  const items = (list: unknown) => records(list).map((record) => pick(record, fields));
  compareLists(tally, name, where, { ours: items(ours[name]), theirs: items(theirs[name]) });
}

function compareDomains(tally: Tally, where: string, ours: Network, theirs: Json): void {
  const mine = new Map(records(ours['domains']).map(({ domain, ip }) => [domain, ip]));
  const other = new Map(records(theirs['domains']).map(({ domain, ip }) => [domain, ip]));
  const names = (map: Map<unknown, unknown>) => [...map.keys()].map(String);
  compareLists(tally, 'domains', where, { ours: names(mine), theirs: names(other) });
  for (const [domain, ip] of other) {
    if (!mine.has(domain)) continue;
    const equal = mine.get(domain) === ip;
    const reason = ip === '' ? FROM_CAPTURE : LIVE;
    tally.check(
      'addresses of domains',
      equal,
      () => `${where}: ${String(domain)} ${mine.get(domain)} not ${ip}`,
      reason,
    );
  }
}

function compareDns(tally: Tally, where: string, ours: Network, theirs: Json): void {
  const answers = (entry: Json) =>
    records(entry['answers'])
      .map(({ type, data }) => `${String(type)} ${String(data)}`)
      .sort();
  const mine = new Map(
    records(ours.dns).map((entry) => [`${String(entry['type'])} ${String(entry['request'])}`, entry]),
  );
  const seen = new Set<string>();
  for (const entry of records(theirs['dns'])) {
    const key = `${String(entry['type'])} ${String(entry['request'])}`;
    const known = mine.get(key);
    const renamed =
      entry['type'] === 'None' &&
      records(ours.dns).find((each) => each['request'] === entry['request'] && !KNOWN_TYPES.has(String(each['type'])));
    tally.check('dns', known !== undefined, () => `${where} lacks ${key}`, renamed ? UNNAMED_TYPE : undefined);
    const found = known ?? (renamed || undefined);
    if (!found) continue;
    seen.add(`${String(found['type'])} ${String(found['request'])}`);
    const [a, b] = [answers(found), answers(entry)];
    const elsewhere = new Set(
      records(theirs['dns'])
        .filter((each) => each !== entry)
        .flatMap(answers),
    );
    const isOnce =
      b.every((answer) => a.includes(answer)) && a.every((answer) => b.includes(answer) || elsewhere.has(answer));
    const wrong = () => `${where} ${key}: ${a.join()} not ${b.join()}`;
    tally.check('dns answers', a.join() === b.join(), wrong, isOnce ? ONCE : undefined);
  }
  for (const key of mine.keys()) {
    if (!seen.has(key)) tally.check('dns', false, () => `${where} has ${key} too`);
  }
}

const KNOWN_TYPES = new Set(['A', 'AAAA', 'CNAME', 'MX', 'PTR', 'NS', 'SOA', 'HINFO', 'TXT', 'SRV']);

function compareRequests(tally: Tally, where: string, ours: Network, theirs: Json): void {
  const mine = records(ours.http);
  const left = new Set(mine);
  for (const entry of records(theirs['http'])) {
    const data = String(entry['data']);
    const found =
      [...left].find((each) => each['data'] === data) ??
      [...left].find((each) => String(each['data']).startsWith(data) && String(each['data']).length > data.length);
    tally.check('http', found !== undefined, () => `${where} lacks ${data.slice(0, 80)}`);
    if (!found) continue;
    left.delete(found);
    for (const name of ['count', 'host', 'port', 'data', 'uri', 'body', 'path', 'user-agent', 'version', 'method']) {
      const equal = found[name] === entry[name];
      const isLonger = String(found['data']).length > data.length && (name === 'data' || name === 'body');
      const wrong = () => `${where} ${name}: ${canonical(found[name])} not ${canonical(entry[name])}`;
      tally.check(`http ${name}`, equal, wrong, isLonger ? FIRST_SEGMENT : undefined);
    }
  }
  for (const entry of left) {
    const data = String(entry['data']);
    tally.check('http', false, () => `${where} has ${data.slice(0, 80)} too`);
  }
}

function compareTls(tally: Tally, where: string, ours: Network, theirs: Json): void {
  const items = (list: unknown) => records(list).map((record) => pick(record, ['server_random', 'session_id']));
  const unanswered = pick({}, ['server_random', 'session_id']);
  compareLists(tally, 'tls', where, { ours: items(ours['tls']), theirs: items(theirs['tls']) }, (item) =>
    item === unanswered ? NO_SERVER_HELLO : undefined,
  );
}

function compareExchanges(tally: Tally, where: string, ours: Network, theirs: Json): void {
  const key = (entry: Json) => pick(entry, ['src', 'sport', 'dst', 'dport', 'method', 'uri']);
  const groups = (list: unknown) => {
    const map = new Map<string, Json[]>();
    for (const entry of records(list)) map.set(key(entry), [...(map.get(key(entry)) ?? []), entry]);
    return map;
  };
  const mine = groups(ours['http_ex']);
  const other = groups(theirs['http_ex']);
  // The original gives up on a connection whose bytes are missing.
  const holes = new Set(
    records(ours['http_ex'])
      .filter((entry) => (entry['resp'] as Json)['missing'] !== undefined)
      .map((entry) => canonical(entry['sport'])),
  );
  for (const [name, entries] of other) {
    for (const [index, entry] of entries.entries()) {
      const found = mine.get(name)?.[index];
      tally.check('http_ex', found !== undefined, () => `${where} lacks ${name}`);
      if (!found) continue;
      const isIncomplete = holes.has(canonical(found['sport'])) ? INCOMPLETE : undefined;
      const isNoHttp = entry['status'] === 0 && found['status'] === 0 ? NOT_HTTP : undefined;
      for (const field of ['protocol', 'host', 'status', 'request', 'response', 'md5', 'sha1']) {
        const equal = found[field] === entry[field];
        const isBetter = entry['status'] === 0 && found['status'] !== 0 ? SENT_AGAIN : undefined;
        const reason = isIncomplete ?? (field === 'response' ? (isNoHttp ?? isBetter) : isBetter);
        tally.check(`http_ex ${field}`, equal, () => `${where} ${name} ${field}: ${canonical(found[field])}`, reason);
      }
      const body = (one: Json) => pick(one['req'] as Json, ['md5', 'sha1']);
      tally.check('http_ex req', body(found) === body(entry), () => `${where} ${name}`, isIncomplete);
      const samePath = found['path'] === entry['path'];
      tally.check('http_ex path', samePath, () => `${where} ${name}: ${String(found['path'])}`, WITHOUT_BODY_FILE);
    }
  }
  for (const [name, entries] of mine) {
    for (const entry of entries.slice(other.get(name)?.length ?? 0)) {
      const reason = holes.has(canonical(entry['sport'])) ? INCOMPLETE : NO_SYN;
      tally.check('http_ex', false, () => `${where} has ${name} too`, reason);
    }
  }
}
