import type { Results } from 'ovoscope';
import { isWindowsPath } from 'ovoscope/formats';
import { apis, calls, deletedFiles, writtenFiles } from 'ovoscope/query';
import type { IocCollector } from './_ioc_collector.ts';

type Fields = { readonly [name: string]: unknown };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const fieldsOf = (value: unknown): Fields[] => listOf(value).filter(isFields);

/** What was seen on the wire. */
export function fromNetwork(iocs: IocCollector, { network }: Results): void {
  if (!network) return;
  for (const query of fieldsOf(network.dns)) {
    const name = iocs.host(query['request'] ?? query['hostname'], 'network.dns', 'resolved');
    for (const answer of [...listOf(query['answers']), query['ip']]) {
      iocs.answer(isFields(answer) ? answer['data'] : answer, name, 'network.dns');
    }
  }
  for (const entry of listOf(network['domains'])) {
    const { domain, ip } = isFields(entry) ? entry : { domain: entry, ip: undefined };
    iocs.answer(ip, iocs.host(domain, 'network.domains', 'resolved'), 'network.domains');
  }
  for (const key of ['http', 'http_ex', 'https_ex']) {
    for (const request of fieldsOf(network[key])) fromRequest(iocs, request, `network.${key}`);
  }
  for (const tls of fieldsOf(network['tls'])) iocs.host(tls['sni'], 'network.tls', 'contacted');
  for (const host of listOf(network.hosts)) {
    iocs.host(isFields(host) ? host['ip'] : host, 'network.hosts', 'contacted');
  }
  for (const entry of listOf(network['dead_hosts'])) {
    iocs.host(Array.isArray(entry) ? entry[0] : entry, 'network.dead_hosts', 'contacted');
  }
  for (const server of listOf(network['dns_servers'])) iocs.host(server, 'network.dns_servers', 'dns_server');
  for (const key of ['smtp', 'smtp_ex']) {
    for (const mail of fieldsOf(network[key])) {
      const request = isFields(mail['req']) ? mail['req'] : mail;
      for (const from of listOf(request['mail_from'])) iocs.text(from, `network.${key}`, 'sender');
      for (const to of listOf(request['mail_to'])) iocs.text(to, `network.${key}`, 'recipient');
      fromAnything(iocs, mail, `network.${key}`);
    }
  }
  for (const key of ['irc', 'icmp']) fromAnything(iocs, network[key], `network.${key}`);
}

function fromRequest(iocs: IocCollector, request: Fields, where: string): void {
  const { uri, host, protocol, body } = request;
  const isWhole = typeof uri === 'string' && uri.includes('://');
  iocs.url(isWhole ? uri : `${protocol ?? 'http'}://${String(host)}${String(uri ?? '/')}`, where, 'requested');
  iocs.host(host, where, 'contacted');
  iocs.text(body, where);
}

/** What the lists of the behavior say. */
export function fromSummary(iocs: IocCollector, results: Results): void {
  const summary = results.behavior?.summary;
  if (!summary) return;
  const at = (list: string) => `behavior.summary.${list}`;
  for (const list of ['fetches_url', 'downloads_file'] as const) {
    for (const url of summary[list] ?? []) iocs.url(url, at(list), 'requested');
  }
  for (const name of summary.resolves_host ?? []) iocs.host(name, at('resolves_host'), 'resolved');
  for (const list of ['connects_host', 'connects_ip'] as const) {
    for (const host of summary[list] ?? []) iocs.host(host, at(list), 'contacted');
  }
  for (const list of ['mutexes', 'mutex'] as const) {
    for (const name of summary[list] ?? []) iocs.add('mutex', name, at(list), 'created');
  }
  for (const path of writtenFiles(results)) addPath(iocs, path, 'behavior.summary', 'written');
  for (const path of deletedFiles(results)) addPath(iocs, path, 'behavior.summary', 'deleted');
  for (const list of ['command_line', 'executed_commands'] as const) {
    for (const line of summary[list] ?? []) {
      iocs.text(line, at(list));
      const program = PROGRAM.exec(line.slice(0, 1100));
      if (program) addPath(iocs, program[1] ?? program[2] ?? program[3], at(list), 'executed');
    }
  }
  for (const process of results.behavior?.processes ?? []) {
    addPath(iocs, process.process_path, 'behavior.processes', 'executed');
  }
}

/** The program of a command line: in quotes, with spaces up to its extension, or up to the first space. */
const PROGRAM = /^\s*(?:"([^"]+)"|([a-z]:\\[^"]*?\.(?:exe|com|scr|pif|bat|cmd))(?=\s|$)|(\S+))/i;

/** Paths of files only: names of devices and pipes are no files of anybody. */
function addPath(iocs: IocCollector, path: unknown, where: string, role: string): void {
  if (typeof path !== 'string') return;
  const plain = path.replace(/^\\\?\?\\/, '');
  if (isWindowsPath(plain) || /^\/[^/]/.test(plain)) iocs.add('path', plain, where, role);
}

