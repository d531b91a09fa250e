import { u24 } from '../pcap/bytes.ts';

/** Longer messages are given up, with what follows; certificate chains have a few thousand bytes. */
const MAX_MESSAGE = 1 << 18;

/** Puts handshake messages together from the records of one side. */
export class Handshakes {
  readonly #onMessage: (type: number, body: Buffer) => void;
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #isLost = false;

  /** The body of a message is valid during the call only. */
  constructor(onMessage: (type: number, body: Buffer) => void) {
    this.#onMessage = onMessage;
  }

  push(record: Buffer): void {
    if (this.#isLost) return;
    this.#append(record);
    while (this.#end - this.#start >= 4) {
      const length = u24(this.#bytes, this.#start + 1);
      if (length > MAX_MESSAGE) {
        this.#isLost = true;
        this.#bytes = Buffer.alloc(0);
        return;
      }
      const body = this.#start + 4;
      if (this.#end < body + length) return;
      const type = this.#bytes[this.#start]!;
      this.#start = body + length;
      this.#onMessage(type, this.#bytes.subarray(body, body + length));
    }
  }

  #append(record: Buffer): void {
    const held = this.#end - this.#start;
    if (held === 0) {
      this.#bytes = record;
      this.#start = 0;
      this.#end = record.length;
      return;
    }
    if (this.#end + record.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * (held + record.length));
      this.#bytes.copy(larger, 0, this.#start, this.#end);
      this.#bytes = larger;
      this.#start = 0;
      this.#end = held;
    }
    record.copy(this.#bytes, this.#end);
    this.#end += record.length;
  }
}
