import type { Clock } from './match/clock.ts';
import type { ReportView } from './report-view.ts';
import type { ValueKind } from './value-kind.ts';

/**
 * One rule key: how its values are written, which data of a container they are held against, and how. A new key is
 * one file that exports such an object.
 */
export interface RuleKey<Value = unknown, Data = unknown> {
  readonly name: string;
  /** What matches, in a sentence for the documentation. */
  readonly summary: string;
  /** Paths in the container. */
  readonly reads: string;
  readonly values: ValueKind<Value>;
  /**
   * Whether a datum belongs to single addresses, domains and URLs, and is evidence for those alone; otherwise it is
   * about the analysis as a whole.
   */
  readonly isAboutCandidates: boolean;
  /** Whether upper and lower case differ unless a rule object says otherwise; undefined where there are no letters. */
  readonly caseSensitive?: boolean;
  /** With --dfi-quirks, how many matches of one value it takes. */
  readonly quirkMinimum?: number;
  /** The data of a container; undefined where the module that supplies them did not run. */
  collect(view: ReportView): Iterable<Datum<Data>> | undefined;
  /** Whether what a value asks about is known at all; absent means yes. An object none of whose values is, is not evaluated. */
  isKnown?(value: Value, view: ReportView): boolean;
  /** Makes many values ready to be matched together. */
  compile(values: readonly KeyValue<Value>[], options: CompileOptions): Matcher<Data>;
}

export interface KeyValue<Value> {
  value: Value;
  caseSensitive: boolean;
}

export interface CompileOptions {
  quirks: boolean;
}

export interface Datum<Data> {
  /** What values are held against. */
  data: Data;
  /** What evidence shows. */
  shown: string | number;
  /** What it belongs to; only for keys that are about candidates. */
  owner?: Owner;
}

export interface Owner {
  /** In their shortest form. */
  addresses?: readonly string[];
  port?: number;
  url?: string;
  host?: string;
}

export interface Matcher<Data> {
  /** Called before the data of each container. */
  start?(clock: Clock): void;
  /** Calls back with the number of each value that matches, once, in no order; false when time is over. */
  match(data: Data, found: (value: number) => void): boolean;
  /** The value need not be looked for any more in this container. */
  retire?(value: number): void;
  /** How many texts were longer than what regular expressions look at. */
  readonly longTexts?: number;
}
