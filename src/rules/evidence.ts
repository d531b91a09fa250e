import type { Evidence } from './ledger.ts';

export interface EvidenceLimits {
  /** Items that are kept for one rule object. */
  items: number;
  /** UTF-16 units of one item. */
  text: number;
  /** Matches of one value after which counting stops. */
  matches: number;
}

export const EVIDENCE_LIMITS: EvidenceLimits = { items: 10, text: 300, matches: 1000 };

/** Collects what one rule object matched. */
export class EvidenceList {
  readonly #limits: EvidenceLimits;
  readonly #items: Evidence['items'] = [];
  #count = 0;
  #more = false;

  constructor(limits: EvidenceLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#count;
  }

  add(rule: string | number, data: string | number): void {
    this.#count += 1;
    if (this.#items.length >= this.#limits.items) return;
    const limit = this.#limits.text;
    if (typeof data === 'number' || data.length <= limit) this.#items.push({ rule, data });
    else this.#items.push({ rule, data: cut(data, limit), length: data.length });
  }

  /** From here on nothing is counted. */
  stop(): void {
    this.#more = true;
  }

  toEvidence(): Evidence {
    return { count: this.#count, more: this.#more, items: this.#items };
  }
}

function cut(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
