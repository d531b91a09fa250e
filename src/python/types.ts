import type { Problem } from '../errors/problem.ts';
import type { Match, Timing } from '../plugin/container.ts';

/** Which sandbox a signature was written for; it decides how it is run and in which shape it sees the container. */
export type Dialect = 'cape' | 'cuckoo2';

/** One signature file. */
export interface SignatureFile {
  /** Below `folder` of its set, with slashes. */
  path: string;
  dialect: Dialect;
}

/** The signatures of one folder that the user named, as they lie in the interpreter's own file system. */
export interface SignatureSet {
  /** As the user named it, for messages. */
  shown: string;
  /** Paths in the interpreter. */
  root: string;
  folder: string;
  /** Where `root` and `folder` are on the host, for messages. */
  hostFolder: string;
  files: SignatureFile[];
}

export interface SourceFile {
  /** In the interpreter. */
  path: string;
  data: Uint8Array;
}

/** What is known of a signature before it runs. */
export interface PythonSignature {
  /** From 1; unique in everything that was loaded together. */
  number: number;
  name: string;
  dialect: Dialect;
  /** As the user would name it, with the line of the class. */
  file: string;
  line: number | undefined;
  description: string;
  severity: number;
  confidence: number;
  alert: boolean;
  enabled: boolean;
  minimum: string | null;
  maximum: string | null;
  categories: string[];
  families: string[];
  authors: string[];
  references: string[];
  ttps: string[];
  mbcs: string[];
  /** The platform that its folder or its class names; undefined for all. */
  platform: string | undefined;
  /** Methods that are called: `run`, `on_call`, `on_complete`, … */
  callbacks: string[];
  watch: { apis?: string[]; categories?: string[]; processes?: string[] };
  /** Why it is never run. */
  unusable: string | undefined;
}

/** A match as the signature gave it. */
export interface PythonMatch {
  signature: number;
  name: string;
  description: string;
  severity: unknown;
  confidence?: unknown;
  weight?: unknown;
  categories: string[];
  families: string[];
  references: string[];
  ttps: string[];
  mbcs: string[];
  alert: boolean;
  data: unknown[];
  /** CAPE's second list of evidence. */
  newData: unknown[];
  /** Pieces of evidence there were. */
  count: number;
}

/** What a run of all signatures over one analysis gave. */
export interface PythonRun {
  matches: Match[];
  /** The same matches as the signatures gave them. */
  raw: PythonMatch[];
  timings: Timing[];
  problems: Problem[];
  confinement: Confinement;
  /** Wall-clock milliseconds of all of it. */
  ms: number;
}

/** How the interpreter is kept away from the host. */
export interface Confinement {
  /** `bubblewrap`: by the kernel as well. `process`: by WebAssembly and Node's permissions alone. */
  kind: 'bubblewrap' | 'process';
  /** For people, in one line. */
  text: string;
}
