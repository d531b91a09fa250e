import { readFileSync } from 'node:fs';
import NetworkTraffic from '../modules/processing/network.ts';
import { conversation, ethernet, ip4, ip6, pcap, pcapng, tcp, udp } from '../tests/support/capture-writer.ts';
import { memoryTask, runModule } from '../tests/support/memory-task.ts';
import { sharedData } from '../tests/support/shared-data.ts';

/** Any bytes as the capture of an analysis, through the module that makes the container's network. */
export async function fuzz(data: Uint8Array): Promise<void> {
  const { value } = await runModule(NetworkTraffic, memoryTask({ 'dump.pcap': data }));
  JSON.stringify(value);
}

/** Captures of every kind; those beside the checkout too, if they are there. */
export function corpus(): Uint8Array[] {
  const web = conversation([
    ['>', 'POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'],
    ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'],
  ]);
  const query = Buffer.from('123401000001000000000000037777770765786d706c65000001000100', 'hex');
  const others = [
    ethernet(0x0800, ip4(udp(query, 5000, 53), { protocol: 17 })),
    ethernet(0x8100, Buffer.concat([Buffer.from('00640800', 'hex'), ip4(tcp('x', { seq: 0xfffffff0 }))])),
    ethernet(0x86dd, ip6(Buffer.concat([Buffer.from('3a00050200000000', 'hex'), Buffer.from('80000000', 'hex')]), 0)),
    ethernet(0x0800, ip4(udp(query, 1, 53).subarray(0, 16), { protocol: 17, id: 3, more: true })),
    ethernet(0x0800, ip4(udp(query, 1, 53).subarray(16), { protocol: 17, id: 3, fragment: 16 })),
  ];
  const own = [
    pcap([...web, ...others]),
    pcap([...others, ...web], { bigEndian: true, nanoseconds: true }),
    pcapng([...web, ...others]),
    pcapng(others, { bigEndian: true, resolution: 9, keys: 'CLIENT_RANDOM a b\n' }),
  ];
  return [...own, ...beside()];
}

const NAMES = [
  '4-pcap/zeek/scripts.base.protocols.ssl.tls-1.2/tls1.2.pcap',
  '4-pcap/zeek/scripts.base.protocols.irc.basic/irc-basic.pcap',
  '4-pcap/zeek/scripts.base.protocols.smtp.bdat/rfc3030-bdat-example1.pcap',
  '4-pcap/zeek/core.vlan-mpls/mixed-vlan-mpls.pcap',
  '4-pcap/zeek/core.ipv6-frag/ipv6-fragmented-dns.pcap',
  '4-pcap/tcpdump/dnssec.pcap',
  '4-pcap/tcpdump/dns_tcp.pcap',
  '4-pcap/ndpi/http-lines-split.pcap',
  '4-pcap/ja4/https-connect.pcap',
  '4-pcap/cuckoo/used_dns_server.pcap',
];

function beside(): Uint8Array[] {
  return NAMES.flatMap((name) => {
    try {
      return [readFileSync(sharedData(name))];
    } catch {
      return [];
    }
  });
}
