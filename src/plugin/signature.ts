import type { Call, Match, Process, Results } from './container.ts';
import { KIND } from './kind.ts';
import type { Patterns } from './pattern.ts';

/** Which calls an event-driven signature is given. Lists are alternatives; fields must all hold. */
export interface Watch {
  /** API names, or globs such as `Reg*`; upper and lower case are different. */
  apis?: readonly string[];
  /** Names of any generation: `file` and `filesystem` are the same. */
  categories?: readonly string[];
  /** Process names, compared without case. */
  processes?: readonly string[];
  /**
   * Argument by its common name (`regkey`, `filepath` …) → what its text has to match. The patterns of all signatures
   * are looked for together, so ten thousand cost little more than one.
   */
  arguments?: { readonly [name: string]: Patterns };
}

/**
 * A named detection over the container. A new instance is made for each analysis, so fields can hold state.
 *
 * Implement `run` to look at the finished container, or `onCall` (with `watch`) to be shown calls in the engine's
 * one pass over the log, or both.
 */
export abstract class Signature {
  static readonly [KIND] = 'signature';

  /** Unique; equal to the file name. */
  name = '';
  /** One line that says what the sample did. */
  description = '';
  /** 1 informational, 2 noteworthy, 3 malicious; up to 5. */
  severity = 1;
  /** How sure a match is, 0 to 100. */
  confidence = 100;
  categories: string[] = [];
  families: string[] = [];
  /** ATT&CK technique ids, such as `T1547.001`. */
  ttps: string[] = [];
  /** Malware Behavior Catalog ids. */
  mbcs: string[] = [];
  authors: string[] = [];
  /** URLs. */
  references: string[] = [];
  alert = false;
  enable = true;
  /** Alias of `enable`; a signature runs only if both are true. */
  enabled = true;
  /** Platforms it is meant for, such as `windows`; empty means all. */
  platforms: string[] = [];
  /** First and last Ovoscope version it works with, both included. */
  minimum: string | null = null;
  maximum: string | null = null;
  watch: Watch = {};
  /** In the place of `watch`, where there is more than one thing to watch for; `onCall` is told which. */
  watches?: readonly Watch[];
  /**
   * Signatures whose matches this one looks at: names, or globs such as `injection_*`. They have ended before
   * `onComplete` and `run` of this one, and what they found is in `matched`.
   */
  after: string[] = [];

  /** Evidence: plain data that JSON can hold, in the order it was found. */
  data: unknown[] = [];

  /** The container, read-only; set by the engine before the first callback. */
  declare results: Results;

  /** What the signatures named in `after` found, in their order; set before `onComplete` and `run`. */
  matched: readonly Match[] = [];

  /** Whether the signature matches. */
  run?(results: Results): boolean | undefined | Promise<boolean | undefined>;

  /**
   * Shown each watched call; return true to match at once and see no more calls. `which` is the position in `watches`
   * of the one that wanted it, 0 without; a call that several want is shown once for each.
   */
  onCall?(call: Call, process: Process, which?: number): boolean | undefined | void;

  /** After the last call; returns whether the signature matches. */
  onComplete?(results: Results): boolean | undefined | void;
}

export type SignatureClass = new () => Signature;
