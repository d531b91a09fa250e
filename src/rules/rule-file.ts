import type { Decimal } from './decimal.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { AnyRuleKey } from './registry.ts';
import type { Source } from './text/source.ts';

export interface RuleFile {
  /** As it was named when it was read. */
  name: string;
  /** SHA-256 of its bytes, hexadecimal. */
  digest: string;
  /** Name of the type. */
  type: string;
  /** In the order of the file. */
  objects: RuleObject[];
}

export interface RuleObject {
  file: string;
  /** Of its opening brace, from 1. */
  line: number;
  column: number;
  key: AnyRuleKey;
  values: RuleValue[];
  score: Decimal;
  /** 0 is no group. */
  groupId: number;
  caseSensitive: boolean;
}

export interface RuleValue {
  /** As the file has it, read. */
  written: string | number;
  /** As the rule key reads it. */
  parsed: unknown;
}

/** A rule file that was read, with everything that was found in it. */
export interface ReadRuleFile {
  source: Source;
  /** Undefined where there are errors: nothing of the file is applied. */
  file: RuleFile | undefined;
  /** In the order of the text. */
  diagnostics: Diagnostic[];
  /** Errors, also those beyond the listed ones. */
  errors: number;
}

export interface ReadOptions {
  registry?: import('./registry.ts').Registry;
  /** Every warning is an error. */
  strict?: boolean;
  /** Read as the original's code did. */
  quirks?: boolean;
  limits?: Partial<ReadLimits>;
}

export interface ReadLimits {
  /** Bytes of a file. */
  bytes: number;
  /** Values of all rule objects of a file. */
  values: number;
  /** Diagnostics that are listed. */
  diagnostics: number;
}

export const READ_LIMITS: ReadLimits = { bytes: 64 * 1024 * 1024, values: 1_000_000, diagnostics: 1000 };
