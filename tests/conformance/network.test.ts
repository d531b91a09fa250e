import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import Network from '../../modules/processing/network.ts';
import { type HttpExchange, type HttpHead, headerOf } from '../../src/formats/http/types.ts';
import { Decoded, IpDecoder } from '../../src/formats/pcap/ip.ts';
import { openCapture } from '../../src/formats/pcap/read.ts';
import { SortedCapture } from '../../src/formats/pcap/sort.ts';
import { suiteName } from '../../src/formats/tls/cipher-suites.ts';
import { ja3, ja3s, ja4 } from '../../src/formats/tls/fingerprint.ts';
import { TlsKeys } from '../../src/formats/tls/keys.ts';
import { MemorySource } from '../../src/util/byte-source.ts';
import { memoryTask, runModule } from '../support/memory-task.ts';
import type { Read } from '../support/read-capture.ts';
import { describeShared, hasSharedData, readSharedJson, sharedData } from '../support/shared-data.ts';
import { Tally } from './compare.ts';
import { compareLists, compareTshark, fileOf, QUOTED, readAll, type Tshark } from './network-facts.ts';
import { compareHashes, compareNetwork } from './network-report.ts';

type Json = { [name: string]: unknown };

const tables: string[] = [];
afterAll(() => {
  if (tables.length > 0) {
    process.stdout.write(`\ncaptures against other programs' results, equal/compared\n${tables.join('\n')}\n`);
  }
});

function expectEqual(title: string, tally: Tally): void {
  tables.push(`  ${tally.table(title)}`);
  expect(tally.unexplained, `${tally.unexplainedCount} differences without a reason`).toEqual([]);
}

async function networkOf(capture: Buffer, dialect = 'cuckoo-2', info: Json = {}): Promise<Json> {
  const { value } = await runModule(Network, memoryTask({ 'dump.pcap': capture }, { dialect, info }));
  return (value ?? {}) as Json;
}

