import type { Readable, Writable } from 'node:stream';

type Fields = { [name: string]: unknown };
interface Waiting {
  resolve: (result: Fields) => void;
  reject: (error: Error) => void;
}

/** Longest answer of the browser: a piece of the PDF in base64. */
const MAX_MESSAGE = 64 << 20;

/** Chromium's DevTools protocol over a pair of pipes: JSON messages with a NUL behind each. */
export class DevTools {
  readonly #out: Writable;
  readonly #waiting = new Map<number, Waiting>();
  #pieces: Buffer[] = [];
  #length = 0;
  #next = 1;

  constructor(out: Writable, into: Readable) {
    this.#out = out;
    // A browser that has gone is told by its exit.
    out.on('error', () => {});
    into.on('error', () => {});
    into.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  /** Rejects with what the browser says against it. */
  ask(method: string, params: Fields = {}, sessionId?: string): Promise<Fields> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#out.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    });
  }

  #take(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, from)) {
      this.#pieces.push(chunk.subarray(from, at));
      const text = Buffer.concat(this.#pieces).toString('utf8');
      this.#pieces = [];
      this.#length = 0;
      this.#answer(text);
      from = at + 1;
    }
    this.#pieces.push(chunk.subarray(from));
    this.#length += chunk.length - from;
    if (this.#length > MAX_MESSAGE) this.#fail(new Error('it sent a message without end'));
  }

  #answer(text: string): void {
    let message: Fields;
    try {
      message = JSON.parse(text) as Fields;
    } catch {
      this.#fail(new Error('it sent what is no JSON'));
      return;
    }
    const waiting = this.#waiting.get(Number(message['id']));
    if (!waiting) return;
    this.#waiting.delete(Number(message['id']));
    const error = message['error'] as Fields | undefined;
    if (error) waiting.reject(new Error(String(error['message'])));
    else waiting.resolve((message['result'] ?? {}) as Fields);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#pieces = [];
    this.#length = 0;
  }
}
