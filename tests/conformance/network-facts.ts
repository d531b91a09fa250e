import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { headerOf } from '../../src/formats/http/types.ts';
import { ja3, ja3s } from '../../src/formats/tls/fingerprint.ts';
import type { TlsKeys } from '../../src/formats/tls/keys.ts';
import { type Read, readCapture } from '../support/read-capture.ts';
import { sharedData } from '../support/shared-data.ts';
import type { Tally } from './compare.ts';

export const fileOf = (path: string): Buffer => {
  const bytes = readFileSync(sharedData(path));
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
};

export const readAll = (path: string, keys?: TlsKeys): Read => readCapture(fileOf(path), { name: path, keys });

export type Excuse = (item: string, side: 'ours' | 'theirs') => string | undefined;

/** Compares lists without their order; each item that stands on one side only is a difference. */
export function compareLists(
  tally: Tally,
  what: string,
  where: string,
  lists: { ours: readonly string[]; theirs: readonly string[] },
  excuse?: Excuse,
): void {
  const left = new Map<string, number>();
  for (const item of lists.ours) left.set(item, (left.get(item) ?? 0) + 1);
  for (const item of lists.theirs) {
    const count = left.get(item) ?? 0;
    if (count > 0) left.set(item, count - 1);
    const reason = count > 0 ? undefined : excuse?.(item, 'theirs');
    tally.check(what, count > 0, () => `${where} lacks ${item}`, reason);
  }
  for (const [item, count] of left) {
    for (let i = 0; i < count; i++) tally.check(what, false, () => `${where} has ${item} too`, excuse?.(item, 'ours'));
  }
}

type Row = { [field: string]: string | string[] | undefined };

const list = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The outer address, where a packet quotes another. */
const one = (value: string | string[] | undefined): string => list(value)[0] ?? '';

const place = (row: Row): string => {
  const address = (side: 'src' | 'dst') => one(row[`ip.${side}`]) || one(row[`ipv6.${side}`]);
  const port = (side: 'src' | 'dst') => one(row[`tcp.${side}port`]) || one(row[`udp.${side}port`]);
  return `${address('src')} ${port('src')} ${address('dst')} ${port('dst')}`;
};

interface Ends {
  client: string;
  clientPort: number;
  server: string;
  serverPort: number;
}

const fromClient = ({ client, clientPort, server, serverPort }: Ends): string =>
  `${client} ${clientPort} ${server} ${serverPort}`;

const fromServer = ({ client, clientPort, server, serverPort }: Ends): string =>
  `${server} ${serverPort} ${client} ${clientPort}`;

export type Tshark = { [name: string]: unknown };

const rows = (tshark: Tshark, name: string): Row[] => (tshark[name] as Row[] | undefined) ?? [];

/** Compares what was read with what TShark says of the same capture. */
export function compareTshark(
  tally: Tally,
  where: string,
  read: Read,
  tshark: Tshark,
  excuses: TsharkExcuses = {},
): void {
  tally.check(
    'packets',
    read.packets === tshark['packets'],
    () => `${where}: ${read.packets} not ${tshark['packets']}`,
  );
  for (const [name, flows] of [
    ['tcp_streams', read.tcpFlows],
    ['udp_streams', read.udpFlows],
  ] as const) {
    const count = tshark[name] as number;
    const reason = flows.size === count ? undefined : excuses.streams?.(flows.size, count);
    tally.check(name.replace('_', ' '), flows.size === count, () => `${where}: ${flows.size} not ${count}`, reason);
  }
  compareDns(tally, where, read, rows(tshark, 'dns'), excuses.dns);
  compareHttp(tally, where, read, tshark, excuses);
  compareTls(tally, where, read, tshark, excuses);
  compareIrc(tally, where, read, rows(tshark, 'irc'), excuses.irc);
  compareSmtp(tally, where, read, rows(tshark, 'smtp'));
  const types = (protocol: 'icmp' | 'icmpv6', ip: string) =>
    rows(tshark, protocol).map((row) => {
      const first = (name: string) => one(row[`${protocol}.${name}`]);
      return `${one(row[`${ip}.src`])} ${one(row[`${ip}.dst`])} ${first('type')} ${first('code')}`;
    });
  compareLists(tally, 'ICMP', where, { ours: read.icmp, theirs: types('icmp', 'ip') }, excuses.icmp);
  compareLists(tally, 'ICMPv6', where, { ours: read.icmpv6, theirs: types('icmpv6', 'ipv6') });
}

