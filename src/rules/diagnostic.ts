import type { Problem } from '../errors/problem.ts';
import type { Edit } from './text/edit.ts';
import type { Source, Span } from './text/source.ts';

/** A problem of a rule file with its place in the text, and how to mend it where that is certain. */
export interface Diagnostic extends Problem {
  severity: 'error' | 'warning';
  span: Span;
  edits?: Edit[];
  /** Whether it is about how the text is written, not about what it says. */
  isSyntax: boolean;
}

export type Report = (problem: Problem, span: Span, edits?: Edit[], isSyntax?: boolean) => void;

/** Collects the diagnostics of one file. What can be mended is a warning, the rest are errors. */
export class DiagnosticList {
  readonly #source: Source;
  readonly #listed: Diagnostic[] = [];
  readonly #strict: boolean;
  readonly #limit: number;
  #unlisted = 0;
  #errors = 0;

  constructor(source: Source, options: { strict?: boolean; limit?: number } = {}) {
    this.#source = source;
    this.#strict = options.strict ?? false;
    this.#limit = options.limit ?? 1000;
  }

  readonly add: Report = (problem, span, edits, isSyntax = false) => {
    const severity = edits && !this.#strict ? 'warning' : 'error';
    if (severity === 'error') this.#errors += 1;
    if (this.#listed.length >= this.#limit) {
      this.#unlisted += 1;
      return;
    }
    const { line, column } = this.#source.position(span.start);
    const where = { ...problem.where, file: this.#source.name, line, column };
    this.#listed.push({ ...problem, where, severity, span, isSyntax, ...(edits && { edits }) });
  };

  get errors(): number {
    return this.#errors;
  }

  get unlisted(): number {
    return this.#unlisted;
  }

  /** In the order of the text. */
  sorted(): Diagnostic[] {
    return [...this.#listed].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }
}
