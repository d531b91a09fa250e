import type { Problem } from '../errors/problem.ts';
import type { ValueType } from './values.ts';

/** Why a rule object counted: what it says, where it stands, what it matched. */
export interface Reason {
  /** The rule key: `cuckoo_score`, `ip_in_subnet`, … */
  key: string;
  /** The values of the rule object, as its file has them. */
  values: string[];
  /** What in the report matched: the first of it, if there is much. */
  matched: string[];
  /** How much matched in all; more than `matched` holds if that was cut. */
  matched_total: number;
  /** Decimal text. */
  score: string;
  file: string;
  line: number | null;
  /** 0: none. */
  group_id: number;
}

/** A value that a rule set put at or above its threshold. */
export interface Decision {
  type: ValueType;
  value: string;
  /** Decimal text, such as `2.5`. */
  score: string;
  threshold: string;
  reasons: readonly (Omit<Reason, 'matched_total'> & { matched_total?: number })[];
  /** The analysis it came from, as in `AnalysisSeen.id`. */
  analysis: string;
  /** Hash of the rule files. */
  ruleset: string;
  /** When it was decided; now, if absent. */
  seen?: Date;
  /** When the entry lapses; never, if absent. */
  expires?: Date;
}

/** A value entered by hand or imported. */
export interface ManualEntry {
  type: ValueType;
  value: string;
  reason?: string;
  expires?: Date;
}

export interface BlacklistEntry {
  type: ValueType;
  value: string;
  /** `null` if only ever entered by hand. */
  score: string | null;
  threshold: string | null;
  reasons: Reason[];
  /** The newest analysis that led here; the earlier ones are in `Blacklist.sightings`. */
  analysis: string | null;
  ruleset: string | null;
  first_seen: Date;
  last_seen: Date;
  expires: Date | null;
  manual: boolean;
  manual_reason: string | null;
}

/** One analysis that led to an entry. */
export interface Sighting {
  analysis: string;
  score: string | null;
  ruleset: string | null;
  seen: Date;
}

export interface BlacklistQuery {
  type?: ValueType;
  /** Only what was entered or seen again at this time or later. */
  since?: Date;
  /** With entries that have lapsed. */
  expired?: boolean;
}

/** What became of entries that were to be recorded. */
export interface Recorded {
  added: number;
  updated: number;
  /** Not entered, because the whitelist covers them. */
  whitelisted: (Covered & { type: ValueType; value: string })[];
  /** Not entered, because they are no values of their type. */
  refused: Problem[];
}

/** The whitelist entry that covers a value. */
export interface Covered {
  owner: string;
  /** As it was entered: `10.0.0.0/8`, `example.com`, a hash. */
  entry: string;
}

/** Answers for one run what is whitelisted. */
export interface Whitelisting {
  covers(type: ValueType, value: string): Covered | undefined;
}

export type WhitelistKind = 'subnet' | 'domain' | 'hash';

export interface WhitelistEntry {
  kind: WhitelistKind;
  value: string;
  owner: string;
  added: Date;
}

export interface ListedAs {
  category: string;
  source: string;
}

/** Answers for one run in which third-party lists an address stands. */
export interface ThirdPartyLookup {
  categoriesOf(ip: string): ListedAs[];
  /** The same, by the name that rules ask with. */
  find(address: string): ListedAs[];
  /** Whether any list of this category has been loaded: without one, a rule about it cannot be evaluated. */
  hasCategory(name: string): boolean;
}

/** What rule files are applied with, beside the analysis. */
export interface RuleSurroundings {
  whitelist: { subnets: string[]; domains: string[]; hashes: string[] };
  /** Absent where no list was ever loaded: rules about them cannot be evaluated. */
  thirdParty?: ThirdPartyLookup;
}

/** A loaded or configured third-party list. */
export interface ListSource extends ListedAs {
  /** URL or path. */
  origin: string;
  entries: number;
  /** When its entries were last replaced. */
  refreshed: Date | null;
  /** Why the last refresh failed, if it did. */
  error: string | null;
  error_at: Date | null;
}

/** An analysis that was processed. */
export interface AnalysisSeen {
  /** Chosen by the caller; the same id again updates the row. */
  id: string;
  path: string;
  name?: string | null;
  md5?: string | null;
  sha1?: string | null;
  sha256?: string | null;
  size?: number | null;
  /** When it was processed; now, if absent. */
  seen?: Date;
  /** Decimal text. */
  score?: string | null;
  verdict?: string | null;
  ruleset?: string | null;
}

export interface StoredAnalysis {
  id: string;
  path: string;
  name: string | null;
  md5: string | null;
  sha1: string | null;
  sha256: string | null;
  size: number | null;
  first_seen: Date;
  last_seen: Date;
  score: string | null;
  verdict: string | null;
  ruleset: string | null;
}
