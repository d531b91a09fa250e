import type { DefangKind } from './defang.ts';
import { cutAt, visible } from './escape.ts';
import type { Entry, Flow, FlowKind } from './flows.ts';
import type { ViewLimits } from './limits.ts';
import { asInteger, asList, asText, bytes, isRecord, show, showName, valueText } from './view-model-text.ts';
import type { Fact, FlowPart } from './view-model-types.ts';

/** What one row says of a flow. */
export interface FlowSummary {
  protocol: string;
  host: string | undefined;
  what: string | undefined;
  alert: string | undefined;
  url: string | undefined;
}

/** What is usually behind a port, where nothing else is known of a connection. */
const SERVICES: { readonly [port: number]: string } = {
  21: 'FTP',
  22: 'SSH',
  23: 'Telnet',
  25: 'SMTP',
  53: 'DNS',
  67: 'DHCP',
  68: 'DHCP',
  80: 'HTTP',
  88: 'Kerberos',
  110: 'POP3',
  123: 'NTP',
  135: 'RPC',
  137: 'NetBIOS names',
  138: 'NetBIOS datagrams',
  139: 'NetBIOS sessions',
  143: 'IMAP',
  389: 'LDAP',
  443: 'HTTPS',
  445: 'SMB',
  465: 'SMTP over TLS',
  587: 'mail submission',
  993: 'IMAP over TLS',
  995: 'POP3 over TLS',
  1900: 'SSDP',
  3389: 'RDP',
  3702: 'WS-Discovery',
  5353: 'multicast DNS',
  5355: 'LLMNR',
  5985: 'WinRM',
  6667: 'IRC',
};

export function flowSummary(flow: Flow): FlowSummary {
  const first = (kind: FlowKind) => flow.parts.find((part) => part.kind === kind)?.entry;
  const alert = first('alert');
  const alertText = alert ? (asText(alert['signature']) ?? asText(alert['message'])) : undefined;
  const base = { alert: alertText, host: undefined, url: undefined };
  const http = first('http');
  const tls = first('tls');
  if (http) {
    const more = flow.parts.filter(({ kind }) => kind === 'http').length - 1;
    return { ...base, ...httpSummary(http, tls !== undefined, more) };
  }
  if (tls) {
    const what = joined([tls['version'], tls['protocol'], tls['ja4'] ?? tls['ja3']]);
    return { ...base, protocol: 'TLS', host: asText(tls['sni']) ?? asText(tls['server_name']), what };
  }
  const dns = first('dns');
  if (dns) {
    const answer = answersOf(dns);
    const what = `${valueText(dns['type']) || '?'} → ${answer || asText(dns['rcode']) || 'no answer'}`;
    return { ...base, protocol: 'DNS', host: asText(dns['request']) ?? asText(dns['hostname']), what };
  }
  const mail = first('mail');
  if (mail) return { ...base, protocol: 'SMTP', what: mailSummary(mail) };
  const irc = first('irc');
  if (irc) return { ...base, protocol: 'IRC', what: joined([irc['command'], irc['params']]) };
  const icmp = first('icmp');
  if (icmp) {
    return {
      ...base,
      protocol: flow.protocol === 'icmpv6' ? 'ICMPv6' : 'ICMP',
      what: joined([icmp['type'] === undefined ? undefined : `type ${valueText(icmp['type'])}`, icmp['data']]),
    };
  }
  const service = flow.dport === undefined ? undefined : SERVICES[flow.dport];
  const what = flow.facets.has('dead') ? 'no answer' : service;
  return { ...base, protocol: visible(cutAt(flow.protocol, 12)).toUpperCase(), what };
}

function httpSummary(http: Entry, hasTls: boolean, more: number): Omit<FlowSummary, 'alert'> {
  const uri = valueText(http['uri']);
  const host = asText(http['host'])?.replace(/:\d{1,5}$/, '');
  const isSecure = hasTls || http['protocol'] === 'https';
  const path = uri.includes('://') ? (asText(http['path']) ?? uri) : uri;
  const status = asInteger(http['status']);
  const what = `${valueText(http['method'])} ${path}${status ? ` → ${status}` : ''}${more > 0 ? ` and ${more} more` : ''}`;
  const url = uri.includes('://') ? uri : `${isSecure ? 'https' : 'http'}://${host ?? ''}${uri}`;
  return { protocol: isSecure ? 'HTTPS' : 'HTTP', host, what: what.trim(), url };
}

function answersOf(dns: Entry): string {
  const list = asList(dns['answers']).map((answer) => valueText(isRecord(answer) ? (answer.data ?? answer) : answer));
  return list.length > 0 ? list.slice(0, 20).join(', ') : (asText(dns['ip']) ?? '');
}

function mailSummary(mail: Entry): string | undefined {
  const request = isRecord(mail['req']) ? mail['req'] : {};
  const from = asList(request['mail_from']).map(valueText).join(', ');
  const to = asList(request['mail_to']).map(valueText).join(', ');
  if (from || to) return `${from || '?'} → ${to || '?'}`;
  return asText(mail['raw'])?.slice(0, 160);
}

function joined(values: readonly unknown[]): string | undefined {
  const words = values.map((value) => (Array.isArray(value) ? value.map(valueText).join(' ') : valueText(value)));
  return words.filter((word) => word !== '').join(' · ') || undefined;
}

