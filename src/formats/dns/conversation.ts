import { u16 } from '../pcap/bytes.ts';
import type { Direction, Moment, StreamConsumer } from '../tcp/types.ts';

/** DNS over TCP: messages with their length before them. */
export class DnsConversation implements StreamConsumer {
  readonly #onMessage: (direction: Direction, message: Uint8Array, moment: Moment) => void;
  readonly #sides = [new MessageCutter(), new MessageCutter()];

  constructor(onMessage: (direction: Direction, message: Uint8Array, moment: Moment) => void) {
    this.#onMessage = onMessage;
  }

  data(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    this.#sides[direction]!.push(bytes, start, end, (message) => this.#onMessage(direction, message, moment));
  }

  gap(direction: Direction): void {
    this.#sides[direction]!.isLost = true;
  }

  end(): void {}

  close(): void {}
}

class MessageCutter {
  isLost = false;
  #header = Buffer.alloc(2);
  #headerLength = 0;
  #body: Buffer | undefined;
  #filled = 0;

  push(bytes: Uint8Array, start: number, end: number, onMessage: (message: Uint8Array) => void): void {
    let at = start;
    while (at < end && !this.isLost) {
      if (!this.#body) {
        this.#header[this.#headerLength++] = bytes[at++]!;
        if (this.#headerLength < 2) continue;
        this.#headerLength = 0;
        const length = u16(this.#header, 0);
        // No message is so short: this is no DNS.
        if (length < 12) this.isLost = true;
        else this.#body = Buffer.allocUnsafe(length);
        this.#filled = 0;
        continue;
      }
      const stop = Math.min(end, at + this.#body.length - this.#filled);
      this.#body.set(bytes.subarray(at, stop), this.#filled);
      this.#filled += stop - at;
      at = stop;
      if (this.#filled < this.#body.length) continue;
      onMessage(this.#body);
      this.#body = undefined;
    }
  }
}
