import type { Owner } from './key.ts';
import type { ReportView } from './report-view.ts';

/** What a rule file puts on the blacklist. A new type is one file that exports such an object. */
export interface RuleType {
  readonly name: string;
  /** What its values are, in a sentence for the documentation. */
  readonly summary: string;
  /** The values of this type in a container, each once. Null stands for a value that the container lacks. */
  candidates(view: ReportView): readonly Candidate[];
  /**
   * The candidates a datum belongs to. Absent where there is one candidate, which everything belongs to; otherwise
   * each has a scoreboard of its own.
   */
  ownersOf?(owner: Owner, view: ReportView): readonly string[];
}

export interface Candidate {
  value: string | null;
  /** Scored, but never blacklisted. */
  isWhitelisted: boolean;
}
