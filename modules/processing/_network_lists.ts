import {
  type CaptureHandler,
  type HttpExchange,
  type IrcMessage,
  type SmtpSession,
  SortedCapture,
  type TlsSession,
} from 'ovoscope/formats';
import { Contacts } from './_network_contacts.ts';
import { DnsLists } from './_network_dns.ts';
import type { NetworkOptions } from './_network_options.ts';
import { Limited } from './_network_text.ts';

/** Everything that is gathered while the capture is read. */
export class NetworkLists {
  readonly contacts: Contacts;
  readonly dns: DnsLists;
  readonly exchanges: Limited<HttpExchange>;
  readonly tls: Limited<TlsSession>;
  readonly smtp: Limited<SmtpSession>;
  readonly irc: Limited<IrcMessage>;
  readonly sorted: SortedCapture | undefined;
  /** Records that the sorted capture had no room for. */
  unsorted = 0;

  constructor(options: NetworkOptions, resultServer: string) {
    const { maxEntries, maxDetails, safeAddresses, safeNames, allowedServers } = options;
    this.contacts = new Contacts({ maxEntries, maxDetails, safeAddresses, resultServer });
    const onSafeAddress = (address: string) => this.contacts.exempt.add(address);
    this.dns = new DnsLists({ maxEntries, safeNames, allowedServers, onSafeAddress });
    this.exchanges = new Limited(maxDetails);
    this.tls = new Limited(maxDetails);
    this.smtp = new Limited(maxDetails);
    this.irc = new Limited(maxDetails);
    this.sorted = options.sortCapture ? new SortedCapture() : undefined;
  }

  /** `first` tells the time of the first record. */
  handler(first: () => number | undefined): CaptureHandler {
    const { sorted, contacts } = this;
    return {
      ...(sorted && {
        record: (record, ip) => {
          if (!sorted.add(record, ip)) this.unsorted++;
        },
      }),
      packet: (packet, addresses) => contacts.packet(packet, addresses, first()),
      dns: (event) => this.dns.add(event, first()),
      http: (exchange) => {
        this.exchanges.push(exchange);
      },
      tls: (session) => {
        this.tls.push(session);
      },
      smtp: (session) => {
        this.smtp.push(session);
      },
      irc: (message) => {
        this.irc.push(message);
      },
    };
  }

  /** Which lists are full, and how many entries they refused. */
  refused(): [what: string, limit: number, count: number][] {
    const lists: [string, Limited<unknown>][] = [
      ['hosts', this.contacts.hosts],
      ['TCP connections', this.contacts.tcp],
      ['UDP flows', this.contacts.udp],
      ['ICMP packets', this.contacts.icmp],
      ['ICMPv6 packets', this.contacts.icmpv6],
      ['DNS questions', this.dns.entries],
      ['DNS servers', this.dns.servers],
      ['HTTP requests', this.exchanges],
      ['TLS sessions', this.tls],
      ['mail sessions', this.smtp],
      ['IRC messages', this.irc],
    ];
    return lists.filter(([, { refused }]) => refused > 0).map(([what, { limit, refused }]) => [what, limit, refused]);
  }
}
