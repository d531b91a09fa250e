import { replaceAddresses } from './addresses.ts';
import { replaceEncoded } from './encoded.ts';
import { type NameKind, Names } from './names.ts';

export const REDACTIONS = ['user', 'host', 'internal-ips'] as const;
export type Redaction = (typeof REDACTIONS)[number];

const MAX_REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 1_024;

/**
 * Puts pseudonyms in place of names and addresses, the same for the same one everywhere: `user-1`, `HOST-1`,
 * `198.18.0.1` and `2001:2::1` (networks for benchmarks, which nothing real uses). What texts show is found while
 * they are looked at, so every text has to be shown to `learn` before any is replaced.
 */
export class Redactor {
  readonly names: Names;
  readonly #addresses = new Map<string, string>();
  readonly #addressCounts = { 4: 0, 6: 0 };
  readonly #wantsAddresses: boolean;
  #remembered = new Map<string, string>();
  #learned = new Set<string>();

  constructor(kinds: readonly Redaction[]) {
    this.names = new Names(new Set(kinds.filter((kind): kind is NameKind => kind !== 'internal-ips')));
    this.#wantsAddresses = kinds.includes('internal-ips');
  }

  get addresses(): number {
    return this.#addresses.size;
  }

  /** Finds what a text shows by itself: folders of users, made-up names of computers, addresses. */
  learn(text: string): void {
    if (text.length < 6) return;
    if (text.length <= LONGEST_REMEMBERED) {
      if (this.#learned.has(text)) return;
      if (this.#learned.size >= MAX_REMEMBERED) this.#learned = new Set();
      this.#learned.add(text);
    }
    const look = (inner: string) => {
      this.names.addFrom(inner);
      if (this.#wantsAddresses) replaceAddresses(inner, (address) => this.#pseudonym(address));
      return inner;
    };
    replaceEncoded(look(text), look);
  }

  /** Ends learning: from now on `text` gives the same for the same text. */
  settle(): void {
    this.#learned = new Set();
    this.#remembered = new Map();
  }

  text(text: string): string {
    if (text.length < 2) return text;
    const known = this.#remembered.get(text);
    if (known !== undefined) return known;
    const redacted = replaceEncoded(this.#plain(text), (inner) => this.#plain(inner));
    if (text.length <= LONGEST_REMEMBERED) {
      if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered = new Map();
      this.#remembered.set(text, redacted);
    }
    return redacted;
  }

  #plain(text: string): string {
    const named = this.names.replace(text);
    return this.#wantsAddresses ? replaceAddresses(named, (address) => this.#pseudonym(address)) : named;
  }

  #pseudonym(address: string): string {
    const known = this.#addresses.get(address);
    if (known !== undefined) return known;
    const family = address.includes(':') ? 6 : 4;
    // One in 131,070 is enough; the last stands for all others.
    const number = Math.min(++this.#addressCounts[family], 131_070);
    const pseudonym =
      family === 6
        ? `2001:2::${number.toString(16).replace(/(?=.{4}$)(?<=.)/, ':')}`
        : `198.${18 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
    this.#addresses.set(address, pseudonym);
    return pseudonym;
  }
}
