import type { Direction, Ends, Moment, StreamConsumer } from '../tcp/types.ts';
import { type BodyMemory, BodySink, contentEncodings, emptyBody } from './body.ts';
import { type Framing, frameRequest, frameResponse } from './framing.ts';
import { keepHead } from './head.ts';
import { type MessageHandler, MessageParser } from './message-parser.ts';
import { looksLikeResponse } from './methods.ts';
import { type HttpExchange, type HttpHead, type HttpRequest, headersOf } from './types.ts';

export interface HttpContext {
  memory: BodyMemory;
  /** First bytes of a request's body that are kept as they were sent. */
  plainBody: number;
  /** A new exchange, at its first head; what is still missing of it is filled in later. */
  exchange(exchange: HttpExchange): void;
  oddity(what: string, moment: Moment): void;
  /** Who takes what goes on in a connection that left HTTP. */
  tunnel(ends: Ends): StreamConsumer;
}

/** Requests that may wait for a response at once. */
const MAX_UNANSWERED = 4096;
const MAX_ODDITIES = 16;

/** One connection that speaks HTTP/1: pairs requests and responses. Direction 0 sends requests. */
export class HttpConversation implements StreamConsumer {
  readonly #context: HttpContext;
  readonly #ends: Ends;
  readonly #protocol: 'http' | 'https';
  readonly #requests: MessageParser;
  readonly #responses: MessageParser;
  #unanswered: HttpExchange[] = [];
  /** Requests or responses were missed. */
  #isOutOfStep = false;
  #tunnel: StreamConsumer | undefined;

  constructor(context: HttpContext, ends: Ends, protocol: 'http' | 'https') {
    this.#context = context;
    this.#ends = ends;
    this.#protocol = protocol;
    this.#requests = new MessageParser(0, this.#requestHandler(), context.memory.pending);
    this.#responses = new MessageParser(1, this.#responseHandler(), context.memory.pending);
  }

  data(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    if (this.#tunnel) {
      this.#tunnel.data(direction, bytes, start, end, moment);
      return;
    }
    const parser = direction === 0 ? this.#requests : this.#responses;
    const isBare = direction === 1 && parser.isAtHead && this.#unanswered[0]?.request?.version === '0.9';
    if (isBare && looksLikeResponse(bytes, start, end) === 'no') parser.bare(moment);
    parser.data(bytes, start, end, moment);
  }