/** The capture as the original sorts it. */
function sorted(capture: Buffer, isCuckoo1 = false): Buffer {
  const source = new MemorySource(capture, 'dump.pcap');
  const reader = openCapture(source);
  const decoder = new IpDecoder();
  const all = new SortedCapture();
  while (reader.next()) {
    const decoded = decoder.decode(reader.packet);
    all.add(reader.packet, decoded === Decoded.whole || decoded === Decoded.fragment ? decoder : undefined);
  }
  const pieces: Buffer[] = [];
  for (const piece of all.write(source, { isCuckoo1 })) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

const GOLDENS: readonly (readonly [name: string, capture: string])[] = [
  ['duplicate-dns-requests', 'cuckoo/pcap/duplicate-dns-requests.pcap'],
  ['empty', 'cuckoo/pcap/empty.pcap'],
  ['mixed-traffic', 'cuckoo/pcap/mixed-traffic.pcap'],
  ['not-http', 'cuckoo/pcap/not-http.pcap'],
  ['status-code', 'cuckoo/pcap/status-code.pcap'],
  ['used_dns_server', 'cuckoo/pcap/used_dns_server.pcap'],
  ['sample-dump', 'cuckoo/analysis-2.x/dump.pcap'],
];

describeShared("Cuckoo's own results", () => {
  it('are the same for the capture as it is, entry by entry', async () => {
    const tally = new Tally();
    for (const [name, capture] of GOLDENS) {
      const theirs = readSharedJson(`cuckoo/expected/network-unsorted-${name}.json`) as Json;
      const ours = await networkOf(fileOf(capture));
      compareNetwork(tally, name, ours as never, theirs);
      tally.check('order of hosts', String(ours['hosts']) === String(theirs['hosts']), () => name);
    }
    expectEqual("Cuckoo 2.0.7's results of unsorted captures", tally);
  });

  it('are the same for sorted captures', async () => {
    const tally = new Tally();
    for (const [name, path] of GOLDENS) {
      const theirs = readSharedJson(`cuckoo/expected/network-sorted-${name}.json`) as Json;
      const capture = fileOf(path);
      compareHashes(tally, name, (await networkOf(capture)) as never, theirs);
      if (name !== 'empty') compareNetwork(tally, name, (await networkOf(sorted(capture))) as never, theirs);
    }
    expectEqual("Cuckoo 2.0.7's results of sorted captures", tally);
  });

  it.each([
    ['duplicate-dns-requests', '4859334accbee12858621cca39564fdbce9ae605'],
    ['mixed-traffic', '8d92880f9f356d5bdfd04e24541f614f275b02e0'],
    ['not-http', '340e6c442619de912253d956b499e428164e8cdd'],
    ['status-code', '106dc235ef82ff844b7025339c2713aad752037e'],
    ['used_dns_server', '782b766b99998fd8cbbe400b7c419abfe645b50d'],
  ])('sorting %s gives the SHA-1 that its tests assert', (name, sha1) => {
    const bytes = sorted(fileOf(`cuckoo/pcap/${name}.pcap`));
    expect(createHash('sha1').update(bytes).digest('hex')).toBe(sha1);
  });

  it.each([
    ['cuckoo-1.2_winxp_1', true],
    ['cuckoo-1.2_winxp_3_noreport', true],
    ['cuckoo-2.0.7_win10_exe_210', false],
    ['cuckoo-2.0.7_win7_cerber_packed', false],
    ['cuckoo-2.0.7_win_pafish_1', false],
    ['cuckoo-2.0dev_pdf_sample_analysis_storage', false],
  ])('the sorted capture of %s is the same, byte for byte', (folder, isCuckoo1) => {
    const bytes = sorted(fileOf(`2-analyses/${folder}/dump.pcap`), isCuckoo1);
    expect(bytes.equals(fileOf(`2-analyses/${folder}/dump_sorted.pcap`))).toBe(true);
  });
});

describeShared('reports of real analyses', () => {
  it.each([
    ['cuckoo-1.2_winxp_1', 'dump.pcap', 'reports/report.json.gz', 'cuckoo-1'],
    ['cuckoo-2.0.7_win10_exe_210', 'dump.pcap', 'reports/report.json', 'cuckoo-2'],
    ['cuckoo-2.0.7_win_pafish_1', 'dump.pcap', 'reports/report.json.gz', 'cuckoo-2'],
    ['cape-2.4_AL_AcceptEx.exe', 'Report/dump.pcap', 'Report/reports/lite.json.gz', 'cape'],
    ['cape-2.4_AL_apihooks.exe', 'Report/dump.pcap', 'Report/reports/lite.json.gz', 'cape'],
    ['cape-2.4_AL_bits.ps1', 'Report/dump.pcap', 'Report/reports/lite.json.gz', 'cape'],
    ['cape-2.4_AL_etw-dns-app.exe', 'Report/dump.pcap', 'Report/reports/lite.json.gz', 'cape'],
    ['cape-2.4_AL_ipv6_network.exe', 'Report/dump.pcap', 'Report/reports/lite.json.gz', 'cape'],
  ])('%s', async (folder, path, report, dialect) => {
    const tally = new Tally();
    const theirs = (readSharedJson(`2-analyses/${folder}/${report}`) as Json)['network'] as Json;
    const capture = fileOf(`2-analyses/${folder}/${path}`);
    compareHashes(tally, folder, (await networkOf(capture, dialect)) as never, theirs);
    const bytes = dialect === 'cape' ? capture : sorted(capture, dialect === 'cuckoo-1');
    const info = dialect === 'cape' ? {} : { ip: '192.168.56.1' };
    compareNetwork(tally, folder, (await networkOf(bytes, dialect, info)) as never, theirs);
    expectEqual(folder, tally);
  });
});

const captures = hasSharedData
  ? ['4-pcap', '2-analyses'].flatMap((folder) =>
      readdirSync(sharedData(folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.tshark\.json(?:\.gz)?$/.test(path))
        .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
        .sort(),
    )
  : [];

const OVER_UDP = 'QUIC is not read';
const IN_ICMP = 'TShark reads on in packets that ICMP errors quote';
const NO_MULTICAST = 'the reference was made without multicast DNS';
const INCOMPLETE = 'TShark lists no response whose end was not captured';
const INTERIM = 'interim responses are no exchanges of their own';
const SECOND_HELLO = 'a session that is asked to begin again has one entry';
const IN_TUNNEL = 'the reference does not look into tunnels of proxies';
const TWO_LETTERS = 'nDPI takes the first two characters of the protocol';
const SPLIT_LINES = 'TShark reads each segment of IRC by itself: of a line over two it makes two commands';
const OLD_HTTP = 'TShark does not list HTTP/0.9';

const hasLength = (head: HttpHead): boolean =>
  headerOf(head, 'content-length') !== undefined || headerOf(head, 'transfer-encoding') !== undefined;

/** Differences that each have a reason, by what was read of the capture. */
function excusesFor(read: Read): Parameters<typeof compareTshark>[4] {
  const cut = new Set(
    read.http.flatMap(({ ends, response }) =>
      response && (response.body.missing > 0 || !hasLength(response.head))
        ? [`${ends.server} ${ends.serverPort} ${ends.client} ${ends.clientPort}`]
        : [],
    ),
  );
  const clients = new Set(read.tls.map(({ ends: { client, clientPort } }) => `${client} ${clientPort}`));
  const old = new Set(
    read.http.flatMap(({ ends, request }) => (request?.version === '0.9' ? [`${ends.client} ${ends.clientPort}`] : [])),
  );
  const ends = (item: string, count: number) => item.split(' ').slice(0, count).join(' ');
  return {
    streams: (ours, theirs) => (read.icmp.length > 0 && ours < theirs ? IN_ICMP : undefined),
    dns: (item, side) => {
      if (item.endsWith(QUOTED)) return IN_ICMP;
      const isMulticast = read.dns.some(({ sport, dport }) => sport === 5353 || dport === 5353);
      return side === 'ours' && isMulticast && (item.includes(' 5353 ') || !item.includes(' '))
        ? NO_MULTICAST
        : undefined;
    },
    requests: (item, side) => (side === 'ours' && old.has(ends(item, 2)) ? OLD_HTTP : undefined),
    responses: (item, side) => {
      if (side === 'ours' && old.has(item.split(' ').slice(2, 4).join(' '))) return OLD_HTTP;
      if (side === 'ours') return cut.has(ends(item, 4)) ? INCOMPLETE : undefined;
      return / 100 {2}$/.test(item) ? INTERIM : undefined;
    },
    irc: (item, side) => {
      const isCommand = /^server (?:[A-Z]+|\d{3})$/.test(item);
      return side === 'theirs'
        ? isCommand
          ? undefined
          : SPLIT_LINES
        : item === 'server 372'
          ? SPLIT_LINES
          : undefined;
    },
    hellos: (item, side) => {
      if (item.endsWith(' over UDP')) return OVER_UDP;
      return side === 'theirs' && clients.has(ends(item, 2)) ? SECOND_HELLO : undefined;
    },
  };
}

describeShared('TShark', () => {
  it('says the same of every capture', () => {
    const tally = new Tally();
    for (const path of captures) {
      const capture = path.replace(/\.tshark\.json(?:\.gz)?$/, '');
      const read = readAll(capture);
      compareTshark(tally, capture, read, readSharedJson(path) as Tshark, excusesFor(read));
    }
    expect(captures.length).toBeGreaterThan(60);
    expectEqual(`TShark 4.0.17 on ${captures.length} captures`, tally);
  });
});

describeShared('other programs', () => {
  it('JA4 of the reference implementation', () => {
    const tally = new Tally();
    for (const name of ['tls-sni.pcapng', 'tls12.pcap', 'https-connect.pcap', 'http-empty-useragent.pcap']) {
      const rows = readSharedJson(`4-pcap/ja4/${name}.expected.json`) as Json[];
      const theirs = rows.flatMap((row) =>
        Object.entries(row)
          .filter(([field]) => /^JA4\.\d+$/.test(field))
          .map(([, value]) => `${row['src']} ${row['srcport']} ${row['dst']} ${row['dstport']} ${value}`),
      );
      const ours = readAll(`4-pcap/ja4/${name}`).tls.flatMap(({ ends, client }) =>
        client ? [`${ends.client} ${ends.clientPort} ${ends.server} ${ends.serverPort} ${ja4(client)}`] : [],
      );
      const known = new Set(ours.map((item) => item.split(' ').slice(0, 4).join(' ')));
      compareLists(tally, 'JA4', name, { ours, theirs }, (item, side) => {
        if (side === 'theirs' && / q\d/.test(item)) return OVER_UDP;
        if (side === 'ours' && name === 'https-connect.pcap') return IN_TUNNEL;
        return side === 'theirs' && known.has(item.split(' ').slice(0, 4).join(' ')) ? SECOND_HELLO : undefined;
      });
    }
    expectEqual('JA4', tally);
  });

  it('nDPI: fingerprints, names and certificates', () => {
    const tally = new Tally();
    for (const name of ['http_ipv6', 'tls_esni_sni_both']) {
      const flows = fileOf(`4-pcap/ndpi/${name}.pcap.out`)
        .toString()
        .split('\n')
        .filter((line) => /^\t\d+\tTCP/.test(line));
      const read = readAll(`4-pcap/ndpi/${name}.pcap`);
      for (const flow of flows) {
        const field = (label: string) => new RegExp(`\\[${label}: ([^\\]]*)\\]`).exec(flow)?.[1];
        const port = Number(/TCP \[?[^ ]*?\]?:(\d+) /.exec(flow)![1]);
        const session = read.tls.find(({ ends }) => ends.clientPort === port);
        if (field('JA4') === undefined) continue;
        const { client, server, certificates } = session!;
        const check = (what: string, ours: unknown, theirs: string | undefined, reason?: string) => {
          if (theirs !== undefined)
            tally.check(what, ours === theirs, () => `${name} ${port}: ${ours} not ${theirs}`, reason);
        };
        check('JA3', ja3(client!).hash, field('JA3C'));
        const letters = (print: string | undefined) => print?.replace(/^(.{8})../, '$1');
        const isNamed = letters(ja4(client!)) === letters(field('JA4')) ? TWO_LETTERS : undefined;
        check('JA4', ja4(client!), field('JA4'), isNamed);
        check('SNI', client!.serverName, field('Hostname/SNI'));
        check('JA3S', server && ja3s(server).hash, field('JA3S'));
        check('cipher suite', server && suiteName(server.cipher), field('Cipher'));
        check('ALPN', client!.protocols.join(';').replaceAll('/', '/'), field('\\(Advertised\\) ALPNs'));
        const [own] = certificates;
        check('subject', own?.subject.replaceAll('\\,', ','), field('Subject'));
        check('issuer', own?.issuer.replaceAll('\\,', ','), field('Issuer'));
        check('SHA-1', own?.sha1.toUpperCase().replace(/(..)(?=.)/g, '$1:'), field('Certificate SHA-1'));
        check('validity', own && `${own.not_before} - ${own.not_after}`, field('Validity'));
        check('certificate names', own?.names.join(','), field('ServerNames'));
      }
    }
    expectEqual('nDPI', tally);
  });

  it('Zeek: HTTP, DNS, TLS and certificates', () => {
    const tally = new Tally();
    for (const folder of readdirSync(sharedData('4-pcap/zeek'))) compareZeek(tally, folder);
    expectEqual('Zeek', tally);
  });

  it('httpreplay: what its tests assert', () => {
    const exchanges = (name: string) => readAll(`4-pcap/httpreplay/${name}.pcap`).http;
    const bodies = exchanges('test').map(({ request, response }) => [request!.target, response!.body.size]);
    expect(bodies.sort()).toEqual([
      ['/', 113331],
      ['/sd/cs_i2_gradients.png?T_2_5_0_299', 0],
      ['/sd/cs_sic_controls_new.png?T_2_5_0_299', 0],
      ['/sd/facebook_icon.png', 3462],
      ['/sd/idlecore-tidied.css?T_2_5_0_300', 0],
      ['/sd/logo2.png', 0],
      ['/sd/print.css?T_2_5_0_300', 0],
      ['/sd/twitter_icon.png', 0],
    ]);
    const [{ request, response }] = exchanges('invalidtcppacketorder') as [HttpExchange];
    const length = (head: HttpHead, body: number) => head.text.length + 4 + body;
    expect([length(request!.head, 0), length(response!.head, response!.body.size)]).toEqual([97, 179]);
    expect([exchanges('invldord'), exchanges('unknownEthernet')]).toEqual([[], []]);
  });

  it('Suricata: what its tests assert', () => {
    const folder = '4-pcap/suricata-verify';
    const sni = readAll(`${folder}/bug-7264-tcp-3whs-ack-data-tls-01/input.pcap`).tls.map(
      ({ client }) => client?.serverName,
    );
    expect(sni).toEqual(['raw.githubusercontent.com']);
    const [response] = readAll(`${folder}/dns-eve-v2-udp-nxdomain-soa/dns-udp-nxdomain-soa.pcap`).dns.filter(
      ({ message }) => message.isResponse,
    );
    expect(response!.message).toMatchObject({
      rcode: 'NXDOMAIN',
      authorities: [
        {
          name: 'oisf.net',
          type: 'SOA',
          ttl: 899,
          fields: ['ns-110.awsdns-13.com', 'awsdns-hostmaster.amazon.com', 1, 7200, 900, 1209600, 86400],
        },
      ],
    });
    // The capture begins with the answer, sent by the server.
    const reversed = readAll(`${folder}/dns-reversed-tcp-1/dns.pcap`).dns;
    expect(reversed.map(({ message, src, dst }) => [message.isResponse, src, dst])).toEqual([
      [true, '8.8.4.4', '10.16.1.11'],
    ]);
    const google = readAll(`${folder}/dns/dns-udp-eve-log-answer-only/dns-udp-google.com-a-aaaa-mx.pcap`).dns;
    expect(google.filter(({ message }) => message.isResponse)).toHaveLength(3);
  });
});

/** A log of Zeek as records. */
function zeekLog(folder: string, name: string): { [field: string]: string }[] {
  let text: string;
  try {
    text = fileOf(`4-pcap/zeek/${folder}/baseline/${name}`).toString();
  } catch {
    return [];
  }
  const lines = text.split('\n').filter((line) => line !== '');
  const fields =
    lines
      .find((line) => line.startsWith('#fields'))
      ?.split('\t')
      .slice(1) ?? [];
  const rows = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(fields.map((field, index) => [field, row[index] ?? '-'])));
}

const NO_KEYS_HERE = 'Zeek was given the keys';
const UPDATE = 'Zeek names what a dynamic update is about, not its zone';

function compareZeek(tally: Tally, folder: string): void {
  const [capture] = readdirSync(sharedData(`4-pcap/zeek/${folder}`)).filter((file) => file.endsWith('.pcap'));
  const path = `4-pcap/zeek/${folder}/${capture}`;
  const read = readAll(path);
  const http = zeekLog(folder, 'http.log').filter(({ method }) => method !== undefined && method !== '-');
  const isOwn = folder !== 'scripts.policy.protocols.ssl.decryption';
  for (const row of http) {
    const of = (value: string | undefined) => (value === '-' || value === undefined ? '' : value);
    const found = read.http.find(
      ({ ends, request }) =>
        String(ends.clientPort) === row['id.orig_p'] &&
        request?.method === row['method'] &&
        request?.target === row['uri'],
    );
    tally.check(
      'HTTP requests',
      found !== undefined,
      () => `${folder} ${row['uri']}`,
      isOwn ? undefined : NO_KEYS_HERE,
    );
    if (!found?.request) continue;
    const { request, response } = found;
    const check = (what: string, ours: unknown, theirs: string, reason?: string) => {
      tally.check(
        `HTTP ${what}`,
        String(ours) === theirs,
        () => `${folder} ${row['uri']}: ${ours} not ${theirs}`,
        reason,
      );
    };
    check('host', headerOf(request.head, 'host') ?? '', of(row['host']));
    check('user agent', headerOf(request.head, 'user-agent') ?? '', of(row['user_agent']));
    check('status', response?.status ?? 0, row['status_code']!);
    check('request body', request.body.size, row['request_body_len']!);
    check('response body', response?.body.size ?? 0, row['response_body_len']!);
  }
  for (const row of zeekLog(folder, 'ssl.log')) {
    const session = read.tls.find(({ ends }) => String(ends.clientPort) === row['id.orig_p'])!;
    const versions = new Map([
      [0x301, 'TLSv10'],
      [0x303, 'TLSv12'],
      [0x304, 'TLSv13'],
    ]);
    const check = (what: string, ours: unknown, theirs: string) =>
      tally.check(`TLS ${what}`, ours === theirs, () => `${folder}: ${ours} not ${theirs}`);
    check('version', versions.get(session.server!.version), row['version']!);
    check('cipher suite', suiteName(session.server!.cipher), row['cipher']!);
    check('SNI', session.client!.serverName ?? '-', row['server_name']!);
    check('chain', session.certificates.map(({ sha256 }) => sha256).join(',') || '-', row['cert_chain_fps']!);
  }
  const certificates = new Map(read.tls.flatMap(({ certificates }) => certificates.map((one) => [one.sha256, one])));
  for (const row of zeekLog(folder, 'x509.log')) {
    const own = certificates.get(row['fingerprint']!)!;
    const check = (what: string, ours: unknown, theirs: string) =>
      tally.check(`certificate ${what}`, ours === theirs, () => `${folder}: ${ours} not ${theirs}`);
    const seconds = (text: string) => `${Date.parse(`${text.replace(' ', 'T')}Z`) / 1000}.000000`;
    const turned = (name: string) =>
      name
        .split(/(?<!\\), /)
        .reverse()
        .join(',');
    check('serial', own.serial.toUpperCase(), row['certificate.serial']!);
    check('subject', turned(own.subject), row['certificate.subject']!);
    check('issuer', turned(own.issuer), row['certificate.issuer']!);
    check('not before', seconds(own.not_before), row['certificate.not_valid_before']!);
    check('not after', seconds(own.not_after), row['certificate.not_valid_after']!);
    check('names', own.names.join(',') || '-', row['san.dns']!);
  }
  for (const row of zeekLog(folder, 'dns.log')) {
    const found = read.dns.find(({ message }) => String(message.id) === row['trans_id']);
    const what = `${folder} ${row['query']}`;
    tally.check('DNS messages', found !== undefined, () => what);
    tally.check(
      'DNS names',
      found?.message.questions[0]?.name === row['query'],
      () => what,
      found?.message.opcode === 5 ? UPDATE : undefined,
    );
    const type = found?.message.questions[0]?.type.replace(/^TYPE/, 'query-');
    if (row['qtype_name'] !== '-') tally.check('DNS types', type === row['qtype_name'], () => `${what}: ${type}`);
    const answers = read.dns.filter(({ message }) => String(message.id) === row['trans_id'] && message.isResponse);
    if (row['rcode_name'] !== '-') {
      tally.check('DNS response codes', answers[0]?.message.rcode === row['rcode_name'], () => what);
    }
  }
  for (const row of zeekLog(folder, 'smtp.log')) {
    const [session] = read.smtp;
    const [mail] = session!.mails;
    const header = (name: string) => mail!.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? '-';
    const fields: [string, string, string][] = [
      ['greeting', session!.hostname, row['helo']!],
      ['sender', mail!.from, row['mailfrom']!],
      ['recipients', mail!.to.join(','), row['rcptto']!],
      ['From', header('from'), row['from']!],
      ['To', header('to'), row['to']!],
      ['Subject', header('subject'), row['subject']!],
    ];
    for (const [field, ours, theirs] of fields) {
      tally.check(`SMTP ${field}`, ours === theirs, () => `${folder}: ${ours} not ${theirs}`);
    }
  }
}

describeShared('decryption', () => {
  it("TLS 1.2 with AES-GCM and the keys of Zeek's test", () => {
    const random = '\\xb4\\x0a\\x24'.replaceAll('\\x', '');
    const path = '4-pcap/zeek/scripts.policy.protocols.ssl.decryption/tls12-decryption.pcap';
    const [session] = readAll(path).tls;
    // Zeek looks keys up without the first four bytes, which were a time.
    expect(session!.client!.random.slice(8)).toMatch(new RegExp(`^${random}`));
    const keys = new TlsKeys();
    const secret = 'bd01e589d105199e9ab5fc9bd758b5f288db28fd80aa02261e4765ac1357d007fd08c7bdab45450e015a01d08e5e7ca6';
    keys.add(`CLIENT_RANDOM ${session!.client!.random} ${secret}`);
    const read = readAll(path, keys);
    expect(read.tls[0]!.decryption).toBe('decrypted');
    expect(read.http).toHaveLength(1);
    expect(read.http[0]).toMatchObject({
      protocol: 'https',
      request: { method: 'GET', target: '/', version: '1.1' },
      response: { status: 301, body: { size: 229 } },
    });
    expect(headerOf(read.http[0]!.request!.head, 'host')).toBe('heise.de');
  });

  it("TLS 1.0 with AES-CBC, resumed, by the session id, as in httpreplay's test", () => {
    const keys = new TlsKeys();
    keys.add(
      'RSA Session-ID:479ef8a88198b5b3f7e5b8bf79dea2d0635300ad744de08deb4e83610c5227e9 ' +
        'Master-Key:25fba9ac38b8750ead7b9ba50aba06e12aa566ffa0c3fa24cbdaf638711b8458da84cd79e9b32f4025a858a5c106c7a5',
    );
    const read = readAll('4-pcap/httpreplay/nogzipbody.pcap', keys);
    expect(read.tls[0]!.decryption).toBe('decrypted');
    expect(read.http.map(({ request }) => request?.target)).toEqual([
      '/js/ho/link_inline_images.min.js',
      '/fonts/source-sans-pro-subset/sourcesanspro-regular-webfont.eot?',
      '/fonts/gidole/gidole-regular-webfont.eot?',
    ]);
  });

  it('a wrong key opens nothing, and says so', () => {
    const keys = new TlsKeys();
    keys.add(
      `RSA Session-ID:479ef8a88198b5b3f7e5b8bf79dea2d0635300ad744de08deb4e83610c5227e9 Master-Key:${'00'.repeat(48)}`,
    );
    const read = readAll('4-pcap/httpreplay/nogzipbody.pcap', keys);
    expect(read.tls[0]).toMatchObject({ decryption: 'failed', trouble: 'the keys do not open its records' });
    expect(read.http).toEqual([]);
  });
});
