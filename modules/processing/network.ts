import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type ByteSource, errorText, type Network, OvoscopeError, Processing } from 'ovoscope';
import {
  DISSECT_LIMITS,
  type DissectOptions,
  Dissector,
  networkProblems,
  TlsKeys,
  type TlsSession,
} from 'ovoscope/formats';
import { readText } from './_file_record.ts';
import { BodyTypes } from './_network_bodies.ts';
import { BodyFiles } from './_network_body_files.ts';
import { exchangeEntries, httpEntries } from './_network_http.ts';
import { NetworkLists } from './_network_lists.ts';
import { lookUp, reverse } from './_network_lookups.ts';
import { NETWORK_DEFAULTS, type NetworkOptions, networkOptions } from './_network_options.ts';
import { ircEntries, smtpEntries, smtpExEntry, tlsEntry } from './_network_sessions.ts';
import { parsedLine } from './_network_text.ts';

const CAPTURE = 'dump.pcap';
const KEY_FILES = ['tlsmaster.txt', 'aux/sslkeylogfile/sslkeys.log', 'tlsdump/tlsdump.log'];
const MAX_TEXT = 16 << 20;
/** Records that are read before the event loop gets a turn, so that an abort can arrive. */
const TURN = 20_000;

/** What the sample did on the network, read from the capture. */
export default class NetworkTraffic extends Processing<'network'> {
  readonly key = 'network' as const;
  readonly after = ['behavior'] as const;
  override defaults = NETWORK_DEFAULTS;

  async run(): Promise<Network | undefined> {
    const mitm = this.#mitm();
    const source = this.#open();
    try {
      const network = source && (await this.#read(source, networkOptions(this.options)));
      if (network) return { ...network, mitm };
    } finally {
      source?.close();
    }
    // What the proxy saw is no reason to claim that there was no other traffic, but the lists have to be there.
    return mitm.length > 0 ? { hosts: [], tcp: [], udp: [], http: [], dns: [], mitm } : undefined;
  }

  async #read(source: ByteSource, options: NetworkOptions): Promise<Network | undefined> {
    const lists = new NetworkLists(options, this.#resultServer(options));
    const hash = createHash('sha256');
    const bodies = options.keepsBodies && this.files ? new BodyFiles(this.files, options) : undefined;
    const dissector = this.#dissector(source, lists, options, { bodies, onBytes: (bytes) => hash.update(bytes) });
    if (!dissector) return undefined;
    while (dissector.read(TURN)) await this.#turn();
    for (const problem of dissector.finish()) this.problem(problem);
    for (const [what, limit, refused] of lists.refused()) {
      this.problem(networkProblems.limit(source.name, what, limit, refused));
    }
    if (bodies?.fault !== undefined) this.problem(networkProblems.bodiesFailed(source.name, bodies.fault));
    if (bodies?.refused) this.problem(networkProblems.bodiesRefused(source.name, bodies.refused));
    this.#undecrypted(source.name, lists.tls.items);
    const pcap_sha256 = hash.digest('hex');
    const sorted = dissector.format === 'pcap' ? await this.#sorted(source, lists) : undefined;
    const network = {
      pcap_sha256,
      ...(sorted !== undefined && { sorted_pcap_sha256: sorted }),
      ...(await this.#lists(lists, options, dissector.firstTime)),
    };
    if (options.resolve) await lookUp(network.domains, this.signal);
    return options.reverse ? { ...network, hosts_ex: await reverse(network.hosts, this.signal) } : network;
  }

  #dissector(
    source: ByteSource,
    lists: NetworkLists,
    options: NetworkOptions,
    given: Pick<DissectOptions, 'bodies' | 'onBytes'>,
  ): Dissector | undefined {
    const tcp = { ...DISSECT_LIMITS.tcp, flows: options.maxConnections };
    const limits = { kept: options.maxKept, record: options.maxRecord, tcp };
    try {
      const handler = lists.handler(() => dissector.firstTime);
      const dissector: Dissector = new Dissector(source, handler, { keys: this.#keys(), limits, ...given });
      return dissector;
    } catch (error) {
      if (!(error instanceof OvoscopeError)) throw error;
      this.problem(error.problem);
      return undefined;
    }
  }

  async #lists(lists: NetworkLists, { bodyHead }: NetworkOptions, first: number | undefined) {
    const exchanges = inOrder(lists.exchanges.items);
    const types = new BodyTypes(this.task);
    await types.describe(exchanges, this.signal);
    const http = exchangeEntries(exchanges, 'http', first, (body) => types.entry(body, bodyHead));
    const https = exchangeEntries(exchanges, 'https', first, (body) => types.entry(body, bodyHead));
    return {
      hosts: lists.contacts.hosts.items,
      domains: lists.dns.domains(),
      tcp: lists.contacts.tcp.items.map((entry) => ({ ...entry })),
      udp: lists.contacts.udp.items.map((entry) => ({ ...entry })),
      icmp: lists.contacts.icmp.items,
      icmpv6: lists.contacts.icmpv6.items,
      http: httpEntries(exchanges, first),
      tls: inOrder(lists.tls.items).map((session) => tlsEntry(session, first)),
      dns: lists.dns.entries.items.map((entry) => ({ ...entry })),
      smtp: smtpEntries(lists.smtp.items),
      irc: ircEntries(lists.irc.items),
      dns_servers: lists.dns.servers.items,
      dead_hosts: lists.contacts.deadHosts(),
      http_ex: http,
      https_ex: https,
      smtp_ex: inOrder(lists.smtp.items).map((session) => smtpExEntry(session, first)),
    };
  }

  async #sorted(source: ByteSource, { sorted, unsorted }: NetworkLists): Promise<string | undefined> {
    if (!sorted || sorted.records === 0) return undefined;
    if (unsorted > 0) {
      const what = 'records, and was therefore not sorted';
      this.problem(networkProblems.limit(source.name, what, sorted.records, unsorted));
      return undefined;
    }
    const hash = createHash('sha256');
    for (const piece of sorted.write(source, { isCuckoo1: this.task.dialect === 'cuckoo-1' })) {
      hash.update(piece);
      await this.#turn();
    }
    return hash.digest('hex');
  }

  async #turn(): Promise<void> {
    await setImmediate();
    this.signal.throwIfAborted();
  }

