import type { Span } from '../text/source.ts';

/** A pattern in Python's syntax, as a tree. */
export type RegexNode =
  | { kind: 'literal'; code: number }
  | { kind: 'any' }
  | { kind: 'class'; negated: boolean; items: ClassItem[] }
  | { kind: 'assert'; at: Assertion }
  | { kind: 'group'; body: RegexNode; flags?: string }
  | { kind: 'concat'; parts: RegexNode[] }
  | { kind: 'alternate'; options: RegexNode[] }
  | { kind: 'repeat'; body: RegexNode; min: number; max: number; lazy: boolean };

/** `^`, `$`, `\A`, `\Z`, `\b`, `\B`. */
export type Assertion = 'caret' | 'dollar' | 'start' | 'end' | 'boundary' | 'not-boundary';

export type ClassItem = { kind: 'range'; from: number; to: number } | { kind: 'set'; set: CharacterSet };

export type CharacterSet = 'd' | 'D' | 'w' | 'W' | 's' | 'S';

export interface RegexFlags {
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  verbose: boolean;
  unicode: boolean;
}

/** What is wrong with a pattern, and where in it. */
export interface RegexFault extends Span {
  /** `unsupported`: fine in Python, but no automaton can run it in linear time. */
  kind: 'syntax' | 'unsupported' | 'too-large';
  /** The construct or mistake, for the middle of a sentence. */
  what: string;
}

/** Something Python reads in another way than it looks. */
export interface RegexRemark extends Span {
  what: string;
}

/** No bound. */
export const MANY = Number.POSITIVE_INFINITY;
