import { DnsConversation } from '../dns/conversation.ts';
import { type HttpContext, HttpConversation } from '../http/conversation.ts';
import { looksLikeRequest, looksLikeResponse } from '../http/methods.ts';
import { type IrcContext, IrcConversation, looksLikeIrc, looksLikeIrcServer } from '../irc/conversation.ts';
import { latin1, u16 } from '../pcap/bytes.ts';
import { type SmtpContext, SmtpConversation } from '../smtp/conversation.ts';
import { type TlsContext, TlsConversation } from '../tls/conversation.ts';
import type { Direction, Ends, Moment, StreamConsumer } from './types.ts';

/** What conversations report to, by protocol. */
export interface ConversationContext {
  http: Omit<HttpContext, 'tunnel'>;
  tls: Omit<TlsContext, 'decrypted'>;
  smtp: Omit<SmtpContext, 'upgraded'>;
  irc: IrcContext;
  dns(ends: Ends, direction: Direction, message: Uint8Array, moment: Moment): void;
  /** Bytes were sent that the capture doesn't have; `isFirst` for the first of a connection. */
  missing(length: number, isFirst: boolean): void;
  /** A connection speaks HTTP/2, which is not read. */
  http2(ends: Ends): void;
}

type ProtocolName = 'http' | 'tls' | 'smtp' | 'irc' | 'dns' | 'http2';

interface Identified {
  protocol: ProtocolName;
  /** The side that the bytes come from is the client's. */
  isClient: boolean;
}

type Identity = Identified | 'maybe' | undefined;

/** Bytes that may be held until it is clear what they are. */
const MAX_HELD = 1024;
const MAX_BANNER = 512;
/** Conversations inside conversations: TLS in a tunnel in TLS … */
const MAX_DEPTH = 6;
const MAIL_PORTS = new Set([25, 465, 587, 2525]);
const DNS_PORT = 53;
const HTTP2_PREFACE = 'PRI * HTTP/2.0';

/**
 * Finds out which protocol a connection speaks, from its first bytes whatever the port, and hands it over. One that
 * isn't known is looked at again wherever a segment begins, since protocols change (STARTTLS, proxies).
 */
export class Conversation implements StreamConsumer {
  readonly #context: ConversationContext;
  readonly #ends: Ends;
  readonly #isSecure: boolean;
  readonly #depth: number;
  #inner: StreamConsumer | undefined;
  /** The client of the protocol is not who opened the connection. */
  #isTurned = false;
  #held: { direction: Direction; bytes: Buffer; moment: Moment }[] = [];
  #heldLength = 0;
  #hasGap = false;
  /** What the server greeted with. */
  #banner: { direction: Direction; bytes: Buffer; moment: Moment } | undefined;

  constructor(context: ConversationContext, ends: Ends, options: { isSecure?: boolean; depth?: number } = {}) {
    this.#context = context;
    this.#ends = ends;
    this.#isSecure = options.isSecure ?? false;
    this.#depth = options.depth ?? 0;
  }

  data(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    if (this.#inner) this.#inner.data(this.#turned(direction), bytes, start, end, moment);
    else if (this.#heldLength > 0) this.#resume(direction, bytes, start, end, moment);
    else this.#look(direction, bytes, start, end, moment);
  }

  gap(direction: Direction, length: number, moment: Moment): void {
    if (this.#depth === 0) this.#context.missing(length, !this.#hasGap);
    this.#hasGap = true;
    if (this.#inner) this.#inner.gap(this.#turned(direction), length, moment);
    else this.#release();
  }

  end(direction: Direction): void {
    this.#inner?.end(this.#turned(direction));
  }

  close(): void {
    this.#inner?.close();
  }

  #turned(direction: Direction): Direction {
    return this.#isTurned ? ((1 - direction) as Direction) : direction;
  }

  #look(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    const identity = identify(bytes, start, end, this.#ends);
    if (identity === 'maybe' && end - start <= MAX_HELD) this.#hold(direction, bytes, start, end, moment);
    else if (identity && identity !== 'maybe') this.#enter(identity, direction, bytes, start, end, moment);
    else {
      const stop = Math.min(end, start + MAX_BANNER);
      this.#banner ??= { direction, bytes: Buffer.from(bytes.subarray(start, stop)), moment };
    }
  }

  #hold(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    this.#held.push({ direction, bytes: Buffer.from(bytes.subarray(start, end)), moment });
    this.#heldLength += end - start;
  }

  /** Looks again at what is held, with the new bytes of the same side. */
  #resume(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    const same = this.#held.filter((held) => held.direction === direction).map((held) => held.bytes);
    const together = Buffer.concat([...same, bytes.subarray(start, Math.min(end, start + MAX_HELD))]);
    const identity = identify(together, 0, together.length, this.#ends);
    if (identity === 'maybe' && this.#heldLength + end - start <= MAX_HELD) {
      this.#hold(direction, bytes, start, end, moment);
    } else if (identity && identity !== 'maybe') this.#enter(identity, direction, bytes, start, end, moment);
    else {
      this.#release();
      this.#look(direction, bytes, start, end, moment);
    }
  }

  #release(): void {
    this.#held = [];
    this.#heldLength = 0;
  }

