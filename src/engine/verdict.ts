import type { Band, LedgerRow, Match, Verdict } from '../plugin/container.ts';

/**
 * Points of one match at full confidence. Of several matches of one severity the strongest counts in full, the
 * next half, the next a quarter …, so each severity gives less than twice its points:
 *
 * | severity | points | at most |
 * |---|---|---|
 * | 1 | 0.5 | 1 |
 * | 2 | 2 | 4 |
 * | 3 | 5 | 10 |
 * | 4 | 7 | 14 |
 * | 5 | 10 | 20 |
 *
 * Any number of informational matches stays below "suspicious"; with any number of noteworthy ones on top it stays
 * below "malicious". Two matches of severity 3, or one of severity 4, are "malicious".
 */
export const POINTS: readonly number[] = [0, 0.5, 2, 5, 7, 10];

/** The score from which a band holds. */
export const MALICIOUS_FROM = 7;
export const SUSPICIOUS_FROM = 3;
const CAP = 10;

/** Points are whole 64ths: they add up without rounding. */
const GRAIN = 64;

/** What the analysis could see, which decides whether silence means anything. */
export interface Visibility {
  /** Whether anything shows that the sample ran. */
  hasActivity: boolean;
  /** Why there is no behaviour, where it was to be there and failed. */
  behaviorFailed: boolean;
  /** Signatures that did not run to their end. */
  failedSignatures: number;
}

/** The verdict of a set of matches, with the arithmetic that leads to it. */
export function judge(matches: readonly Match[], visibility: Visibility): Verdict {
  const ledger = ledgerOf(matches);
  const sum = ledger.reduce((total, row) => total + row.points, 0);
  const score = Math.min(CAP, sum);
  const band = bandOf(score, visibility);
  return { score, band, reason: reasonOf(band, ledger, visibility), ledger, sum };
}

function ledgerOf(matches: readonly Match[]): LedgerRow[] {
  const weighted = matches.map((match, place) => {
    const confidence = match.confidence ?? 100;
    const severity = Math.min(5, Math.max(1, Math.round(match.severity)));
    // CAPE's signatures say by a weight of 0 that they are no finding.
    const full = match.weight === 0 ? 0 : POINTS[severity]! * (confidence / 100);
    return { match, place, confidence, severity, full };
  });
  weighted.sort((a, b) => b.severity - a.severity || b.full - a.full || a.place - b.place);
  const seen = [0, 0, 0, 0, 0, 0];
  const rows = weighted.map(({ match, confidence, severity, full }) => {
    const share = 2 ** -seen[severity]!++;
    // Rounded down, so that a severity never exceeds its limit.
    const points = Math.floor(full * share * GRAIN) / GRAIN;
    return { signature: match.name, description: match.description, severity: match.severity, confidence, points };
  });
  return rows.sort((a, b) => b.points - a.points);
}

function bandOf(score: number, visibility: Visibility): Band {
  if (score >= MALICIOUS_FROM) return 'malicious';
  if (score >= SUSPICIOUS_FROM) return 'suspicious';
  return visibility.behaviorFailed || !visibility.hasActivity ? 'inconclusive' : 'no threat found';
}

function reasonOf(band: Band, ledger: readonly LedgerRow[], visibility: Visibility): string {
  if (band === 'inconclusive') {
    const why = visibility.behaviorFailed
      ? 'the behaviour could not be read'
      : 'no process recorded a call, so the sample may not have run';
    return `${found(ledger)}, but ${why}.`;
  }
  const top = ledger[0];
  const strongest = top === undefined ? '' : `; the strongest is "${top.description}" (${points(top.points)})`;
  const blind =
    visibility.failedSignatures === 0
      ? ''
      : `; ${count(visibility.failedSignatures, 'signature')} failed and could have added to it`;
  return `${found(ledger)}${strongest}${blind}.`;
}

function found(ledger: readonly LedgerRow[]): string {
  if (ledger.length === 0) return 'No signature matched';
  const severities = new Map<number, number>();
  for (const { severity } of ledger) severities.set(severity, (severities.get(severity) ?? 0) + 1);
  const parts = [...severities].map(([severity, n]) => `${n} of severity ${severity}`);
  return `${count(ledger.length, 'signature')} matched (${parts.join(', ')})`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function points(n: number): string {
  return `${Number(n.toFixed(2))} ${n === 1 ? 'point' : 'points'}`;
}