  #open(): ByteSource | undefined {
    if (!this.task.find(CAPTURE)) {
      this.problem(networkProblems.noCapture(CAPTURE));
      return undefined;
    }
    try {
      return this.task.open(CAPTURE);
    } catch (error) {
      const isKnown = error instanceof OvoscopeError;
      this.problem(isKnown ? error.problem : networkProblems.unreadable(CAPTURE, errorText(error)));
      return undefined;
    }
  }

  /** From the files of the analysis, and what the monitor saw of the sessions. */
  #keys(): TlsKeys {
    const keys = new TlsKeys();
    for (const [client, , secret] of this.results.behavior?.summary.tls_master ?? []) keys.addMaster(client, secret);
    for (const path of KEY_FILES) {
      const text = readText(this, path, MAX_TEXT);
      if (text === undefined) continue;
      const { unknown, first } = keys.add(text);
      if (unknown > 0) this.problem(networkProblems.keyLines(path, first, unknown));
    }
    return keys;
  }

  #undecrypted(name: string, sessions: readonly TlsSession[]): void {
    const troubles = new Map<string, number>();
    for (const { trouble } of sessions) {
      if (trouble !== undefined) troubles.set(trouble, (troubles.get(trouble) ?? 0) + 1);
    }
    for (const [trouble, count] of troubles) this.problem(networkProblems.undecrypted(name, count, trouble));
  }

  /** Lines of the proxy's log: JSON, or what stands there. */
  #mitm(): unknown[] {
    const text = readText(this, 'mitm.log', MAX_TEXT) ?? '';
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.map(parsedLine);
  }

  /** The guest's configuration says where results are sent. */
  #resultServer({ resultServer }: NetworkOptions): string {
    const { ip } = this.task.info;
    return resultServer || (typeof ip === 'string' ? ip : '');
  }
}

/** Streams that wait for missing bytes are read later than others. */
const inOrder = <T extends { moment: { offset: number } }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => a.moment.offset - b.moment.offset);
