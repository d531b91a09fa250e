import { decimalOf, formatDecimal } from './decimal.ts';
import type { Ledger, LedgerObject } from './ledger.ts';

/** Why a rule object counted. */
export interface DecisionReason {
  key: string;
  values: string[];
  /** What matched: the first of it, if there is much. */
  matched: string[];
  matched_total: number;
  /** Decimal text. */
  score: string;
  file: string;
  line: number;
  group_id: number;
}

/** What a ledger says about a value, as the blacklist keeps it. */
export interface LedgerDecision<Type extends string = string> {
  type: Type;
  value: string;
  /** Decimal text. */
  score: string;
  threshold: string;
  reasons: DecisionReason[];
  ruleset: string;
}

/** The decision of a ledger that blacklists its value; undefined where it doesn't. */
export function decisionOf(ledger: Ledger): LedgerDecision | undefined {
  const { type, value, total, threshold, ruleset, blacklisted, objects } = ledger;
  if (!blacklisted || value === null) return undefined;
  const reasons = objects.filter(({ counted }) => counted).map(reasonOf);
  return { type, value, score: text(total), threshold: text(threshold), reasons, ruleset };
}

function reasonOf({ key, values, evidence, points, file, line, group_id }: LedgerObject): DecisionReason {
  return {
    key,
    values: values.map(String),
    matched: evidence.items.map(({ data }) => String(data)),
    matched_total: evidence.count,
    score: text(points),
    file,
    line,
    group_id,
  };
}

function text(value: number): string {
  return formatDecimal(decimalOf(value)!);
}
