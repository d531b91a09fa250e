/** A datagram of which some fragments are there. */
interface Datagram {
  key: string;
  parts: { start: number; bytes: Buffer }[];
  held: number;
  /** Length of the whole payload, once the last fragment was seen. */
  total: number | undefined;
}

const MAX_DATAGRAM = 65_535;
/** 64 KiB in packets of 576 bytes are 119 fragments. */
const MAX_PARTS = 256;

/**
 * Puts fragments of IP datagrams together. Where fragments overlap, the bytes that arrived first count. Datagrams
 * whose fragments never arrive make room for later ones, the oldest first.
 */
export class Fragments {
  readonly #partials = new Map<string, Datagram>();
  readonly #maxDatagrams: number;
  readonly #maxBytes: number;
  #held = 0;
  /** Datagrams given up for want of room. */
  abandoned = 0;

  constructor(maxDatagrams = 1024, maxBytes = 16 << 20) {
    this.#maxDatagrams = maxDatagrams;
    this.#maxBytes = maxBytes;
  }

  /** Adds a fragment; the datagram once it is whole. What no datagram can hold is refused with null. */
  add(key: string, at: number, more: boolean, payload: Uint8Array): Buffer | undefined | null {
    if (at + payload.length > MAX_DATAGRAM) return null;
    let partial = this.#partials.get(key);
    if (!partial) {
      this.#makeRoom();
      partial = { key, parts: [], held: 0, total: undefined };
      this.#partials.set(key, partial);
    }
    if (partial.parts.length >= MAX_PARTS) return null;
    if (!more) partial.total ??= at + payload.length;
    this.#insert(partial, at, payload);
    return this.#whole(partial);
  }

  #insert(partial: Datagram, at: number, payload: Uint8Array): void {
    // Parts never overlap: what is there already is cut out of what comes.
    let start = at;
    const end = at + payload.length;
    const added: Datagram['parts'] = [];
    for (const part of partial.parts) {
      const partEnd = part.start + part.bytes.length;
      if (partEnd <= start) continue;
      if (part.start >= end) break;
      if (part.start > start) added.push(copy(payload, at, start, part.start));
      start = partEnd;
    }
    if (start < end) added.push(copy(payload, at, start, end));
    if (added.length === 0) return;
    for (const { bytes } of added) {
      partial.held += bytes.length;
      this.#held += bytes.length;
    }
    partial.parts.push(...added);
    partial.parts.sort((a, b) => a.start - b.start);
  }

  #whole(partial: Datagram): Buffer | undefined {
    if (partial.total === undefined || partial.held < partial.total) return undefined;
    const bytes = joined(partial);
    if (bytes.length < partial.total) return undefined;
    this.#forget(partial);
    return bytes.subarray(0, partial.total);
  }

  #makeRoom(): void {
    for (const oldest of this.#partials.values()) {
      if (this.#partials.size < this.#maxDatagrams && this.#held < this.#maxBytes) return;
      this.abandoned++;
      this.#forget(oldest);
    }
  }

  #forget(partial: Datagram): void {
    this.#held -= partial.held;
    this.#partials.delete(partial.key);
  }

  /** How many datagrams never became whole. */
  get incomplete(): number {
    return this.#partials.size + this.abandoned;
  }
}

function copy(payload: Uint8Array, at: number, start: number, end: number): { start: number; bytes: Buffer } {
  return { start, bytes: Buffer.from(payload.subarray(start - at, end - at)) };
}

/** The bytes from the first on, up to the first hole. */
function joined(partial: Datagram): Buffer {
  const parts: Buffer[] = [];
  let end = 0;
  for (const part of partial.parts) {
    if (part.start !== end) break;
    parts.push(part.bytes);
    end += part.bytes.length;
  }
  return Buffer.concat(parts);
}