export interface TsharkExcuses {
  streams?: (ours: number, theirs: number) => string | undefined;
  dns?: Excuse;
  requests?: Excuse;
  responses?: Excuse;
  hellos?: Excuse;
  servers?: Excuse;
  certificates?: Excuse;
  icmp?: Excuse;
  irc?: Excuse;
}

function compareIrc(tally: Tally, where: string, read: Read, theirs: Row[], excuse?: Excuse): void {
  const ours = read.irc.map(({ type, command }) => `${type} ${command}`);
  const commands = theirs.flatMap((row) => [
    ...list(row['irc.request.command']).map((command) => `client ${command}`),
    ...list(row['irc.response.command']).map((command) => `server ${command}`),
  ]);
  compareLists(tally, 'IRC messages', where, { ours, theirs: commands }, excuse);
}

/** Greetings, senders and recipients. */
function compareSmtp(tally: Tally, where: string, read: Read, theirs: Row[]): void {
  const ours = read.smtp.flatMap(({ hostname, mails }) => [
    `EHLO ${hostname}`,
    ...mails.flatMap(({ from, to }) => [`MAIL FROM:<${from}>`, ...to.map((name) => `RCPT TO:<${name}>`)]),
  ]);
  const commands = theirs.flatMap((row) => {
    const command = one(row['smtp.req.command']).toUpperCase().replace('HELO', 'EHLO');
    if (!['EHLO', 'MAIL', 'RCPT'].includes(command)) return [];
    return [`${command} ${one(row['smtp.req.parameter']).split(' ')[0]}`];
  });
  compareLists(tally, 'SMTP commands', where, { ours, theirs: commands });
}

/** TShark reads on in packets that ICMP errors quote. */
export const QUOTED = ' (quoted by ICMP)';

function compareDns(tally: Tally, where: string, read: Read, theirs: Row[], excuse?: Excuse): void {
  const isDns = (ports: readonly string[]) => ports.some((port) => port === '53' || port === '5353');
  const named = theirs.filter(
    (row) => isDns([...list(row['udp.srcport']), ...list(row['udp.dstport'])]) || row['tcp.stream'],
  );
  const root = (name: string) => (name === '<Root>' || name === '.' ? '' : name);
  const theirItems = named.map((row) => {
    const type = one(row['dns.qry.type']);
    const quoted = list(row['ip.src']).length > 1 ? QUOTED : '';
    return `${place(row)} ${one(row['dns.flags.response'])} ${root(one(row['dns.qry.name']))} ${type}${quoted}`;
  });
  const ourItems = read.dns.map(({ message, src, sport, dst, dport }) => {
    const [question] = message.questions;
    const type = question ? typeNumber(question.type) : '';
    return `${src} ${sport} ${dst} ${dport} ${message.isResponse ? 1 : 0} ${question?.name ?? ''} ${type}`;
  });
  compareLists(tally, 'DNS messages', where, { ours: ourItems, theirs: theirItems }, excuse);
  const values = (type: string, field: string) => {
    const ours = read.dns.flatMap(({ message }) => {
      const all = [...message.answers, ...message.authorities, ...message.additionals];
      const found = all.filter((record) => record.type === type);
      return found.map(({ data, fields }) => root(type === 'MX' ? String(fields[1]) : data));
    });
    const unique = (items: string[]) => [...new Set(items)].filter((item) => item !== '').sort();
    compareLists(
      tally,
      `DNS ${type} records`,
      where,
      { ours: unique(ours), theirs: unique(named.flatMap((row) => list(row[field])).map(root)) },
      excuse,
    );
  };
  values('A', 'dns.a');
  values('AAAA', 'dns.aaaa');
  values('CNAME', 'dns.cname');
  values('NS', 'dns.ns');
  values('MX', 'dns.mx.mail_exchange');
  values('PTR', 'dns.ptr.domain_name');
}

const TYPE_NUMBERS: { readonly [name: string]: number } = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  HINFO: 13,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  NAPTR: 35,
  DS: 43,
  SSHFP: 44,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  SPF: 99,
  ANY: 255,
  SVCB: 64,
  HTTPS: 65,
  LOC: 29,
  NULL: 10,
  OPT: 41,
};

const typeNumber = (type: string): string => String(TYPE_NUMBERS[type] ?? type.replace(/^TYPE/, ''));

