/**
 * Context-triggered piecewise hashing as Kornblum described it (Digital Investigation 3S, 2006), with the text form
 * that ssdeep writes: `blocksize:hash:hash of twice the blocksize`.
 *
 * A rolling hash over the last seven bytes says where pieces end, for every block size 3·2^n at once; a second hash,
 * of which only six bits are ever seen, says what was in a piece. The block size that is reported depends on the
 * size of the whole input, so several levels n are followed until the end.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SMALLEST_BLOCK = 3;
const LEVELS = 32;
/** Characters of the first hash; the second one gets half. */
const LENGTH = 64;
const WINDOW = 7;
const PIECE = 8192;

// Four piece hashes share an integer, a byte apart. Only their low six bits count, and of those that the multiplier
// 0x01000193 changes only its own low six matter: 19 = 16 + 2 + 1. The initial value 0x28021967 begins at 39.
const LANES = 4;
const REPEAT = 0x01010101;
const START = 39;

const SPREAD = Int32Array.from({ length: 256 }, (_, byte) => (byte & 63) * REPEAT);

function spin(state: number, bytes: Uint8Array, from: number, to: number): number {
  let hash = state | 0;
  for (let i = from; i < to; i++) {
    hash = ((hash + (hash << 1) + ((hash << 4) & 0x30303030)) & 0x3f3f3f3f) ^ SPREAD[bytes[i]!]!;
  }
  return hash;
}

/** The hashes of four neighbouring levels: `limit` characters of each, and one for all that follows. */
class Track {
  readonly level: number;
  readonly limit: number;
  state: number;
  /** Pieces ended so far, never more than `limit`. */
  readonly counts = new Array<number>(LANES).fill(0);
  readonly chars: Uint8Array[];
  /** What the piece after the last counted one was worth at the last trigger; -1 when it saw none. */
  readonly tails = new Array<number>(LANES).fill(-1);

  constructor(level: number, limit: number, state = START * REPEAT) {
    this.state = state;
    this.level = level;
    this.limit = limit;
    this.chars = Array.from({ length: LANES }, () => new Uint8Array(limit));
  }

  /** Ends a piece at all levels up to `level`. */
  trigger(level: number): void {
    const last = Math.min(LANES - 1, level - this.level);
    for (let lane = 0; lane <= last; lane++) {
      const shift = lane * 8;
      const value = this.lane(lane);
      const count = this.counts[lane]!;
      if (count === this.limit) {
        this.tails[lane] = value;
        continue;
      }
      this.chars[lane]![count] = value;
      this.counts[lane] = count + 1;
      this.state = (this.state & ~(63 << shift)) | (START << shift);
    }
  }

  /** Takes over what `other` has done, which must not have passed this track's limit. */
  adopt(other: Track): this {
    this.state = other.state;
    for (let lane = 0; lane < LANES; lane++) {
      this.counts[lane] = other.counts[lane]!;
      this.chars[lane]!.set(other.chars[lane]!.subarray(0, other.counts[lane]!));
    }
    return this;
  }

  lane(lane: number): number {
    return (this.state >>> (lane * 8)) & 63;
  }

  /** The hash of a lane; `open` says whether the bytes after the last trigger count. */
  text(lane: number, open: boolean): string {
    let text = '';
    for (const value of this.chars[lane]!.subarray(0, this.counts[lane])) text += ALPHABET[value];
    if (open) return text + ALPHABET[this.lane(lane)];
    return this.tails[lane]! < 0 ? text : text + ALPHABET[this.tails[lane]!];
  }
}

/** Computes the ssdeep of bytes that come in pieces; memory does not depend on how many. */
export class Ssdeep {
  #total = 0;
  /** Levels below this one can't be reported any more. */
  #low = 0;
  readonly #tracks = [new Track(0, LENGTH - 1)];
  /** The same levels cut to half the length; a track appears when the two begin to differ. */
  readonly #halves: (Track | undefined)[] = [];

