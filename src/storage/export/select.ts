import { parseIp } from '../../util/ip.ts';
import type { BlacklistEntry, Covered, Whitelisting } from '../types.ts';
import type { ValueType } from '../values.ts';
import type { ExportEntry, ExportReason, LeftOut } from './types.ts';

/** An entry that stays at home, and why. */
export interface Withheld {
  type: ValueType;
  value: string;
  why: 'whitelisted' | 'expired';
  covered?: Covered;
}

export interface Selection {
  whitelist: Whitelisting;
  now: Date;
  leftOut: LeftOut;
  /** Told of each entry that stays. */
  withheld?: (entry: Withheld) => void;
}

export function nothingLeftOut(): LeftOut {
  return { whitelisted: 0, expired: 0, unsupported: new Map(), thinned: 0 };
}

/**
 * The entries that may leave: neither whitelisted nor lapsed, and with no word in their evidence that names something
 * whitelisted. Counts in `leftOut` what stays.
 */
export async function* selectForExport(
  entries: AsyncIterable<BlacklistEntry>,
  { whitelist, now, leftOut, withheld }: Selection,
): AsyncGenerator<ExportEntry> {
  for await (const entry of entries) {
    const covered = whitelist.covers(entry.type, entry.value);
    if (covered) {
      leftOut.whitelisted += 1;
      withheld?.({ type: entry.type, value: entry.value, why: 'whitelisted', covered });
    } else if (entry.expires && entry.expires <= now) {
      leftOut.expired += 1;
      withheld?.({ type: entry.type, value: entry.value, why: 'expired' });
    } else {
      const { thinned, ...kept } = thin(entry, whitelist);
      if (thinned) leftOut.thinned += 1;
      yield kept;
    }
  }
}

function thin(entry: BlacklistEntry, whitelist: Whitelisting): ExportEntry & { thinned: boolean } {
  let thinned = false;
  const names = (text: string | null) => {
    if (text === null || !namesWhitelisted(text, whitelist)) return false;
    thinned = true;
    return true;
  };
  const reasons = entry.reasons.map((reason): ExportReason => {
    const matched = reason.matched.filter((text) => !names(text));
    const values = reason.values.filter((text) => !names(text));
    const left = reason.matched.length - matched.length + reason.values.length - values.length;
    return left > 0 ? { ...reason, matched, values, left_out: left } : reason;
  });
  const analysis = names(entry.analysis) ? null : entry.analysis;
  const manual_reason = names(entry.manual_reason) ? null : entry.manual_reason;
  return { ...entry, reasons, analysis, manual_reason, thinned };
}

// Everything that cannot be part of a host, an address or a hash ends a word.
const WORD = /[^\s\x00-\x20\x7f"'`<>()[\]{},;=@/\\?#&|*!$^~+%]{3,253}/g;

// Also inside a word, whatever it is joined with.
const ADDRESS = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g;
const HASH = /[0-9a-f]{32,}/gi;

/** Whether any word of the text is a whitelisted address, name or hash. */
export function namesWhitelisted(text: string, whitelist: Whitelisting): boolean {
  for (const [run] of text.matchAll(HASH)) if (whitelist.covers('hash', run)) return true;
  for (const [address] of text.matchAll(ADDRESS)) if (whitelist.covers('ip', address)) return true;
  for (const [word] of text.matchAll(WORD)) {
    const bare = word.replace(/^[.:_-]+|[.:_-]+$/g, '');
    if (parseIp(bare) ? whitelist.covers('ip', bare) : namesHost(bare, whitelist)) return true;
  }
  return false;
}

/** A name, perhaps with a port or another part behind a colon. */
function namesHost(word: string, whitelist: Whitelisting): boolean {
  return word.split(':').some((part) => part.includes('.') && whitelist.covers('domain', part) !== undefined);
}