  #enter(
    { protocol, isClient }: Identified,
    direction: Direction,
    bytes: Uint8Array,
    start: number,
    end: number,
    moment: Moment,
  ): void {
    this.#isTurned = isClient !== (direction === 0);
    const ends = this.#isTurned ? turnedEnds(this.#ends) : this.#ends;
    const inner = this.#open(protocol, ends, this.#held[0]?.moment ?? moment);
    this.#inner = inner;
    const banner = this.#banner;
    if (protocol === 'smtp' && banner && banner.direction !== direction) {
      inner.data(this.#turned(banner.direction), banner.bytes, 0, banner.bytes.length, banner.moment);
    }
    for (const held of this.#held) {
      inner.data(this.#turned(held.direction), held.bytes, 0, held.bytes.length, held.moment);
    }
    this.#release();
    this.#banner = undefined;
    inner.data(this.#turned(direction), bytes, start, end, moment);
  }

  #open(protocol: ProtocolName, ends: Ends, moment: Moment): StreamConsumer {
    const context = this.#context;
    switch (protocol) {
      case 'http': {
        const tunnel = () => this.#below({ isSecure: this.#isSecure });
        return new HttpConversation({ ...context.http, tunnel }, ends, this.#isSecure ? 'https' : 'http');
      }
      case 'tls': {
        const decrypted = () => this.#below({ isSecure: true });
        return new TlsConversation({ ...context.tls, decrypted }, ends);
      }
      case 'smtp': {
        const upgraded = () => this.#below({});
        return new SmtpConversation({ ...context.smtp, upgraded }, ends, moment);
      }
      case 'irc':
        return new IrcConversation(context.irc, ends);
      case 'dns':
        return new DnsConversation(
          (direction, message, at) => context.dns(ends, direction, message, at),
          context.tls.pending,
        );
      case 'http2':
        context.http2(ends);
        return NOTHING;
    }
  }

  /** What goes on inside. Its directions are already those of the protocol around it. */
  #below(options: { isSecure?: boolean }): StreamConsumer {
    const depth = this.#depth + 1;
    if (depth > MAX_DEPTH) return NOTHING;
    const ends = this.#isTurned ? turnedEnds(this.#ends) : this.#ends;
    return new Conversation(this.#context, ends, { ...options, depth });
  }
}

const NOTHING: StreamConsumer = { data() {}, gap() {}, end() {}, close() {} };

const turnedEnds = ({ client, clientPort, server, serverPort }: Ends): Ends => ({
  client: server,
  clientPort: serverPort,
  server: client,
  serverPort: clientPort,
});

function identify(bytes: Uint8Array, start: number, end: number, ends: Ends): Identity {
  const first = bytes[start]!;
  if (ends.serverPort === DNS_PORT) return dnsIdentity(bytes, start, end);
  if (first === 0x16) return tlsIdentity(bytes, start, end);
  if (first >= 0x80) return oldTlsIdentity(bytes, start, end);
  if (first < 0x20) return undefined;
  return httpIdentity(bytes, start, end) ?? textIdentity(bytes, start, end, ends);
}

/** A length, and flags of a message that asks or answers something. */
function dnsIdentity(bytes: Uint8Array, start: number, end: number): Identity {
  if (end - start < 8) return 'maybe';
  const isDns = u16(bytes, start) >= 12 && (bytes[start + 5]! & 0x40) === 0 && u16(bytes, start + 6) <= 32;
  return isDns ? { protocol: 'dns', isClient: (bytes[start + 4]! & 0x80) === 0 } : undefined;
}

function tlsIdentity(bytes: Uint8Array, start: number, end: number): Identity {
  if (end - start < 6) return end - start < 2 || bytes[start + 1] === 3 ? 'maybe' : undefined;
  const isHandshake = bytes[start + 1] === 3 && bytes[start + 2]! <= 4 && u16(bytes, start + 3) >= 4;
  const type = bytes[start + 5]!;
  return isHandshake && (type === 1 || type === 2) ? { protocol: 'tls', isClient: type === 1 } : undefined;
}

/** A ClientHello in the format of SSL 2, which asks for a later version. */
function oldTlsIdentity(bytes: Uint8Array, start: number, end: number): Identity {
  const isHello = end - start >= 11 && bytes[start + 2] === 1 && bytes[start + 3] === 3 && bytes[start + 4]! <= 4;
  if (!isHello) return undefined;
  const length = ((bytes[start]! & 0x7f) << 8) | bytes[start + 1]!;
  const parts = 9 + u16(bytes, start + 5) + u16(bytes, start + 7) + u16(bytes, start + 9);
  return parts === length ? { protocol: 'tls', isClient: true } : undefined;
}

function httpIdentity(bytes: Uint8Array, start: number, end: number): Identity {
  const request = looksLikeRequest(bytes, start, end);
  if (request === 'yes') return { protocol: 'http', isClient: true };
  const response = looksLikeResponse(bytes, start, end);
  if (response === 'yes') return { protocol: 'http', isClient: false };
  return request === 'maybe' || response === 'maybe' ? 'maybe' : undefined;
}

function textIdentity(bytes: Uint8Array, start: number, end: number, ends: Ends): Identity {
  const text = latin1(bytes, start, Math.min(end, start + MAX_BANNER));
  if (text.startsWith(HTTP2_PREFACE)) return { protocol: 'http2', isClient: true };
  if (/^(?:EHLO|HELO)[ \r\n]/i.test(text)) return { protocol: 'smtp', isClient: true };
  if (/^220[ -]/.test(text) && MAIL_PORTS.has(ends.serverPort)) return { protocol: 'smtp', isClient: false };
  const feed = text.indexOf('\n');
  if (feed < 0) return text.length < MAX_BANNER && /^(?:[A-Za-z]{1,12}(?: |$)|:\S)/.test(text) ? 'maybe' : undefined;
  const isIrc = looksLikeIrc(text);
  if (isIrc) return isIrc === 'maybe' ? 'maybe' : { protocol: 'irc', isClient: true };
  const line = text.slice(0, feed).replace(/\r$/, '');
  return looksLikeIrcServer(line) ? { protocol: 'irc', isClient: false } : undefined;
}
