/** A rule that matched. */
export interface YaraHit {
  name: string;
  /** With a `description`, as Cuckoo has it. */
  meta: { [name: string]: string | number | boolean };
  /** What the strings of the rule matched, in base64, each once, sorted by that text. */
  strings: string[];
  /** Identifier without `$` → pairs of offset and place in `strings`. */
  offsets: { [identifier: string]: [offset: number, string: number][] };
  tags?: string[];
  /** The file of the rule, as a path below the folder of rules. */
  file?: string;
}

/** Rules in text, with the name that messages and namespaces give them. */
export interface RuleSource {
  file: string;
  text: string;
}

/** What is wrong with a file of rules; none of its rules is used. */
export interface RuleFault {
  file: string;
  line: number | undefined;
  column: number | undefined;
  /** In one line. */
  message: string;
}

/** Values that rules may ask for by these names, as Cuckoo has them. */
export interface YaraGlobals {
  filename: string;
  filepath: string;
  extension: string;
  filetype: string;
}

export interface CompileRequest {
  kind: 'compile';
  sources: RuleSource[];
}

export interface ScanRequest {
  kind: 'scan';
  bytes: Uint8Array;
  globals: YaraGlobals;
  /** Most matches of one string of a rule. */
  matches: number;
}

export type WorkerReply =
  | { kind: 'compiled'; files: number; faults: RuleFault[] }
  | { kind: 'hits'; hits: YaraHit[]; memory: number }
  | { kind: 'failed'; message: string };
