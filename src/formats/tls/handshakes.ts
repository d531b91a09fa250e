import { u24 } from '../pcap/bytes.ts';
import { type Budget, GrowingBuffer } from '../tcp/growing-buffer.ts';

/** Longer messages are given up, with what follows; certificate chains have a few thousand bytes. */
const MAX_MESSAGE = 1 << 18;
const HEADER = 4;

/** Puts handshake messages together from the records of one side. */
export class Handshakes {
  readonly #onMessage: (type: number, body: Buffer) => void;
  readonly #bytes: GrowingBuffer;
  #isLost = false;

  /** `pending` is for messages that are not yet whole. The body of a message is valid during the call only. */
  constructor(onMessage: (type: number, body: Buffer) => void, pending: Budget) {
    this.#onMessage = onMessage;
    this.#bytes = new GrowingBuffer(pending);
  }

  push(record: Buffer): void {
    if (this.#isLost) return;
    if (!this.#bytes.append(record, 0, record.length)) {
      this.lose();
      return;
    }
    const { bytes } = this.#bytes;
    let at = 0;
    while (at + HEADER <= bytes.length) {
      const length = u24(bytes, at + 1);
      if (length > MAX_MESSAGE) {
        this.lose();
        return;
      }
      const end = at + HEADER + length;
      if (end > bytes.length) break;
      this.#onMessage(bytes[at]!, bytes.subarray(at + HEADER, end));
      at = end;
    }
    if (at > 0) this.#bytes.drop(at);
  }

  /** Nothing more is read. */
  lose(): void {
    this.#isLost = true;
    this.#bytes.clear();
  }
}
