import type { Problem } from '../../src/errors/problem.ts';
import type { HttpExchange } from '../../src/formats/http/types.ts';
import type { IrcMessage } from '../../src/formats/irc/conversation.ts';
import { type CaptureHandler, type DissectLimits, Dissector, type DnsEvent } from '../../src/formats/pcap/dissect.ts';
import type { SmtpSession } from '../../src/formats/smtp/types.ts';
import type { TlsKeys } from '../../src/formats/tls/keys.ts';
import type { TlsSession } from '../../src/formats/tls/types.ts';
import { MemorySource } from '../../src/util/byte-source.ts';

/** Everything that was read of a capture. */
export interface Read {
  packets: number;
  tcpFlows: Set<string>;
  udpFlows: Set<string>;
  icmp: string[];
  icmpv6: string[];
  dns: DnsEvent[];
  http: HttpExchange[];
  tls: TlsSession[];
  smtp: SmtpSession[];
  irc: IrcMessage[];
  problems: Problem[];
}

export interface ReadOptions {
  name?: string | undefined;
  keys?: TlsKeys | undefined;
  limits?: Partial<DissectLimits>;
}

/** Reads a whole capture; throws when it is none. */
export function readCapture(bytes: Uint8Array, options: ReadOptions = {}): Read {
  const read: Read = {
    packets: 0,
    tcpFlows: new Set(),
    udpFlows: new Set(),
    icmp: [],
    icmpv6: [],
    dns: [],
    http: [],
    tls: [],
    smtp: [],
    irc: [],
    problems: [],
  };
  const source = new MemorySource(bytes, options.name ?? 'dump.pcap');
  const { keys, limits } = options;
  const dissector = new Dissector(source, collector(read), { ...(keys && { keys }), ...(limits && { limits }) });
  while (dissector.read(1000));
  read.problems = dissector.finish();
  read.packets = dissector.packets;
  return read;
}

function collector(read: Read): CaptureHandler {
  return {
    packet: (packet, addresses) => {
      const [src, dst] = [addresses.text(packet.src), addresses.text(packet.dst)];
      if (!packet.isWhole) return true;
      const ends = [`${src} ${packet.sport}`, `${dst} ${packet.dport}`].sort().join(' - ');
      if (packet.protocol === 6) read.tcpFlows.add(ends);
      if (packet.protocol === 17) read.udpFlows.add(ends);
      const type = `${src} ${dst} ${packet.bytes[packet.start]} ${packet.bytes[packet.start + 1]}`;
      if (packet.protocol === 1) read.icmp.push(type);
      if (packet.protocol === 58) read.icmpv6.push(type);
      return true;
    },
    dns: (event) => void read.dns.push(event),
    http: (exchange) => void read.http.push(exchange),
    tls: (session) => void read.tls.push(session),
    smtp: (session) => void read.smtp.push(session),
    irc: (message) => void read.irc.push(message),
  };
}
