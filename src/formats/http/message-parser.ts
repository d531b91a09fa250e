import type { Budget } from '../tcp/growing-buffer.ts';
import type { Direction, Moment } from '../tcp/types.ts';
import type { Framing } from './framing.ts';
import { HeadCollector, parseHead } from './head.ts';
import { looksLikeRequest, looksLikeResponse } from './methods.ts';
import type { HttpHead } from './types.ts';

export interface MessageHandler {
  /** A head is there; how its body ends. `tunnel` when what follows is no HTTP any more. */
  head(head: HttpHead, moment: Moment): Framing | 'tunnel';
  body(bytes: Uint8Array, start: number, end: number): void;
  missing(length: number): void;
  /** The message is over; `isWhole` when it ended where it said it would. */
  complete(isWhole: boolean): void;
  tunnelled(bytes: Uint8Array, start: number, end: number, moment: Moment): void;
  /** Messages were missed, or not understood. */
  lost(): void;
  oddity(what: string): void;
}

type State = 'head' | 'length' | 'size' | 'chunk' | 'chunk-end' | 'trailer' | 'close' | 'tunnel' | 'lost';

const MAX_SIZE_LINE = 4096;

/** Reads the messages that one side of a connection sends. */
export class MessageParser {
  readonly #direction: Direction;
  readonly #handler: MessageHandler;
  readonly #head: HeadCollector;
  #state: State = 'head';
  #left = 0;
  #line = '';
  #sawFirstLine = false;

  /** Requests are direction 0. `pending` is for heads that are not yet whole. */
  constructor(direction: Direction, handler: MessageHandler, pending: Budget) {
    this.#head = new HeadCollector(pending);
    this.#direction = direction;
    this.#handler = handler;
  }