  // Rolling hash: sum of the window, weighted sum of the window, and shifted exclusive or.
  #sum = 0;
  #weighted = 0;
  #shifted = 0;
  /** The last bytes of the input so far, then the piece at hand. */
  readonly #buffer = new Uint8Array(WINDOW + PIECE);
  /** Where in the piece at hand triggers are (the position after the byte), and their highest levels. */
  readonly #positions = new Int32Array(PIECE);
  readonly #levels = new Uint8Array(PIECE);
  #triggers = 0;

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      this.#buffer.set(piece, WINDOW);
      this.#roll(piece.length);
      this.#follow(piece);
      this.#total += piece.length;
      this.#buffer.copyWithin(0, piece.length, piece.length + WINDOW);
      this.#drop();
    }
  }

  /** `blocksize:hash:hash`; can be asked at any time, and bytes can follow. */
  digest(): string {
    let level = this.#guess();
    while (level > 0 && this.#count(level) < LENGTH / 2) level--;
    const open = ((this.#sum + this.#weighted + this.#shifted) | 0) !== 0;
    const first = this.#text(level, LENGTH - 1, open);
    return `${SMALLEST_BLOCK * 2 ** level}:${first}:${this.#text(level + 1, LENGTH / 2 - 1, open)}`;
  }

  /** The level whose hash would be about `LENGTH` characters long if triggers came evenly. */
  #guess(): number {
    let level = 0;
    while (level < LEVELS - 2 && SMALLEST_BLOCK * 2 ** level * LENGTH < this.#total) level++;
    return level;
  }

  #roll(length: number): void {
    const buffer = this.#buffer;
    const mask = 2 ** this.#low - 1;
    let sum = this.#sum | 0;
    let weighted = this.#weighted | 0;
    let shifted = this.#shifted | 0;
    let triggers = 0;
    for (let i = WINDOW, end = WINDOW + length; i < end; i++) {
      const byte = buffer[i]!;
      weighted = (weighted - sum + WINDOW * byte) | 0;
      sum = (sum + byte - buffer[i - WINDOW]!) | 0;
      shifted = (shifted << 5) ^ byte;
      // A piece of level n ends where hash + 1 is a multiple of 3·2^n.
      const next = (sum + weighted + shifted + 1) | 0;
      if ((next & mask) === 0 && next !== 0 && (next >>> 0) % SMALLEST_BLOCK === 0) {
        this.#positions[triggers] = i - WINDOW + 1;
        this.#levels[triggers++] = 31 - Math.clz32(next & -next);
      }
    }
    this.#sum = sum;
    this.#weighted = weighted;
    this.#shifted = shifted;
    this.#triggers = triggers;
  }

  /** Takes all tracks through the piece, lowest levels first. */
  #follow(piece: Uint8Array): void {
    const guess = this.#guess();
    // Tracks that appear in this piece begin at the trigger that made them differ.
    let start = 0;
    for (let t = 0; t < this.#tracks.length; t++) {
      const track = this.#tracks[t]!;
      const top = track.level + LANES - 1;
      const first = start;
      start = 0;
      if (top < this.#low) continue;
      const half = this.#halves[t];
      if (half && top > guess) this.#run(half, piece, 0);
      this.#run(track, piece, first, (i) => {
        // The top lane of the last track has seen no trigger: it stands for all levels above.
        if (t === this.#tracks.length - 1 && this.#levels[i]! >= top) {
          this.#tracks.push(new Track(track.level + LANES, LENGTH - 1, track.lane(LANES - 1) * REPEAT));
          start = i + 1;
        }
        if (!this.#halves[t] && top > guess && track.counts.includes(LENGTH / 2 - 1)) {
          this.#halves[t] = new Track(track.level, LENGTH / 2 - 1).adopt(track);
          this.#run(this.#halves[t]!, piece, i + 1);
        }
      });
    }
  }

  /**
   * Takes a track through the piece; `first` is 1 + the trigger before which it is, or 0 at the beginning of the
   * piece. `before` is called before each trigger that concerns the track.
   */
  #run(track: Track, piece: Uint8Array, first: number, before?: (trigger: number) => void): void {
    const positions = this.#positions;
    let at = first === 0 ? 0 : positions[first - 1]!;
    for (let i = Math.max(0, first - 1); i < this.#triggers; i++) {
      const level = this.#levels[i]!;
      if (level < track.level) continue;
      track.state = spin(track.state, piece, at, positions[i]!);
      at = positions[i]!;
      before?.(i);
      track.trigger(level);
    }
    track.state = spin(track.state, piece, at, piece.length);
  }

  /** Forgets levels that can't be chosen any more: the next one is good enough already. */
  #drop(): void {
    const guess = this.#guess();
    while (this.#low < guess && this.#count(this.#low + 1) >= LENGTH / 2) this.#low++;
  }

  #count(level: number): number {
    return this.#tracks[Math.trunc(level / LANES)]?.counts[level % LANES] ?? 0;
  }

  #text(level: number, limit: number, open: boolean): string {
    const index = Math.trunc(level / LANES);
    const track = this.#tracks[index];
    if (!track) return this.#tracks.at(-1)!.text(LANES - 1, open);
    return (this.#count(level) > limit ? this.#halves[index]! : track).text(level % LANES, open);
  }
}

/** The ssdeep of bytes that are in memory. */
export function ssdeep(bytes: Uint8Array): string {
  const hash = new Ssdeep();
  hash.update(bytes);
  return hash.digest();
}
