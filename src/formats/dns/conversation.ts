import { type Budget, GrowingBuffer } from '../tcp/growing-buffer.ts';
import type { Direction, Moment, StreamConsumer } from '../tcp/types.ts';

const MIN_MESSAGE = 12;

/** DNS over TCP: messages with their length before them. */
export class DnsConversation implements StreamConsumer {
  readonly #onMessage: (direction: Direction, message: Uint8Array, moment: Moment) => void;
  readonly #sides: readonly [MessageCutter, MessageCutter];

  /** `pending` is for messages that are not yet whole. A message is valid during the call only. */
  constructor(onMessage: (direction: Direction, message: Uint8Array, moment: Moment) => void, pending: Budget) {
    this.#sides = [new MessageCutter(pending), new MessageCutter(pending)];
    this.#onMessage = onMessage;
  }

  data(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    this.#sides[direction].push(bytes, start, end, (message) => this.#onMessage(direction, message, moment));
  }

  gap(direction: Direction): void {
    this.#sides[direction].isLost = true;
    this.#sides[direction].clear();
  }

  end(): void {}

  close(): void {
    for (const side of this.#sides) side.clear();
  }
}

class MessageCutter {
  isLost = false;
  readonly #message: GrowingBuffer;
  /** The length, as far as it was read. */
  #length = 0;
  #lengthBytes = 0;

  constructor(pending: Budget) {
    this.#message = new GrowingBuffer(pending);
  }

  push(bytes: Uint8Array, start: number, end: number, onMessage: (message: Uint8Array) => void): void {
    let at = start;
    while (at < end && !this.isLost) {
      if (this.#lengthBytes < 2) {
        this.#length = this.#length * 256 + bytes[at++]!;
        this.#lengthBytes++;
        // No message is so short: this is no DNS.
        if (this.#lengthBytes === 2 && this.#length < MIN_MESSAGE) this.isLost = true;
        continue;
      }
      const stop = Math.min(end, at + this.#length - this.#message.length);
      if (!this.#message.append(bytes, at, stop)) this.isLost = true;
      at = stop;
      if (this.isLost || this.#message.length < this.#length) continue;
      onMessage(this.#message.bytes);
      this.#message.clear();
      this.#length = this.#lengthBytes = 0;
    }
    if (this.isLost) this.clear();
  }

  clear(): void {
    this.#message.clear();
  }
}
