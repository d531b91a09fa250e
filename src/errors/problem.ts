/** Where a problem was found; every field is optional because not every problem has a place in a file. */
export interface Place {
  module?: string;
  signature?: string;
  rule?: string;
  /** Path inside the analysis, or the path the user gave. */
  file?: string;
  /** Byte offset in `file`. */
  offset?: number;
  line?: number;
  column?: number;
}

/**
 * A recorded failure or damage. `message` says what was found, with values, in lower case and without a final
 * period; `hint` says what to do.
 */
export interface Problem {
  code: string;
  message: string;
  hint?: string;
  where: Place;
}

/** The throwable form of a problem. */
export class OvoscopeError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: { cause?: unknown }) {
    super(problem.message, options);
    this.name = 'OvoscopeError';
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }

  toJSON(): Problem {
    return this.problem;
  }
}

/** What a `catch` got, as one line of text. */
export function errorText(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return typeof error === 'string' ? error : `a thrown ${error === null ? 'null' : typeof error}`;
}
