import type { Ioc, Problem } from 'ovoscope';
import { findIndicators, hostOf, iocProblems } from 'ovoscope/formats';
import type { NoiseFilter } from './_ioc_noise.ts';

export interface CollectorLimits {
  /** Indicators of each kind. */
  count: number;
  /** Characters of text that are searched. */
  text: number;
}

/** The order of the result. */
const KINDS = ['url', 'domain', 'ip', 'email', 'hash', 'wallet', 'mutex', 'path'] as const;
const MAX_PLACES = 32;
const LONGEST_VALUE = 4096;

type Found = { readonly [kind in Ioc['kind']]: Map<string, Ioc> };

/** Gathers indicators, each once with all the places where it was seen. */
export class IocCollector {
  readonly #limits: CollectorLimits;
  readonly #noise: NoiseFilter;
  readonly #found: Found;
  readonly #refused = new Map<Ioc['kind'], number>();
  /** Address → whether every name it was the answer for is noise. */
  readonly #answers = new Map<string, string | undefined>();
  #textLeft: number;
  #stoppedAt: string | undefined;

  constructor(limits: CollectorLimits, noise: NoiseFilter) {
    this.#limits = limits;
    this.#noise = noise;
    this.#textLeft = limits.text;
    this.#found = Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as Found;
  }

  /** A value that is known to be of a kind; what is no text, or too long to be one, is passed over. */
  add(kind: Ioc['kind'], value: unknown, where: string, role: string, type?: string): void {
    if (typeof value !== 'string' || value === '' || value.length > LONGEST_VALUE) return;
    const known = this.#found[kind];
    const key = kind === 'path' || kind === 'hash' || kind === 'email' ? value.toLowerCase() : value;
    let ioc = known.get(key);
    if (!ioc) {
      if (known.size >= this.#limits.count) {
        this.#refused.set(kind, (this.#refused.get(kind) ?? 0) + 1);
        return;
      }
      ioc = { kind, value: kind === 'hash' ? key : value, ...(type !== undefined && { type }), seen: [], count: 0 };
      known.set(key, ioc);
    }
    ioc.count++;
    const isNew = !ioc.seen.some((place) => place.where === where && place.role === role);
    if (isNew && ioc.seen.length < MAX_PLACES) ioc.seen.push({ where, role });
  }

  /** A host by name or address, with or without a port. Single labels count where `isKnown`: somebody asked for them. */
  host(value: unknown, where: string, role: string, isKnown = true): string | undefined {
    if (typeof value !== 'string') return undefined;
    const text = value.trim().replace(/^(\[[^\]]*\]|[^:]*):\d{1,5}$/, '$1');
    const host = hostOf(text);
    if (host) this.add(host.kind, host.value, where, role);
    else if (isKnown && /^[\w.-]{1,253}$/.test(text) && /[a-z]/i.test(text)) {
      const name = text.toLowerCase().replace(/\.$/, '');
      this.add('domain', name, where, role);
      return name;
    }
    return host?.value;
  }

  /** An address that was the answer for a name: it says as little as the name does. */
  answer(value: unknown, name: string | undefined, where: string): void {
    const ip = this.host(value, where, 'answer', false);
    if (ip === undefined || name === undefined || ip === name) return;
    const reason = this.#noise.domain(name);
    this.#answers.set(ip, this.#answers.has(ip) ? this.#answers.get(ip) && reason : reason);
  }

  /** A URL that somebody asked for, whatever its host; its host, too, was `role`. */
  url(value: unknown, where: string, role: string): void {
    if (typeof value !== 'string' || !/^[a-z][a-z0-9+.-]{1,15}:\/\/[^/]/i.test(value)) return;
    this.add('url', value, where, role);
    const authority = value.slice(value.indexOf('://') + 3, value.indexOf('://') + 500).split(/[/?#]/, 1)[0]!;
    this.host(authority.slice(authority.lastIndexOf('@') + 1), where, role);
  }

  /** Text that may mention anything; with `hashes` false, hashes in it are of no interest. */
  text(value: unknown, where: string, role = 'mentioned', hashes = true): void {
    if (typeof value !== 'string' || value.length < 6 || this.#stoppedAt !== undefined) return;
    this.#textLeft -= value.length;
    if (this.#textLeft < 0) this.#stoppedAt = where;
    else {
      findIndicators(value, (kind, found, type) => {
        if (kind !== 'hash' || hashes) this.add(kind, found, where, role, type);
      });
    }
  }

  /** All indicators by kind, each kind in the order in which they were found. */
  result(): Ioc[] {
    const all = KINDS.flatMap((kind) => [...this.#found[kind].values()]);
    for (const ioc of all) {
      const reason = this.#noise.reason(ioc) ?? (ioc.kind === 'ip' ? this.#answers.get(ioc.value) : undefined);
      if (reason !== undefined) ioc.noise = reason;
    }
    return all;
  }

  problems(): Problem[] {
    const { count, text } = this.#limits;
    const found = [...this.#refused].map(([kind, refused]) => iocProblems.tooMany(kind, count + refused, count));
    return this.#stoppedAt === undefined ? found : [...found, iocProblems.textUnread(text, this.#stoppedAt)];
  }
}