/** A field that becomes a fact: its name in the entry, how it is called, and what it is. */
type Field = [name: string, label?: string, kind?: DefangKind];

const FIELDS: { readonly [kind in FlowKind]: readonly Field[] } = {
  connection: [],
  alert: [
    ['signature', 'alert'],
    ['message', 'alert'],
    ['category'],
    ['classtype'],
    ['severity'],
    ['action'],
    ['sid'],
    ['rev'],
    ['timestamp', 'time'],
  ],
  http: [
    ['status'],
    ['version'],
    ['user-agent', 'user agent'],
    ['count', 'times'],
    ['protocol'],
    ['oddities'],
    ['sha1', 'body SHA-1'],
    ['sha256', 'body SHA-256'],
  ],
  tls: [
    ['version'],
    ['sni', 'server name', 'host'],
    ['cipher'],
    ['alpn', 'offered'],
    ['protocol'],
    ['ja4', 'JA4'],
    ['ja3', 'JA3'],
    ['ja3s', 'JA3S'],
    ['decrypted'],
    ['session_id', 'session'],
    ['client_random', 'client random'],
    ['server_random', 'server random'],
  ],
  dns: [['request', 'name', 'host'], ['type'], ['rcode', 'answer']],
  mail: [['protocol'], ['raw', 'text']],
  irc: [['type'], ['prefix'], ['command'], ['params']],
  icmp: [['type'], ['code'], ['data']],
};
const LABELS: { readonly [kind in FlowKind]: string } = {
  connection: 'Connection',
  alert: 'Alert',
  http: 'Request',
  tls: 'TLS session',
  dns: 'Question',
  mail: 'Mail session',
  irc: 'IRC message',
  icmp: 'ICMP message',
};
const CERTIFICATE: readonly Field[] = [
  ['subject', 'subject'],
  ['issuer', 'issuer'],
  ['names', 'names', 'host'],
  ['notBefore', 'from'],
  ['not_before', 'from'],
  ['notAfter', 'until'],
  ['not_after', 'until'],
  ['serial', 'serial'],
  ['sha1', 'SHA-1'],
  ['sha256', 'SHA-256'],
];
const MAX_CERTIFICATES = 4;

/** All that is known of one part. */
export function flowPart({ kind, entry }: { kind: FlowKind; entry: Entry }, limits: ViewLimits): FlowPart {
  const facts = factsOf(entry, FIELDS[kind], limits);
  const texts: Fact[] = [];
  const text = (label: string, value: unknown, of: DefangKind = 'text') => {
    if (value !== undefined && value !== null && value !== '') {
      texts.push({ label, value: show(value, { ...limits, text: Math.min(limits.textMax, 1_000) }, of), copy: true });
    }
  };
  if (kind === 'http') {
    text('URL', flowSummaryUrl(entry), 'url');
    text('request', entry['request'] ?? entry['data']);
    body('request body', entry['req'], text);
    text('request body', entry['body']);
    text('response', entry['response']);
    body('response body', entry['resp'], text);
  } else if (kind === 'tls') {
    for (const key of ['certificates', 'client_certificates']) {
      for (const certificate of asList(entry[key]).slice(0, MAX_CERTIFICATES)) {
        text(key === 'certificates' ? 'certificate' : 'certificate of the client', certificateText(certificate));
      }
    }
  } else if (kind === 'dns') {
    for (const answer of asList(entry['answers']).slice(0, 40)) {
      if (isRecord(answer)) text(showName(answer.type, limits).text || 'answer', answer.data, 'host');
      else text('answer', answer, 'host');
    }
  } else if (kind === 'mail') {
    const request = isRecord(entry['req']) ? entry['req'] : {};
    for (const [name, value] of Object.entries(request).slice(0, 20)) text(showName(name, limits).text, value);
  }
  return { label: LABELS[kind], facts, texts };
}

function flowSummaryUrl(entry: Entry): string {
  return httpSummary(entry, false, 0).url ?? '';
}

function body(label: string, value: unknown, text: (label: string, value: unknown) => void): void {
  if (!isRecord(value)) return;
  const size = asInteger(value.size);
  const facts = joined([
    size === undefined ? undefined : bytes(size),
    value.type,
    value.sha256 === undefined ? value.md5 : `SHA-256 ${valueText(value.sha256)}`,
    value.path,
    value.missing === undefined ? undefined : `${valueText(value.missing)} bytes missing`,
  ]);
  if (size === 0) return;
  text(label, joined([facts, asText(value.head)]));
}

function certificateText(certificate: unknown): string {
  if (!isRecord(certificate)) return valueText(certificate);
  const known = CERTIFICATE.flatMap(([name, label]) => {
    const value = certificate[name];
    if (value === undefined || value === null || value === '') return [];
    return [`${label} ${Array.isArray(value) ? value.slice(0, 20).map(valueText).join(', ') : valueText(value)}`];
  });
  return known.length > 0 ? known.join(' · ') : valueText(certificate);
}

function factsOf(entry: Entry, fields: readonly Field[], limits: ViewLimits): Fact[] {
  return fields.flatMap(([name, label = name, kind = 'text']) => {
    const value = entry[name];
    if (value === undefined || value === null || value === '') return [];
    const text = Array.isArray(value) ? value.slice(0, 40).map(valueText).join(', ') : value;
    return [{ label, value: show(text, limits, kind) }];
  });
}
