import { describe, expect, it } from 'vitest';
import type { Results } from '../plugin/container.ts';
import { reportView } from './view-model.ts';

const ends = { src: '10.0.0.2', sport: 49_200, dst: '203.0.113.7', dport: 443 };
const lists = { http: [], udp: [], hosts: [], dns: [], tcp: [] };
const network = (more: object, rest: object = {}) =>
  reportView({ network: { ...lists, ...more }, ...rest } as unknown as Results).network;

describe('flows', () => {
  it('put connection, session, requests and alert together', () => {
    const { flows, facets } = network(
      {
        tcp: [{ ...ends, time: 2.5 }],
        tls: [{ ...ends, time: 2.6, sni: 'a.example', version: 'TLS 1.2', ja4: 't12' }],
        https_ex: [
          { ...ends, protocol: 'https', method: 'GET', host: 'a.example', uri: '/x', status: 200, request: 'GET /x' },
          { ...ends, protocol: 'https', method: 'POST', host: 'a.example', uri: '/y', status: 0 },
        ],
      },
      {
        suricata: {
          alerts: [
            // Told from the other side.
            { src_ip: ends.dst, src_port: 443, dst_ip: ends.src, dst_port: 49_200, protocol: 'TCP', signature: 'ET X' },
            { src_ip: '1.2.3.4', dst_ip: '5.6.7.8', protocol: 'UDP', signature: 'noise', ignored: true },
          ],
        },
      },
    );
    expect(flows).toMatchObject({
      total: 1,
      items: [
        {
          time: '+2.500',
          protocol: 'HTTPS',
          to: { text: '203[.]0[.]113[.]7:443' },
          host: { text: 'a[.]example' },
          what: { text: 'GET /x → 200 and 1 more' },
          alert: { text: 'ET X' },
          facets: ['alert', 'http', 'tls'],
          parts: { total: 4 },
        },
      ],
    });
    expect(facets.map(({ key, count }) => `${key} ${count}`)).toEqual(['alert 1', 'http 1', 'tls 1']);
  });

  it('show a request once, whichever lists have it', () => {
    const request = { method: 'GET', host: 'a.example:80', path: '/x' };
    const view = network({
      http: [
        { ...request, uri: 'http://a.example/x', port: 80 },
        { ...request, uri: 'http://b.example/x', host: 'b.example' },
      ],
      http_ex: [{ ...ends, dport: 80, protocol: 'http', method: 'GET', host: 'a.example', uri: '/x', status: 404 }],
    });
    expect(view.flows.items.map(({ what }) => what?.text)).toEqual(['GET /x → 404', 'GET /x']);
  });

  it('tell DNS by its questions, names by its answers, and who never answered', () => {
    const view = network({
      dns: [{ request: 'a.example', type: 'A', answers: [{ type: 'A', data: '203.0.113.7' }], time: 1 }],
      udp: [
        { ...ends, dst: '10.0.0.1', dport: 53, time: 1 },
        { ...ends, dst: '224.0.0.252', dport: 5355, time: 3 },
      ],
      tcp: [
        { ...ends, dport: 445, time: 2 },
        { ...ends, dport: 4444, time: 4 },
      ],
      dead_hosts: [
        ['203.0.113.7', 4444],
        ['198.51.100.1', 80],
      ],
    });
    expect(
      view.flows.items.map(({ protocol, host, what, facets }) => [protocol, host?.text, what?.text, facets]),
    ).toEqual([
      ['DNS', 'a[.]example', 'A → 203[.]0[.]113[.]7', ['dns']],
      ['TCP', 'a[.]example', 'SMB', ['smb']],
      ['UDP', undefined, 'LLMNR', ['other']],
      ['TCP', 'a[.]example', 'no answer', ['dead', 'other']],
      ['TCP', undefined, 'no answer', ['dead']],
    ]);
    expect(view.note).toContain('1 connection to DNS servers');
  });

  it('name the process whose calls went there', () => {
    const behavior = {
      processes: [{ process_id: 7, process_name: 'a.exe', calls: [] }],
      processtree: [],
      summary: { files: [], keys: [], mutexes: [] },
      generic: [{ pid: 7, process_name: 'a.exe', summary: { resolves_host: ['A.example'] } }],
    };
    const view = network(
      { dns: [{ request: 'a.example', type: 'A', answers: [] }], tcp: [{ ...ends, pid: 7 }] },
      { behavior },
    );
    expect(view.flows.items.map(({ processes }) => processes)).toEqual([[0], [0]]);
  });

  it('keep what says most where there are too many', () => {
    const tcp = Array.from({ length: 3_000 }, (_, i) => ({ ...ends, sport: i + 1, time: i }));
    const http = [{ ...ends, sport: 2_900, method: 'GET', host: 'a.example', uri: '/', time: 2_899 }];
    const { flows } = network({ tcp, http });
    expect(flows).toMatchObject({ total: 3_000, items: { length: 1_000 } });
    expect(flows.items.at(-1)!.protocol).toBe('HTTP');
  });

  it('survive entries of any shape', () => {
    const odd = [
      null,
      7,
      'x',
      [],
      [1],
      { dst: {} },
      { sport: 'x', dst: 5 },
      { answers: 5 },
      { req: 7, certificates: [7] },
    ];
    const all = Object.fromEntries(
      ['tcp', 'udp', 'icmp', 'dns', 'http', 'http_ex', 'tls', 'smtp', 'irc', 'dead_hosts', 'hosts', 'x'].map((key) => [
        key,
        odd,
      ]),
    );
    expect(network(all, { suricata: { alerts: odd }, snort: 7 }).total).toBeGreaterThan(0);
  });
});