const NETWORK_APIS: readonly string[] = [
  ...apis.resolvesName,
  ...apis.connects,
  ...apis.opensInternet,
  ...['InternetConnectA', 'InternetConnectW', 'InternetOpenUrlA', 'InternetOpenUrlW', 'HttpOpenRequestA'],
  ...['HttpOpenRequestW', 'HttpSendRequestA', 'HttpSendRequestW', 'InternetCrackUrlA', 'InternetCrackUrlW'],
  ...['WinHttpConnect', 'WinHttpOpenRequest', 'URLDownloadToFileW', 'URLDownloadToCacheFileW', 'ObtainUserAgentString'],
  ...['send', 'sendto', 'WSASend', 'WSASendTo', 'WNetUseConnectionW', 'WNetGetProviderNameW', 'CoCreateInstance'],
  ...['COleScript_Compile', 'CDocument_write', 'CElement_put_innerHTML', 'CHyperlink_SetUrlComponent'],
];

/** What calls of the network functions say; returns false where there were more than `limit`. */
export function fromCalls(iocs: IocCollector, results: Results, limit: number, onTurn: () => void): boolean {
  const where = 'behavior.processes.calls';
  let seen = 0;
  for (const call of calls(results, { apis: NETWORK_APIS })) {
    if (seen++ >= limit) return false;
    if (seen % 1000 === 0) onTurn();
    const isLookUp = (apis.resolvesName as readonly string[]).includes(call.api);
    if (call.hostname !== '') iocs.host(call.hostname, where, isLookUp ? 'resolved' : 'contacted');
    if (call.ip_address !== '') iocs.host(call.ip_address, where, 'contacted', false);
    if (call.url !== '') iocs.url(call.url, where, 'requested');
    for (const name of Object.keys(call)) {
      if (!['hostname', 'ip_address', 'url', 'api', 'category', 'process'].includes(name)) iocs.text(call[name], where);
    }
  }
  return true;
}

const ALGORITHMS = ['sha256', 'sha1', 'md5'] as const;

/** Hashes and paths of the sample and of what it left. */
export function fromFiles(iocs: IocCollector, results: Results): void {
  const { target } = results;
  fromFile(iocs, target?.file ?? results.file, 'target.file', 'sample');
  if (target?.url !== undefined) iocs.url(target.url, 'target.url', 'sample');
  for (const [key, role] of [
    ['dropped', 'dropped'],
    ['buffer', 'dropped'],
    ['procdump', 'dropped'],
  ] as const) {
    for (const file of fieldsOf((results as Fields)[key])) fromFile(iocs, file, key, role);
  }
  const cape = (results as Fields)['CAPE'];
  if (!isFields(cape)) return;
  for (const payload of fieldsOf(cape['payloads'])) fromFile(iocs, payload, 'CAPE.payloads', 'dropped');
  fromAnything(iocs, cape['configs'], 'CAPE.configs', 'configured');
}

function fromFile(iocs: IocCollector, file: unknown, where: string, role: string): void {
  if (!isFields(file)) return;
  for (const algorithm of ALGORITHMS) {
    const hash = file[algorithm];
    if (typeof hash === 'string' && /^[0-9a-f]{32,64}$/i.test(hash)) iocs.add('hash', hash, where, role, algorithm);
  }
  for (const path of [file['filepath'], ...[file['guest_paths']].flat()]) addPath(iocs, path, where, role);
  for (const url of listOf(file['urls'])) iocs.url(url, where, 'mentioned');
}

/** Keys whose texts may mention anything. The rest is of Ovoscope or of the sandbox, or was looked at by itself. */
const TEXTS: readonly string[] = [
  ...['extracted', 'static', 'procmemory', 'memory', 'droidmon', 'suricata', 'snort', 'mitm', 'office', 'curtain'],
  ...['sysmon', 'amsi_etw', 'network_etw', 'procmon', 'url_analysis', 'boxjs'],
];
/** In these, hashes are of parts of the sample or of what everybody has. */
const HASHED: readonly string[] = ['static', 'suricata', 'procmemory', 'memory', 'sysmon'];

export function fromTexts(iocs: IocCollector, results: Results): void {
  for (const key of TEXTS) fromAnything(iocs, (results as Fields)[key], key, 'mentioned', !HASHED.includes(key));
  const { apkinfo } = results as Fields;
  for (const [part, value] of Object.entries(isFields(apkinfo) ? apkinfo : {})) {
    if (part !== 'files') fromAnything(iocs, value, `apkinfo.${part}`, 'mentioned', false);
  }
  for (const text of results.strings ?? []) {
    iocs.text(text, 'strings');
    addPath(iocs, text, 'strings', 'mentioned');
  }
}

const DEEPEST = 64;

/** Every text below a value, names of members included. */
function fromAnything(iocs: IocCollector, value: unknown, where: string, role = 'mentioned', hashes = true): void {
  const pending: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next.value === 'string') iocs.text(next.value, where, role, hashes);
    else if (typeof next.value === 'object' && next.value !== null && next.depth < DEEPEST) {
      const members = Array.isArray(next.value) ? next.value : Object.entries(next.value).flat();
      for (let i = members.length - 1; i >= 0; i--) pending.push({ value: members[i], depth: next.depth + 1 });
    }
  }
}