  gap(direction: Direction, length: number, moment: Moment): void {
    if (this.#tunnel) this.#tunnel.gap(direction, length, moment);
    else (direction === 0 ? this.#requests : this.#responses).gap(length);
  }

  end(direction: Direction): void {
    if (this.#tunnel) this.#tunnel.end(direction);
    else (direction === 0 ? this.#requests : this.#responses).end();
  }

  close(): void {
    this.#requests.end();
    this.#responses.end();
    this.#tunnel?.close();
  }

  #requestHandler(): MessageHandler {
    let open: OpenRequest | undefined;
    return {
      head: (head, moment) => {
        const { framing, oddities } = frameRequest(head);
        const exchange = this.#exchange(moment);
        for (const what of [...head.oddities, ...oddities]) this.#oddity(what, exchange, moment);
        open = new OpenRequest(this.#context, exchange, head, moment);
        this.#unanswered.push(exchange);
        if (this.#unanswered.length > MAX_UNANSWERED) this.#unanswered.shift();
        return framing;
      },
      body: (bytes, start, end) => open?.push(bytes, start, end),
      missing: (length) => open?.lack(length),
      complete: () => {
        const trouble = open?.finish();
        if (open && trouble !== undefined) this.#oddity(trouble, open.exchange, open.exchange.moment);
        // A client waits now: what it sends before it is answered can only be for the other end of the tunnel.
        if (open?.exchange.request?.method === 'CONNECT') this.#requests.tunnel();
        open = undefined;
      },
      tunnelled: (bytes, start, end, moment) => this.#enterTunnel().data(0, bytes, start, end, moment),
      lost: () => {
        this.#isOutOfStep = true;
      },
      oddity: (what) => this.#oddity(what, open?.exchange ?? this.#unanswered.at(-1)),
    };
  }

  #responseHandler(): MessageHandler {
    let sink: BodySink | undefined;
    let exchange: HttpExchange | undefined;
    return {
      head: (head, moment) => {
        const status = Number(head.second);
        if (status >= 100 && status < 200 && status !== 101) return { kind: 'none' };
        exchange = this.#answered(moment);
        const method = exchange.request?.method;
        const { framing, oddities } = frameResponse(head, method);
        const kept = keepHead(head, this.#context.memory.kept);
        exchange.response = { status, version: versionOf(head.first), head: kept, body: emptyBody(), moment };
        for (const what of [...head.oddities, ...oddities]) this.#oddity(what, exchange, moment);
        sink = new BodySink(this.#context.memory, contentEncodings(headersOf(head, 'content-encoding')));
        return this.#afterResponse(status, method, framing);
      },
      body: (bytes, start, end) => sink?.push(bytes, start, end),
      missing: (length) => {
        if (sink) sink.missing += length;
      },
      complete: () => {
        if (sink && exchange?.response) {
          const { body, trouble } = sink.finish();
          exchange.response.body = body;
          if (trouble !== undefined) this.#oddity(trouble, exchange, exchange.response.moment);
        }
        sink = exchange = undefined;
      },
      tunnelled: (bytes, start, end, at) => this.#enterTunnel().data(1, bytes, start, end, at),
      lost: () => {
        this.#isOutOfStep = true;
      },
      oddity: (what) => this.#oddity(what, exchange),
    };
  }

  /** The exchange whose response begins. After something was missed, the last request before it is the one. */
  #answered(moment: Moment): HttpExchange {
    if (this.#isOutOfStep) {
      const last = this.#unanswered.findLastIndex((exchange) => exchange.moment.time <= moment.time);
      this.#unanswered.splice(0, Math.max(0, last));
      if (last < 0) return this.#exchange(moment);
      this.#isOutOfStep = false;
    }
    return this.#unanswered.shift() ?? this.#exchange(moment);
  }

  #afterResponse(status: number, method: string | undefined, framing: Framing): Framing | 'tunnel' {
    if (status === 101 || (method === 'CONNECT' && status >= 200 && status < 300)) {
      this.#enterTunnel();
      return 'tunnel';
    }
    if (method === 'CONNECT') this.#requests.resume();
    return framing;
  }

  #enterTunnel(): StreamConsumer {
    this.#requests.tunnel();
    this.#responses.tunnel();
    this.#tunnel ??= this.#context.tunnel(this.#ends);
    return this.#tunnel;
  }

  #exchange(moment: Moment): HttpExchange {
    const exchange: HttpExchange = { ends: this.#ends, protocol: this.#protocol, moment, oddities: [] };
    this.#context.exchange(exchange);
    return exchange;
  }

  #oddity(what: string, exchange: HttpExchange | undefined, moment = exchange?.moment): void {
    if (exchange && exchange.oddities.length < MAX_ODDITIES && !exchange.oddities.includes(what)) {
      exchange.oddities.push(what);
    }
    this.#context.oddity(what, moment ?? { time: 0, offset: 0 });
  }
}

/** A request whose body is being sent. */
class OpenRequest {
  readonly exchange: HttpExchange;
  readonly #context: HttpContext;
  readonly #request: HttpRequest;
  readonly #sink: BodySink;
  #plain: Buffer[] = [];
  #plainLength = 0;

  constructor(context: HttpContext, exchange: HttpExchange, head: HttpHead, moment: Moment) {
    this.exchange = exchange;
    this.#context = context;
    const kept = keepHead(head, context.memory.kept);
    const { first: method, second: target, third } = kept;
    const version = third === '' ? '0.9' : versionOf(third);
    this.#request = { method, target, version, head: kept, body: emptyBody(), plainBody: Buffer.alloc(0), moment };
    exchange.request = this.#request;
    this.#sink = new BodySink(context.memory, contentEncodings(headersOf(head, 'content-encoding')));
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    this.#sink.push(bytes, start, end);
    const room = Math.min(end - start, this.#context.plainBody - this.#plainLength);
    if (room <= 0) return;
    const kept = this.#context.memory.kept.take(room);
    this.#plainLength += kept;
    if (kept > 0) this.#plain.push(Buffer.from(bytes.subarray(start, start + kept)));
  }

  lack(length: number): void {
    this.#sink.missing += length;
  }

  /** What is wrong with the body, if something is. */
  finish(): string | undefined {
    const { body, trouble } = this.#sink.finish();
    this.#request.body = body;
    this.#request.plainBody = Buffer.concat(this.#plain);
    return trouble;
  }
}

const versionOf = (text: string): string => text.slice(text.indexOf('/') + 1);
