import type { Problem } from '../errors/problem.ts';

/** The account of one scoreboard: every rule object with what it did, and arithmetic that adds up to the total. */
export interface Ledger {
  /** What would be blacklisted; null where the analysis has no such value (a URL has no hash). */
  value: string | null;
  type: string;
  /** Sum of `points` over `objects`. */
  total: number;
  threshold: number;
  blacklisted: boolean;
  /** Whether the value is on the whitelist, and therefore never blacklisted. */
  whitelisted: boolean;
  /**
   * False where no rule about the value itself counted, only rules about the analysis as a whole; then it is never
   * blacklisted. Always true for the hash, which is the analysis.
   */
  touched: boolean;
  /** `sha256:` and the hash of the rule files: the version of the rule set. */
  ruleset: string;
  /** In the order of the files, and in each in the order of its text. */
  objects: LedgerObject[];
  groups: LedgerGroup[];
  problems: Problem[];
}

export interface LedgerObject {
  file: string;
  line: number;
  key: string;
  /** At most 100 of them. */
  values: (string | number)[];
  /** How many there are. */
  value_count: number;
  score: number;
  /** 0 is no group. */
  group_id: number;
  state: 'matched' | 'not-matched' | 'not-evaluated';
  /** Whether the score is in the total. */
  counted: boolean;
  /** What it adds to the total: the score or 0; with --dfi-quirks a multiple of the score. */
  points: number;
  evidence: Evidence;
}

export interface Evidence {
  /** Pairs of a value and a datum that matched. */
  count: number;
  /** Whether counting stopped there. */
  more: boolean;
  /** The first of them. */
  items: EvidenceItem[];
}

export interface EvidenceItem {
  /** The rule value, as written. */
  rule: string | number;
  /** What it matched; long text is cut. */
  data: string | number;
  /** Length of the text, where it was cut. */
  length?: number;
}

export interface LedgerGroup {
  file: string;
  group_id: number;
  /** How many rule objects it has, and how many of them matched. */
  members: number;
  matched: number;
  complete: boolean;
  /** What it adds to the total. */
  points: number;
}
