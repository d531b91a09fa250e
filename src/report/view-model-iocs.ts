import type { Results } from '../plugin/container.ts';
import { textKey } from '../util/text-key.ts';
import type { DefangKind } from './defang.ts';
import type { ViewLimits } from './limits.ts';
import { findingId } from './view-model-findings.ts';
import { asList, asText, capped, isRecord, show, valueText } from './view-model-text.ts';
import type { Ioc, IocGroup, IocKind } from './view-model-types.ts';

/** In the order in which they are shown. */
const LABELS: { readonly [kind in IocKind]: string } = {
  url: 'URLs',
  domain: 'Domains',
  ip: 'Addresses',
  email: 'E-mail',
  wallet: 'Wallets',
  sha256: 'Dropped files',
  mutex: 'Mutexes',
};
const DEFANG: { readonly [kind in IocKind]: DefangKind | undefined } = {
  url: 'url',
  domain: 'host',
  ip: 'host',
  email: 'host',
  wallet: undefined,
  sha256: undefined,
  mutex: undefined,
};

/** Domains that Windows itself asks for on any machine, and certificate checks. */
const BACKGROUND_DOMAINS = [
  'msftncsi.com',
  'msftconnecttest.com',
  'windowsupdate.com',
  'update.microsoft.com',
  'delivery.mp.microsoft.com',
  'data.microsoft.com',
  'time.windows.com',
  'teredo.ipv6.microsoft.com',
  'wpad',
  'in-addr.arpa',
  'ip6.arpa',
  'crl.microsoft.com',
  'oneocsp.microsoft.com',
  'ocsp.digicert.com',
  'crl3.digicert.com',
  'crl4.digicert.com',
  'ocsp.verisign.com',
  'crl.verisign.com',
  'ocsp.globalsign.com',
];
const PUBLIC_RESOLVERS = new Set([
  '8.8.8.8',
  '8.8.4.4',
  '1.1.1.1',
  '1.0.0.1',
  '9.9.9.9',
  '208.67.222.222',
  '208.67.220.220',
]);
/** Named by Windows components, whatever program runs. */
const BACKGROUND_MUTEX =
  /^(?:(?:local|global)\\|sessions\\\d+\\basenamedobjects\\)?(?:zonescachecountermutex|zonescountermutex|zoneattributecachecountermutex|zoneslockedcachecountermutex|wininet|_!msfthistory!_|_!shmsfthistory!_|c:!users!|c:!documents and settings!|!ietld!mutex|iesqmmutex|dbwinmutex|rasp[bB]file|msctf\.|ctf\.|mscft|oleacc-msaa-loaded|ddrawwindowlistmutex|shimcachemutex|shimsharedmemory|clr_|\.net clr|ddrawdriverobjectlistmutex|officesharedlocks_mutex|sm0:\d+:\d+:wil|__ddraw|__omadm_named_mutex__|cicloadwinsta|edgeupdate\{|_microsoft_edgeupdate)/i;

interface Found {
  text: string;
  kind: IocKind;
  note: string | undefined;
  background: boolean;
}

/** What one can act on: places on the network, dropped files, mutexes. Cited ones first, usual ones apart. */
export function iocGroups(results: Results, limits: ViewLimits): IocGroup[] {
  const cited = citations(results);
  const groups = new Map<IocKind, Map<string, Found>>();
  const add = (kind: IocKind, value: unknown, background: boolean, note?: string) => {
    const text = asText(value);
    if (text === undefined) return;
    let group = groups.get(kind);
    if (!group) groups.set(kind, (group = new Map()));
    const key = textKey(kind === 'mutex' || kind === 'url' ? text : text.toLowerCase());
    const known = group.get(key);
    if (!known) group.set(key, { text, kind, note, background });
    else known.note ??= note;
  };
  // Their names say more than the role that a hash has.
  for (const dropped of asList(results.dropped)) {
    if (isRecord(dropped)) add('sha256', dropped.sha256, false, fileName(asText(dropped.filepath) ?? dropped.name));
  }
  addFound(results, add);
  addNetwork(results, add);
  const summary = results.behavior?.summary;
  for (const mutex of [...asList(summary?.mutexes), ...asList(summary?.mutex)]) {
    add('mutex', mutex, BACKGROUND_MUTEX.test(String(mutex)));
  }
  return (Object.keys(LABELS) as IocKind[]).flatMap((kind) => {
    const group = groups.get(kind);
    return group ? [iocGroup(kind, [...group.values()], cited, limits)] : [];
  });
}

function fileName(path: unknown): string | undefined {
  return asText(path)?.slice(-1_024).split(/[\\/]/).at(-1);
}

/** Indicators that a module has gathered. What is only mentioned somewhere, or known to say little, stands apart. */
function addFound(results: Results, add: Add): void {
  for (const ioc of asList(results.iocs)) {
    if (!isRecord(ioc) || !Object.hasOwn(FOUND_KINDS, String(ioc.kind))) continue;
    const roles = asList(ioc.seen).map((place) => (isRecord(place) ? valueText(place.role) : ''));
    if (ioc.kind === 'hash' && !(ioc.type === 'sha256' && roles.includes('dropped'))) continue;
    const kind = FOUND_KINDS[String(ioc.kind)]!;
    const active = roles.find((role) => !PASSIVE_ROLES.has(role));
    const usual = kind === 'mutex' && BACKGROUND_MUTEX.test(String(ioc.value));
    const note = asText(ioc.noise) ?? (active === undefined ? roles[0] : active.replaceAll('_', ' '));
    add(kind, ioc.value, usual || active === undefined || asText(ioc.noise) !== undefined, note);
  }
}

const FOUND_KINDS: { readonly [kind: string]: IocKind } = {
  url: 'url',
  domain: 'domain',
  ip: 'ip',
  email: 'email',
  wallet: 'wallet',
  hash: 'sha256',
  mutex: 'mutex',
};
const PASSIVE_ROLES = new Set(['mentioned', 'dns_server', 'sample', 'answer']);

type Add = (kind: IocKind, value: unknown, background: boolean, note?: string) => void;

function addNetwork(results: Results, add: Add): void {
  const network = results.network;
  const summary = results.behavior?.summary;
  const usual = new Set<string>();
  const domain = (value: unknown, addresses: unknown[] = []) => {
    const name = asText(value)?.replace(/\.$/, '');
    if (name === undefined) return;
    if (looksLikeAddress(name)) return address(name);
    const background = isBackgroundDomain(name);
    if (background) for (const address of addresses) usual.add(valueText(address));
    const first = addresses.map(valueText).find((text) => text !== '');
    add('domain', name, background, first);
  };
  const address = (value: unknown, note?: string) => {
    const text = asText(value);
    if (text !== undefined) add('ip', text, usual.has(text) || isInternal(text) || PUBLIC_RESOLVERS.has(text), note);
  };
  for (const request of [...asList(network?.http), ...asList(network?.http_ex), ...asList(network?.https_ex)]) {
    if (!isRecord(request)) continue;
    const uri = asText(request.uri);
    const absolute =
      uri?.includes('://') || !asText(request.host) ? uri : `http://${valueText(request.host)}${uri ?? '/'}`;
    add('url', absolute, isBackgroundDomain(hostOf(absolute)), asText(request['user-agent']));
  }
  for (const url of [...asList(summary?.fetches_url), ...asList(summary?.downloads_file)]) {
    add('url', url, isBackgroundDomain(hostOf(asText(url))));
  }
  for (const entry of asList(network?.domains)) {
    if (isRecord(entry)) domain(entry.domain, [entry.ip]);
    else domain(entry);
  }
  for (const query of asList(network?.dns)) {
    if (!isRecord(query)) continue;
    const answers = asList(query.answers).map((answer) => (isRecord(answer) ? answer.data : answer));
    domain(
      query.request ?? query.hostname,
      [...answers, query.ip].filter((text) => text !== undefined),
    );
  }
  for (const host of [...asList(summary?.resolves_host), ...asList(summary?.connects_host)]) domain(host);
  for (const tls of asList(network?.tls)) if (isRecord(tls)) domain(tls.sni);
  for (const host of asList(network?.hosts)) {
    if (isRecord(host)) address(host.ip, asText(host.country_name) ?? asText(host.hostname));
    else address(host);
  }
  for (const pair of asList(network?.dead_hosts)) {
    const [ip, port] = asList(pair);
    address(ip, `no answer on port ${valueText(port)}`);
  }
  for (const ip of asList(summary?.connects_ip)) address(ip);
  for (const mail of asList(network?.smtp_ex)) {
    const request = isRecord(mail) && isRecord(mail.req) ? mail.req : {};
    for (const to of [...asList(request.mail_from), ...asList(request.mail_to)]) add('email', to, false);
  }
}

function iocGroup(kind: IocKind, found: Found[], cited: (text: string) => string[], limits: ViewLimits): IocGroup {
  const known = found.map((entry) => ({ entry, findings: cited(entry.text) }));
  known.sort((a, b) => b.findings.length - a.findings.length);
  const item = ({ entry, findings }: (typeof known)[number]): Ioc => ({
    kind,
    value: show(entry.text, limits, DEFANG[kind]),
    note: entry.note ? show(entry.note, { ...limits, text: 80 }, 'text') : undefined,
    findings,
    background: entry.background,
  });
  const usual = (one: (typeof known)[number]) => one.entry.background && one.findings.length === 0;
  return {
    kind,
    label: LABELS[kind],
    items: capped(
      known.filter((one) => !usual(one)),
      limits.iocs,
      limits,
      item,
    ),
    background: capped(known.filter(usual), limits.iocs, limits, item),
  };
}

/** Values of evidence that are looked at, and how long one may be to be an indicator. */
const MAX_CITED = 100_000;
const MAX_CITED_LENGTH = 1_024;

/** Values that stand alone in a piece of evidence → ids of the findings. */
function citations(results: Results): (text: string) => string[] {
  const map = new Map<string, Set<string>>();
  let left = MAX_CITED;
  for (const match of asList(results.signatures)) {
    if (!isRecord(match)) continue;
    const id = findingId(valueText(match.name));
    for (const item of asList(match.data)) {
      for (const value of isRecord(item) ? Object.values(item) : [item]) {
        if (--left < 0) break;
        if (typeof value !== 'string' || value.length > MAX_CITED_LENGTH) continue;
        const ids = map.get(value.toLowerCase());
        if (ids) ids.add(id);
        else map.set(value.toLowerCase(), new Set([id]));
      }
      if (left < 0) break;
    }
  }
  return (text) => (text.length > MAX_CITED_LENGTH ? [] : [...(map.get(text.toLowerCase()) ?? [])].slice(0, 5));
}

function hostOf(url: string | undefined): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]{0,200}@)?([^/:?#]+)/i.exec(url ?? '')?.[1] ?? '';
}

function isBackgroundDomain(name: string): boolean {
  const lower = name.toLowerCase();
  return BACKGROUND_DOMAINS.some((known) => lower === known || lower.endsWith(`.${known}`));
}

function looksLikeAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) || /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/i.test(text);
}

/** Private, local, multicast, broadcast and unspecified addresses: of the sandbox, not of the sample's owner. */
export function isInternal(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower.includes(':')) return lower === '::' || lower === '::1' || /^(?:fe[89ab]|f[cd]|ff)/.test(lower);
  const parts = lower.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return false;
  const [a, b] = parts as [number, number, number, number];
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  if (a === 172) return b >= 16 && b <= 31;
  if (a === 100) return b >= 64 && b <= 127;
  return (a === 192 && b === 168) || (a === 169 && b === 254);
}