function compareHttp(tally: Tally, where: string, read: Read, tshark: Tshark, excuses: TsharkExcuses): void {
  const plain = read.http.filter(({ protocol }) => protocol === 'http');
  const text = (value: string | undefined) => Buffer.from(value ?? '', 'latin1').toString('utf8');
  const requests = plain.flatMap(({ ends, request }) =>
    request
      ? [
          `${fromClient(ends)} ${request.method} ${text(request.target)} ${text(headerOf(request.head, 'host'))} ` +
            text(headerOf(request.head, 'user-agent')),
        ]
      : [],
  );
  const theirRequests = rows(tshark, 'http_requests')
    .filter((row) => row['tcp.stream'] !== undefined)
    .flatMap((row) => {
      const at = (name: string, index: number) => list(row[name])[index] ?? '';
      return list(row['http.request.method']).map((method, index) => {
        return `${place(row)} ${method} ${at('http.request.uri', index)} ${at('http.host', index)} ${at('http.user_agent', index)}`;
      });
    });
  compareLists(tally, 'HTTP requests', where, { ours: requests, theirs: theirRequests }, excuses.requests);
  const responses = plain.flatMap(({ ends, response }) =>
    response
      ? [
          `${fromServer(ends)} ${response.status} ${headerOf(response.head, 'content-type') ?? ''} ${headerOf(response.head, 'server') ?? ''}`,
        ]
      : [],
  );
  const theirResponses = rows(tshark, 'http_responses').flatMap((row) => {
    const at = (name: string, index: number) => list(row[name])[index] ?? '';
    return list(row['http.response.code']).map(
      (code, index) => `${place(row)} ${code} ${at('http.content_type', index)} ${at('http.server', index)}`,
    );
  });
  compareLists(tally, 'HTTP responses', where, { ours: responses, theirs: theirResponses }, excuses.responses);
}

const hexNumber = (value: string | string[] | undefined): number => Number(one(value));

function compareTls(tally: Tally, where: string, read: Read, tshark: Tshark, excuses: TsharkExcuses): void {
  const hellos = read.tls.flatMap(({ ends, client }) => {
    if (!client) return [];
    const protocols = client.protocols.join(',');
    const session = client.sessionId;
    return [
      `${fromClient(ends)} ${client.legacyVersion} ${client.serverName ?? ''} ${ja3(client).hash} ${ja3(client).text} ${session} ${protocols}`,
    ];
  });
  const theirHellos = rows(tshark, 'tls_client_hello').map((row) => {
    const version = hexNumber(row['tls.handshake.version']);
    const print = `${one(row['tls.handshake.ja3'])} ${one(row['tls.handshake.ja3_full'])}`;
    const protocols = list(row['tls.handshake.extensions_alpn_str']).join(',');
    const name = one(row['tls.handshake.extensions_server_name']);
    return `${place(row)} ${version} ${name} ${print} ${one(row['tls.handshake.session_id'])} ${protocols}${row['udp.stream'] ? ' over UDP' : ''}`;
  });
  compareLists(
    tally,
    'TLS client hellos (SNI, ALPN, JA3)',
    where,
    { ours: hellos, theirs: theirHellos },
    excuses.hellos,
  );
  const servers = read.tls.flatMap(({ ends, server }) => {
    if (!server) return [];
    return [`${fromServer(ends)} ${server.legacyVersion} ${server.cipher} ${ja3s(server).hash} ${server.sessionId}`];
  });
  const theirServers = rows(tshark, 'tls_server_hello').map((row) => {
    const version = hexNumber(row['tls.handshake.version']);
    const cipher = hexNumber(row['tls.handshake.ciphersuite']);
    return `${place(row)} ${version} ${cipher} ${one(row['tls.handshake.ja3s'])} ${one(row['tls.handshake.session_id'])}`;
  });
  compareLists(tally, 'TLS server hellos (JA3S)', where, { ours: servers, theirs: theirServers }, excuses.servers);
  const certificates = read.tls.flatMap(({ ends, certificates }) =>
    certificates.map(({ serial }) => `${fromServer(ends)} ${serial}`),
  );
  const names = read.tls.flatMap(({ certificates }) => certificates.flatMap((certificate) => certificate.names));
  const theirCertificates = rows(tshark, 'tls_certs').flatMap((row) =>
    list(row['x509af.serialNumber']).map(
      (serial) => `${place(row)} ${serial.replace(/^0x/, '').replace(/^00(?=..)/, '')}`,
    ),
  );
  const theirNames = rows(tshark, 'tls_certs').flatMap((row) => list(row['x509ce.dNSName']));
  const unique = (items: string[]) => [...new Set(items)];
  compareLists(
    tally,
    'TLS certificates',
    where,
    { ours: certificates, theirs: theirCertificates },
    excuses.certificates,
  );
  compareLists(
    tally,
    'names in TLS certificates',
    where,
    { ours: unique(names), theirs: unique(theirNames) },
    excuses.certificates,
  );
}
