/** Calls in columns. The arrays may be longer than `length`. */
export class Columns {
  length = 0;
  def = new Uint32Array(64);
  thread = new Uint32Array(64);
  success = new Uint8Array(64);
  repeated = new Uint32Array(64);
  /** Milliseconds since 1970, UTC. */
  time = new Float64Array(64);
  /** Byte offset of the record in the log. */
  offset = new Float64Array(64);
  bytes = new Uint32Array(64);

  push(
    def: number,
    time: number,
    thread: number,
    success: boolean,
    repeated: number,
    offset: number,
    bytes: number,
  ): void {
    const i = this.length++;
    if (i === this.def.length) this.#grow();
    this.def[i] = def;
    this.time[i] = time;
    this.thread[i] = thread;
    this.success[i] = success ? 1 : 0;
    this.repeated[i] = repeated;
    this.offset[i] = offset;
    this.bytes[i] = bytes;
  }

  /** Takes over the content of others. */
  copy({ length, def, thread, success, repeated, time, offset, bytes }: Columns): void {
    this.length = length;
    this.def = def.slice(0, length);
    this.thread = thread.slice(0, length);
    this.success = success.slice(0, length);
    this.repeated = repeated.slice(0, length);
    this.time = time.slice(0, length);
    this.offset = offset.slice(0, length);
    this.bytes = bytes.slice(0, length);
  }

  #grow(): void {
    const size = Math.max(64, this.def.length * 2);
    const bigger = <T extends Uint8Array | Uint32Array | Float64Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    this.def = bigger(this.def, new Uint32Array(size));
    this.thread = bigger(this.thread, new Uint32Array(size));
    this.success = bigger(this.success, new Uint8Array(size));
    this.repeated = bigger(this.repeated, new Uint32Array(size));
    this.time = bigger(this.time, new Float64Array(size));
    this.offset = bigger(this.offset, new Float64Array(size));
    this.bytes = bigger(this.bytes, new Uint32Array(size));
  }
}