  data(bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    let at = start;
    if (this.#state === 'lost' && this.#looksFamiliar(bytes, at, end)) this.#state = 'head';
    while (at < end) {
      const before = at;
      at = this.#step(bytes, at, end, moment);
      if (at < 0) return;
      if (at === before && this.#state === 'lost') return;
    }
  }

  gap(length: number): void {
    switch (this.#state) {
      case 'length':
      case 'chunk':
        if (length > this.#left) {
          this.#handler.missing(this.#left);
          this.#lose();
          return;
        }
        this.#handler.missing(length);
        this.#left -= length;
        if (this.#left === 0) this.#bodyPartEnded();
        return;
      case 'close':
        this.#handler.missing(length);
        return;
      case 'tunnel':
        return;
      default:
        this.#lose();
    }
  }

  /** The side sends no more. */
  end(): void {
    if (this.#state === 'close') this.#handler.complete(true);
    else if (this.#state !== 'head' && this.#state !== 'lost' && this.#state !== 'tunnel') {
      if (this.#state === 'length') this.#handler.missing(this.#left);
      this.#handler.complete(false);
    }
    if (this.#state === 'tunnel') return;
    this.#head.take();
    this.#state = 'lost';
  }

  /** What follows is no HTTP any more. */
  tunnel(): void {
    this.#state = 'tunnel';
  }

  get isAtHead(): boolean {
    return (this.#state === 'head' || this.#state === 'lost') && this.#head.length === 0;
  }

  /** What follows is a body without a head, as HTTP/0.9 has it. */
  bare(moment: Moment): void {
    const head = { first: 'HTTP/0.9', second: '0', third: '', headers: [], text: '', oddities: [] };
    this.#begin(this.#handler.head(head, moment));
  }

  /** It is HTTP after all. */
  resume(): void {
    if (this.#state === 'tunnel') this.#state = 'head';
  }

  #looksFamiliar(bytes: Uint8Array, start: number, end: number): boolean {
    const look = this.#direction === 0 ? looksLikeRequest : looksLikeResponse;
    return look(bytes, start, end) === 'yes';
  }

  #step(bytes: Uint8Array, at: number, end: number, moment: Moment): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(bytes, at, end, moment);
      case 'length':
        return this.#readBody(bytes, at, end);
      case 'size':
        return this.#readSize(bytes, at, end);
      case 'chunk':
        return this.#readBody(bytes, at, end);
      case 'chunk-end':
        return this.#readChunkEnd(bytes, at, end);
      case 'trailer':
        return this.#readTrailer(bytes, at, end);
      case 'close':
        this.#handler.body(bytes, at, end);
        return end;
      case 'tunnel':
        this.#handler.tunnelled(bytes, at, end, moment);
        return end;
      default:
        return -1;
    }
  }

  #readHead(bytes: Uint8Array, start: number, end: number, moment: Moment): number {
    const at = this.#head.push(bytes, start, end);
    if (at < 0) {
      if (this.#head.trouble !== undefined) {
        this.#handler.oddity(this.#head.trouble);
        this.#lose();
      } else if (this.#direction === 0 && !this.#sawFirstLine) this.#readOldRequest(moment);
      return -1;
    }
    this.#sawFirstLine = false;
    const head = parseHead(this.#head.take());
    if (!head || !this.#isFamiliar(head)) {
      this.#lose();
      return -1;
    }
    this.#begin(this.#handler.head(head, moment));
    return at;
  }

  /** A request of HTTP/0.9 is one line. */
  #readOldRequest(moment: Moment): void {
    const line = this.#head.firstLine();
    if (!line.isWhole) return;
    this.#sawFirstLine = true;
    if (line.text.split(/[ \t]+/).filter(Boolean).length !== 2) return;
    this.#sawFirstLine = false;
    const head = parseHead(this.#head.take());
    if (head && this.#isFamiliar(head)) this.#begin(this.#handler.head(head, moment));
  }

  #isFamiliar(head: HttpHead): boolean {
    const start = Buffer.from(`${head.first} `, 'latin1');
    if (this.#direction === 0) {
      return looksLikeRequest(start, 0, start.length) === 'yes' && (head.third === '' || /^HTTP/i.test(head.third));
    }
    return /^(?:HTTP\/|ICY)/.test(head.first) && /^\d{3}$/.test(head.second);
  }

  #begin(framing: Framing | 'tunnel'): void {
    if (framing === 'tunnel') {
      this.#state = 'tunnel';
      return;
    }
    if (framing.kind === 'chunked') this.#state = 'size';
    else if (framing.kind === 'close') this.#state = 'close';
    else if (framing.kind === 'length' && framing.length > 0) {
      this.#state = 'length';
      this.#left = framing.length;
    } else {
      this.#state = 'head';
      this.#handler.complete(true);
    }
  }

  #readBody(bytes: Uint8Array, at: number, end: number): number {
    const stop = Math.min(end, at + this.#left);
    this.#handler.body(bytes, at, stop);
    this.#left -= stop - at;
    if (this.#left === 0) this.#bodyPartEnded();
    return stop;
  }

  #bodyPartEnded(): void {
    if (this.#state === 'chunk') this.#state = 'chunk-end';
    else {
      this.#state = 'head';
      this.#handler.complete(true);
    }
  }

  /** A line that is short by nature; undefined until it is whole. */
  #readLine(bytes: Uint8Array, at: number, end: number): { line: string | undefined; at: number } {
    const feed = bytes.indexOf(10, at);
    const stop = feed < 0 || feed >= end ? end : feed + 1;
    if (this.#line.length + stop - at > MAX_SIZE_LINE) {
      this.#handler.oddity('a chunk size line without end');
      this.#lose();
      return { line: undefined, at: -1 };
    }
    for (let i = at; i < stop; i++) this.#line += String.fromCharCode(bytes[i]!);
    if (feed < 0 || feed >= end) return { line: undefined, at: end };
    const line = this.#line.replace(/\r?\n$/, '');
    this.#line = '';
    return { line, at: stop };
  }

  #readSize(bytes: Uint8Array, start: number, end: number): number {
    const { line, at } = this.#readLine(bytes, start, end);
    if (line === undefined) return at;
    const digits = /^\s*([0-9a-f]+)\s*(?:;|$)/i.exec(line)?.[1];
    const size = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
    if (digits === undefined || size > Number.MAX_SAFE_INTEGER) {
      this.#handler.oddity(`a chunk size of "${line.slice(0, 40).replace(/[^\x20-\x7e]/g, '?')}"`);
      this.#lose();
      return -1;
    }
    if (/^\s|[0-9a-f]\s/i.test(line)) this.#handler.oddity('blanks in a chunk size');
    this.#left = size;
    this.#state = size === 0 ? 'trailer' : 'chunk';
    return at;
  }

  #readChunkEnd(bytes: Uint8Array, start: number, end: number): number {
    const { line, at } = this.#readLine(bytes, start, end);
    if (line === undefined) return at;
    if (line !== '') {
      this.#handler.oddity('a chunk that is longer than its size');
      this.#lose();
      return -1;
    }
    this.#state = 'size';
    return at;
  }

  #readTrailer(bytes: Uint8Array, start: number, end: number): number {
    const { line, at } = this.#readLine(bytes, start, end);
    if (line === '') {
      this.#state = 'head';
      this.#handler.complete(true);
    }
    return at;
  }

  #lose(): void {
    if (this.#state !== 'head' && this.#state !== 'lost') this.#handler.complete(false);
    this.#head.take();
    this.#line = '';
    this.#sawFirstLine = false;
    this.#state = 'lost';
    this.#handler.lost();
  }
}
