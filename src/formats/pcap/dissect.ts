import { createHash } from 'node:crypto';
import { networkProblems } from '../../errors/network.ts';
import type { Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { readDns } from '../dns/read.ts';
import type { DnsMessage } from '../dns/types.ts';
import { BODY_LIMITS, type BodyLimits } from '../http/body.ts';
import type { BodyStore, HttpExchange } from '../http/types.ts';
import type { IrcMessage } from '../irc/conversation.ts';
import type { SmtpSession } from '../smtp/types.ts';
import { Conversation, type ConversationContext } from '../tcp/conversation.ts';
import { Budget } from '../tcp/growing-buffer.ts';
import { REASSEMBLY_LIMITS, type ReassemblyLimits, TcpReassembler } from '../tcp/reassemble.ts';
import type { Ends, Moment } from '../tcp/types.ts';
import { TlsKeys } from '../tls/keys.ts';
import type { Certificate, TlsSession } from '../tls/types.ts';
import { Addresses } from './addresses.ts';
import { u16, u32 } from './bytes.ts';
import { Fragments } from './fragments.ts';
import { Decoded, IpDecoder, Protocol } from './ip.ts';
import { openCapture } from './read.ts';
import type { Packet } from './types.ts';

/**
 * An IP packet. One object serves all of them; it is valid until the handler returns. Ports and what follows are those
 * of TCP and UDP, and 0 for other protocols and for fragments that are not yet put together.
 */
export interface IpPacket {
  /** Where its record begins in the capture. */
  offset: number;
  /** Seconds since 1970. */
  time: number;
  family: 4 | 6;
  /** Keys in `addresses`. */
  src: number;
  dst: number;
  protocol: number;
  /** The payload of IP is there; otherwise it waits for other fragments. */
  isWhole: boolean;
  /** The captured payload of IP is `bytes[start…end)`. */
  bytes: Uint8Array;
  start: number;
  end: number;
  sport: number;
  dport: number;
  /** Where the payload of TCP or UDP begins, and how long it was when it was sent. */
  payload: number;
  payloadLength: number;
  seq: number;
  ack: number;
  flags: number;
}

export interface DnsEvent {
  message: DnsMessage;
  transport: 'udp' | 'tcp';
  src: string;
  dst: string;
  sport: number;
  dport: number;
  moment: Moment;
}

export interface CaptureHandler {
  /** Every record, with what was decoded of it if it is an IP packet. */
  record?(record: Packet, ip: IpDecoder | undefined): void;
  /** Every IP packet, in the order of the capture. False leaves it out of everything that follows. */
  packet(packet: IpPacket, addresses: Addresses): boolean;
  dns(event: DnsEvent): void;
  /** Exchanges and sessions come when they begin, and are complete once the capture was read. */
  http(exchange: HttpExchange): void;
  tls(session: TlsSession): void;
  smtp(session: SmtpSession): void;
  irc(message: IrcMessage): void;
}

export interface DissectLimits {
  tcp: ReassemblyLimits;
  body: BodyLimits;
  /** Bytes of heads, bodies, mails and messages that are kept. */
  kept: number;
  /** Bytes of encoded bodies that are collected at once. */
  collected: number;
  /** Bytes of heads, records and messages that are not yet whole. */
  pending: number;
  /** Bytes that all encoded bodies may become. */
  decoded: number;
  /** Bytes a record may claim. */
  record: number;
  /** First bytes of a request's body that are kept as they were sent. */
  plainBody: number;
}

export const DISSECT_LIMITS: DissectLimits = {
  tcp: REASSEMBLY_LIMITS,
  body: BODY_LIMITS,
  kept: 32 << 20,
  collected: 32 << 20,
  pending: 32 << 20,
  decoded: 1 << 30,
  record: 1 << 20,
  plainBody: 64 * 1024,
};

export interface DissectOptions {
  keys?: TlsKeys;
  limits?: Partial<DissectLimits>;
  /** Where the bodies of HTTP messages are put; nowhere by default. */
  bodies?: BodyStore | undefined;
  /** Sees every byte of the file. */
  onBytes?: (bytes: Uint8Array) => void;
}

const MULTICAST_DNS = 5353;
const DNS = 53;
const MAX_CERTIFICATES = 10_000;
/** Kinds of oddities that are told apart. */
const MAX_ODDITIES = 50;

/**
 * Reads a capture once, from the first packet to the last: decodes packets, puts fragments and TCP streams together,
 * and reads DNS, HTTP/1, TLS, SMTP and IRC. Memory does not depend on the size of the capture.
 */
export class Dissector {
  readonly addresses = new Addresses();
  packets = 0;
  ipPackets = 0;
  readonly format: 'pcap' | 'pcapng';
  /** Seconds since 1970 of the first record. */
  firstTime: number | undefined;
  readonly #name: string;
  readonly #reader: ReturnType<typeof openCapture>;
  readonly #decoder: IpDecoder;
  readonly #handler: CaptureHandler;
  readonly #tcp: TcpReassembler;
  readonly #keys: TlsKeys;
  readonly #kept: Budget;
  readonly #packet: IpPacket;
  readonly #unread = new Map<number, { packets: number; offset: number }>();
  readonly #malformed = new Map<string, { count: number; offset: number }>();
  readonly #oddities = new Map<string, { protocol: string; what: string; count: number; offset: number }>();
  readonly #certificates = new Map<string, Certificate>();
  #missing = 0;
  #streams = 0;
  #http2 = 0;
  #secretsRead = 0;

  /** Throws OvoscopeError when the file is no capture. */
  constructor(source: ByteSource, handler: CaptureHandler, options: DissectOptions = {}) {
    const limits = { ...DISSECT_LIMITS, ...options.limits };
    this.#name = source.name;
    this.#handler = handler;
    this.#keys = options.keys ?? new TlsKeys();
    this.#kept = new Budget(limits.kept);
    const onBytes = options.onBytes;
    this.#reader = openCapture(source, { maxRecord: limits.record, ...(onBytes && { onBytes }) });
    this.format = this.#reader.format;
    this.#decoder = new IpDecoder(this.addresses, new Fragments());
    const context = this.#context(limits, options.bodies);
    this.#tcp = new TcpReassembler(this.addresses, (ends) => new Conversation(context, ends), limits.tcp);
    this.#packet = {
      offset: 0,
      time: 0,
      family: 4,
      src: 0,
      dst: 0,
      protocol: 0,
      isWhole: true,
      bytes: new Uint8Array(),
      start: 0,
      end: 0,
      sport: 0,
      dport: 0,
      payload: 0,
      payloadLength: 0,
      seq: 0,
      ack: 0,
      flags: 0,
    };
  }

  /** Reads so many records; false when there are no more. Then `finish` completes what was open. */
  read(records: number): boolean {
    const { packet } = this.#reader;
    for (let i = 0; i < records; i++) {
      if (!this.#reader.next()) return false;
      this.packets++;
      this.firstTime ??= packet.time;
      if (this.#reader.secrets.length > this.#secretsRead) this.#readSecrets();
      const decoded = this.#decoder.decode(packet);
      const isIp = decoded === Decoded.whole || decoded === Decoded.fragment;
      this.#handler.record?.(packet, isIp ? this.#decoder : undefined);
      if (isIp) this.#ip(decoded === Decoded.whole);
      else if (decoded === Decoded.unread) this.#note(packet.linkType, packet.offset);
      else if (decoded === Decoded.malformed) this.#count(this.#decoder.reason, packet.offset);
    }
    return true;
  }

  /** What the capture lacks, and where it is odd. */
  finish(): Problem[] {
    this.#tcp.finish({ time: this.#reader.packet.time, offset: this.#reader.packet.offset });
    this.#reader.drain();
    const name = this.#name;
    const problems: Problem[] = [];
    if (this.#reader.problem) problems.push(this.#reader.problem);
    for (const [type, { packets, offset }] of this.#unread) {
      problems.push(networkProblems.linkType(name, offset, type, packets));
    }
    for (const [what, { count, offset }] of this.#malformed) {
      problems.push(networkProblems.malformed(name, offset, count, what));
    }
    const fragments = this.#decoder.fragments.incomplete;
    if (fragments > 0) problems.push(networkProblems.fragments(name, fragments));
    if (this.#tcp.evicted > 0) problems.push(networkProblems.evicted(name, this.#tcp.evicted));
    if (this.#missing > 0) problems.push(networkProblems.gaps(name, this.#streams, this.#missing));
    for (const { protocol, what, count, offset } of this.#oddities.values()) {
      problems.push(networkProblems.odd(name, offset, protocol, count, what));
    }
    if (this.#http2 > 0) problems.push(networkProblems.http2(name, this.#http2));
    if (this.#kept.refused > 0) problems.push(networkProblems.kept(name, this.#kept.refused));
    return problems;
  }

  #ip(isWhole: boolean): void {
    const decoder = this.#decoder;
    const record = this.#reader.packet;
    const packet = this.#packet;
    this.ipPackets++;
    packet.offset = record.offset;
    packet.time = record.time;
    packet.family = decoder.family;
    packet.src = decoder.src;
    packet.dst = decoder.dst;
    packet.protocol = decoder.protocol;
    packet.bytes = decoder.bytes;
    packet.start = decoder.start;
    packet.end = decoder.end;
    packet.sport = packet.dport = packet.payloadLength = packet.seq = packet.ack = packet.flags = 0;
    packet.payload = decoder.end;
    packet.isWhole = isWhole;
    if (isWhole && decoder.protocol === Protocol.tcp) packet.isWhole = this.#readTcp(packet, decoder.wireLength);
    else if (isWhole && decoder.protocol === Protocol.udp) packet.isWhole = this.#readUdp(packet, decoder.wireLength);
    if (!this.#handler.packet(packet, this.addresses) || !packet.isWhole) return;
    if (packet.protocol === Protocol.tcp) this.#segment(packet);
    else if (packet.protocol === Protocol.udp && packet.payloadLength > 0) this.#datagram(packet);
  }

  #readTcp(packet: IpPacket, wireLength: number): boolean {
    const { bytes, start, end } = packet;
    if (start + 20 > end) return this.#count('a TCP header is cut', packet.offset);
    const header = (bytes[start + 12]! >> 4) * 4;
    if (header < 20 || header > wireLength) return this.#count(`a TCP header claims ${header} bytes`, packet.offset);
    packet.sport = u16(bytes, start);
    packet.dport = u16(bytes, start + 2);
    packet.seq = u32(bytes, start + 4);
    packet.ack = u32(bytes, start + 8);
    packet.flags = bytes[start + 13]!;
    packet.payload = Math.min(end, start + header);
    packet.payloadLength = wireLength - header;
    return true;
  }

  #readUdp(packet: IpPacket, wireLength: number): boolean {
    const { bytes, start, end } = packet;
    if (start + 8 > end) return this.#count('a UDP header is cut', packet.offset);
    const claimed = u16(bytes, start + 4);
    packet.sport = u16(bytes, start);
    packet.dport = u16(bytes, start + 2);
    packet.payload = start + 8;
    packet.payloadLength = Math.max(0, (claimed >= 8 ? Math.min(claimed, wireLength) : wireLength) - 8);
    packet.end = Math.min(end, packet.payload + packet.payloadLength);
    return true;
  }

  #segment(packet: IpPacket): void {
    const { src, dst, bytes, start, end, payload, payloadLength, time, offset } = packet;
    this.#tcp.segment(src, dst, bytes, start, end, payload - start, payloadLength, { time, offset });
  }

  #datagram(packet: IpPacket): void {
    const { sport, dport } = packet;
    if (sport !== DNS && dport !== DNS && sport !== MULTICAST_DNS && dport !== MULTICAST_DNS) return;
    const message = readDns(packet.bytes, packet.payload, packet.end);
    if (!message) return;
    const { time, offset } = packet;
    const [src, dst] = [this.addresses.text(packet.src), this.addresses.text(packet.dst)];
    this.#handler.dns({ message, transport: 'udp', src, dst, sport, dport, moment: { time, offset } });
  }

  #context(limits: DissectLimits, store: BodyStore | undefined): ConversationContext {
    const handler = this.#handler;
    const kept = this.#kept;
    const collected = new Budget(limits.collected);
    const pending = new Budget(limits.pending);
    const decoded = new Budget(limits.decoded);
    const memory = { limits: limits.body, kept, collected, pending, decoded, store };
    return {
      http: {
        memory,
        plainBody: limits.plainBody,
        exchange: (exchange) => handler.http(exchange),
        oddity: (what, moment) => this.#odd('HTTP', what, moment.offset),
      },
      tls: {
        keys: this.#keys,
        pending,
        session: (session) => handler.tls(session),
        certificate: (der, describe) => this.#certificate(der, describe),
      },
      smtp: { kept, session: (session) => handler.smtp(session) },
      irc: { kept, message: (message) => handler.irc(message) },
      dns: (ends, direction, message, moment) => this.#dnsOverTcp(ends, direction, message, moment),
      missing: (length, isFirst) => {
        this.#missing += length;
        if (isFirst) this.#streams++;
      },
      http2: () => {
        this.#http2++;
      },
    };
  }

  #dnsOverTcp(ends: Ends, direction: number, bytes: Uint8Array, moment: Moment): void {
    const message = readDns(bytes);
    if (!message) return;
    const { client, clientPort, server, serverPort } = ends;
    const [src, sport, dst, dport] =
      direction === 0 ? [client, clientPort, server, serverPort] : [server, serverPort, client, clientPort];
    this.#handler.dns({ message, transport: 'tcp', src, dst, sport, dport, moment });
  }

  #certificate(der: Uint8Array, describe: (der: Uint8Array) => Certificate): Certificate {
    const key = createHash('sha1').update(der).digest('hex');
    let certificate = this.#certificates.get(key);
    if (!certificate) {
      certificate = describe(der);
      if (this.#certificates.size < MAX_CERTIFICATES) this.#certificates.set(key, certificate);
    }
    return certificate;
  }

  #readSecrets(): void {
    const { secrets } = this.#reader;
    this.#keys.add(secrets.slice(this.#secretsRead));
    this.#secretsRead = secrets.length;
  }

  #note(type: number, offset: number): void {
    const known = this.#unread.get(type);
    if (known) known.packets++;
    else if (this.#unread.size < 16) this.#unread.set(type, { packets: 1, offset });
  }

  #count(what: string, offset: number): false {
    const key = this.#malformed.size < 16 || this.#malformed.has(what) ? what : 'and for other reasons';
    const known = this.#malformed.get(key);
    if (known) known.count++;
    else this.#malformed.set(key, { count: 1, offset });
    return false;
  }

  #odd(protocol: string, what: string, offset: number): void {
    const key = this.#oddities.size < MAX_ODDITIES || this.#oddities.has(what) ? what : 'other oddities';
    const known = this.#oddities.get(key);
    if (known) known.count++;
    else this.#oddities.set(key, { protocol, what: key, count: 1, offset });
  }
}
