import { u16 } from '../pcap/bytes.ts';
import { type Budget, GrowingBuffer } from '../tcp/growing-buffer.ts';

export const RecordType = { changeCipherSpec: 20, alert: 21, handshake: 22, data: 23, heartbeat: 24 } as const;

/** RFC 5246 allows so much of a sealed record. */
const MAX_RECORD = (1 << 14) + 2048;
const HEADER = 5;

/** Cuts what one side sends into TLS records. */
export class RecordReader {
  readonly #onRecord: (type: number, version: number, bytes: Buffer) => void;
  /** Whether a record is wanted; others are passed over without being collected. */
  readonly #wants: (type: number) => boolean;
  readonly #header = Buffer.alloc(HEADER);
  #headerLength = 0;
  readonly #body: GrowingBuffer;
  #isWanted = false;
  #left = 0;
  /** Bytes are missing, or are no records: nothing more can be read. */
  isLost = false;

  /** `pending` is for records that are not yet whole. A record is valid during the call only. */
  constructor(
    onRecord: (type: number, version: number, bytes: Buffer) => void,
    wants: (type: number) => boolean,
    pending: Budget,
  ) {
    this.#body = new GrowingBuffer(pending);
    this.#onRecord = onRecord;
    this.#wants = wants;
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end && !this.isLost) {
      if (this.#left > 0) at = this.#fill(bytes, at, end);
      else {
        while (at < end && this.#headerLength < HEADER) this.#header[this.#headerLength++] = bytes[at++]!;
        if (this.#headerLength === HEADER) this.#begin();
      }
    }
  }

  /** Bytes that are passed over may be missing. */
  gap(length: number): void {
    if (this.#left >= length && !this.#isWanted) {
      this.#left -= length;
      if (this.#left === 0) this.#headerLength = 0;
    } else this.lose();
  }

  #begin(): void {
    const type = this.#header[0]!;
    const length = u16(this.#header, 3);
    const isRecord = type >= 20 && type <= 24 && this.#header[1] === 3 && this.#header[2]! <= 4;
    if (!isRecord || length > MAX_RECORD) {
      this.lose();
      return;
    }
    this.#isWanted = this.#wants(type);
    this.#left = length;
    if (length === 0) this.#complete();
  }

  #fill(bytes: Uint8Array, at: number, end: number): number {
    const stop = Math.min(end, at + this.#left);
    this.#left -= stop - at;
    if (this.#isWanted && !this.#body.append(bytes, at, stop)) this.lose();
    else if (this.#left === 0) this.#complete();
    return stop;
  }

  #complete(): void {
    this.#headerLength = 0;
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#onRecord(this.#header[0]!, u16(this.#header, 1), this.#body.bytes);
    this.#body.clear();
  }

  /** Nothing more is read. */
  lose(): void {
    this.isLost = true;
    this.#body.clear();
  }
}
