import type { Diagnostic } from './diagnostic.ts';
import { frame, type Paint } from './text/frame.ts';
import { printable } from './text/printable.ts';
import type { Source } from './text/source.ts';

export interface DiagnosticColours {
  error: Paint;
  warning: Paint;
  dim: Paint;
}

const PLAIN: DiagnosticColours = { error: (text) => text, warning: (text) => text, dim: (text) => text };

/** A diagnostic in the manner of a compiler: what, where, the line with the place marked, and what to do. */
export function diagnosticText(diagnostic: Diagnostic, source: Source, colours: DiagnosticColours = PLAIN): string {
  const { severity, code, message, hint, where, span } = diagnostic;
  const paint = colours[severity];
  const lines = [
    `${paint(`${severity}[${code}]`)}: ${printable(message)}`,
    `  ${colours.dim('-->')} ${printable(source.name)}:${where.line}:${where.column}`,
  ];
  if (source.text !== '') lines.push(frame(source, span, paint));
  if (hint !== undefined) lines.push(`  ${colours.dim('= help:')} ${printable(hint)}`);
  return lines.join('\n');
}
