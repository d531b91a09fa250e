import type { ByteSource, Problem } from 'ovoscope';

/** The sample as the formats see it. */
export interface StaticSample {
  /** Stays open while the formats read. */
  source: ByteSource;
  /** The first 4 KB, fewer where the file is shorter. */
  head: Buffer;
  /** As it was submitted. */
  name: string;
  /** Of the name, in lower case and without the dot; empty where it has none. */
  extension: string;
  /** The analysis package that ran it, such as `exe`; empty where unknown. */
  package: string;
}

export interface StaticContext {
  problem: (problem: Problem) => void;
  signal: AbortSignal;
  /** Passwords that the analysis names; the empty one is not among them. */
  passwords: readonly string[];
  /** The options of the module. */
  options: { readonly [name: string]: unknown };
}

/** How one kind of file becomes keys of `static`. One file each, listed in static.ts. */
export interface StaticFormat {
  /** As in messages: `PE`. */
  name: string;
  /** Whether it is worth reading. Looks at the bytes rather than the name, which malware chooses. */
  applies(sample: StaticSample): boolean;
  /** The keys it adds to `static`. Damage goes to `context.problem`; throws only by mistake. */
  read(sample: StaticSample, context: StaticContext): Promise<{ [key: string]: unknown }>;
}
