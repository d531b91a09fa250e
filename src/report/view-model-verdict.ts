import type { LedgerRow, Results } from '../plugin/container.ts';
import type { ViewLimits } from './limits.ts';
import { findingId } from './view-model-findings.ts';
import {
  asInteger,
  asList,
  asNumber,
  asText,
  bytes,
  capped,
  isRecord,
  numberText,
  pointsText,
  severityOf,
  show,
  showName,
  valueText,
} from './view-model-text.ts';
import type { Band, Fact, FindingsView, LedgerLine, Shown, StripView, Technique, WhyView } from './view-model-types.ts';

const TOP_LINES = 5;
const CAP = 10;

const BANDS: { readonly [word: string]: Band } = {
  malicious: { key: 'malicious', word: 'Malicious', shape: '◆' },
  suspicious: { key: 'suspicious', word: 'Suspicious', shape: '▲' },
  'no threat found': { key: 'clean', word: 'No threat found', shape: '■' },
  inconclusive: { key: 'inconclusive', word: 'Inconclusive', shape: '?' },
};
const NO_BAND: Band = { key: 'none', word: 'Not scored', shape: '!' };

export function stripView(results: Results, warnings: number, limits: ViewLimits): StripView {
  const verdict = results.verdict;
  const file = sampleFile(results);
  const score = scoreOf(results);
  return {
    band: (verdict && Object.hasOwn(BANDS, verdict.band) && BANDS[verdict.band]) || NO_BAND,
    score: score?.toFixed(1),
    fill: Math.min(1, Math.max(0, (score ?? 0) / CAP)),
    reason: verdict?.reason
      ? show(verdict.reason, limits)
      : { text: 'No score was computed for this analysis; what was recorded is below.' },
    name: showName(sampleName(results), limits),
    type: asText(file.type) ? show(file.type, { ...limits, text: 80 }) : undefined,
    sha256: asText(file.sha256) ? showName(file.sha256, limits) : undefined,
    facts: stripFacts(results, limits),
    families: familyNames(results, limits),
    warnings,
  };
}

/** What the strip calls the analysis: the sample, or where nothing names it the first process. */
function sampleName(results: Results): unknown {
  const first = asList(results.behavior?.processes).find(isRecord);
  return (
    asText(sampleFile(results).name) ?? asText(results.target?.url) ?? asText(first?.process_name) ?? 'unnamed sample'
  );
}

/** The sample's own record: `target.file`, or `file` of older generations. */
export function sampleFile(results: Results): { [name: string]: unknown } {
  return (results.target?.file ?? results.file ?? {}) as { [name: string]: unknown };
}

function scoreOf(results: Results): number | undefined {
  const score: unknown = results.verdict?.score;
  return typeof score === 'number' && Number.isFinite(score) ? score : undefined;
}

function stripFacts(results: Results, limits: ViewLimits): Fact[] {
  const info = results.info;
  const file = sampleFile(results);
  const size = asInteger(file.size);
  const facts: [string, unknown][] = [
    ['sample', asText(file.name) || results.target?.url ? undefined : 'not in the analysis'],
    ['size', size === undefined ? undefined : bytes(size)],
    ['analysis', info?.id],
    ['ran', info && info.duration >= 0 ? `${info.duration} s` : undefined],
    ['on', isRecord(info?.machine) ? (info.machine.name ?? info.machine.label) : info?.machine],
    ['started', info?.started ? `${info.started} UTC` : undefined],
    ['sandbox', info?.dialect ?? info?.version],
  ];
  return facts
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([label, value]) => ({ label, value: showName(value, limits) }));
}

function familyNames(results: Results, limits: ViewLimits): Shown[] {
  const names = new Set<string>();
  for (const match of asList(results.signatures)) {
    if (isRecord(match)) for (const family of asList(match.families)) names.add(valueText(family));
  }
  return [...names].slice(0, 8).map((name) => showName(name, limits));
}

export function whyView(results: Results, findings: FindingsView, limits: ViewLimits): WhyView {
  const verdict = results.verdict;
  const rows = (asList(verdict?.ledger).filter(isRecord) as unknown as LedgerRow[]).map((row) => ({
    ...row,
    points: asNumber(row.points),
    confidence: asNumber(row.confidence),
  }));
  const sum = asNumber(verdict?.sum);
  const largest = Math.max(0, ...rows.map((row) => Math.abs(row.points)));
  const lines = capped(rows, limits.findings, limits, (row) => ledgerLine(row, largest, limits)).items;
  const byWeight = lines.filter((line) => line.weight !== 0).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const top = byWeight.slice(0, TOP_LINES);
  return {
    top,
    ledger: lines,
    sum: numberText(sum),
    sumShort: numberText(sum, 2),
    score: scoreOf(results)?.toFixed(1),
    capped: sum > CAP,
    rest: {
      lines: rows.length - top.length,
      points: pointsText(sum - top.reduce((total, line) => total + line.weight * largest, 0), 2),
    },
    techniques: techniques(findings),
    empty: lines.length > 0 ? undefined : emptyReason(results),
  };
}

function techniques(findings: FindingsView): Technique[] {
  const found = new Map<string, Technique>();
  for (const finding of findings.findings.items) {
    for (const name of finding.techniques) {
      if (!found.has(name.text)) found.set(name.text, { name, finding: finding.id });
    }
  }
  return [...found.values()].sort((a, b) => (a.name.text < b.name.text ? -1 : 1)).slice(0, 24);
}

function emptyReason(results: Results): string {
  if (!results.verdict) return 'This container has no verdict: its signatures were not scored.';
  return 'No signature matched, so nothing adds to the score.';
}

function ledgerLine(row: LedgerRow, largest: number, limits: ViewLimits): LedgerLine {
  return {
    finding: findingId(valueText(row.signature)),
    name: showName(row.signature, limits),
    description: show(row.description || row.signature, limits),
    severity: severityOf(row.severity),
    confidence: row.confidence,
    points: pointsText(row.points, 2),
    exact: pointsText(row.points),
    weight: largest > 0 ? row.points / largest : 0,
  };
}
