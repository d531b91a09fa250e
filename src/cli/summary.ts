import { relative } from 'node:path';
import type { Summary } from '../engine/summary.ts';
import type { Outcome } from '../engine/supervise.ts';
import type { Band } from '../plugin/container.ts';
import { bytes, count, numberText, plural, pointsText } from '../report/view-model-text.ts';
import { type CliContext, type Colors, printProblems } from './context.ts';
import { messageText, pad, sampleText } from './text.ts';

const LEDGER_ROWS = 8;
const TREE_ROWS = 15;
const MATCH_ROWS = 25;
const PROBLEM_ROWS = 10;
const RULE_ROWS = 10;
const LABEL = 12;

/** What became of one analysis, for people. */
export async function printOutcome(context: CliContext, outcome: Outcome): Promise<void> {
  const { colors } = context;
  switch (outcome.state) {
    case 'done':
      await context.stdout.print(`${summaryLines(outcome.summary, colors).join('\n')}\n\n`);
      break;
    case 'cancelled':
      await context.stderr.print(`${messageText(outcome.path)}  cancelled\n`);
      break;
    case 'failed':
      await printProblems(context, [outcome.problem]);
      if (outcome.stack !== undefined) await context.stderr.print(`${messageText(outcome.stack)}\n`);
  }
}

export function summaryLines(summary: Summary, colors: Colors): string[] {
  return [
    headLine(summary, colors),
    ...targetLines(summary, colors),
    ...verdictLines(summary, colors),
    ...treeLines(summary, colors),
    ...matchLines(summary, colors),
    ...ruleLines(summary, colors),
    ...ranLines(summary, colors),
    ...problemLines(summary, colors),
    ...reportLines(summary, colors),
  ];
}

function label(text: string, colors: Colors): string {
  return `  ${colors.dim(pad(text, LABEL))}`;
}

function headLine({ path, dialect, processes, calls, duration }: Summary, { bold, dim }: Colors): string {
  const facts = [dialect, plural(processes, 'process', 'processes'), plural(calls, 'call')];
  if (duration >= 0) facts.push(`${duration} s in the sandbox`);
  return `${bold(messageText(path))}  ${dim(facts.map((fact) => sampleText(fact)).join(' · '))}`;
}

function targetLines({ target }: Summary, colors: Colors): string[] {
  if (target.name === undefined && target.sha256 === undefined) return [];
  const facts = [target.type, target.size === undefined ? undefined : bytes(target.size), target.sha256];
  const known = facts.filter((fact) => fact !== undefined).map((fact) => sampleText(fact, 100));
  const name = sampleText(target.name ?? '(no name)', 80);
  return [`${label('target', colors)}${name}${known.length === 0 ? '' : colors.dim(`  ${known.join(' · ')}`)}`];
}

function verdictLines({ verdict }: Summary, colors: Colors): string[] {
  if (verdict === undefined) return [];
  const { band, score, reason, ledger } = verdict;
  const lines = [`${label('verdict', colors)}${bandText(band, colors)}  ${numberText(round(score))} of 10`];
  lines.push(`${label('', colors)}${colors.dim(sampleText(reason, 400))}`);
  const counting = ledger.filter(({ points }) => points >= 0.01);
  for (const row of counting.slice(0, LEDGER_ROWS)) {
    const points = pointsText(round(row.points)).padStart(6);
    lines.push(`${label('', colors)}${points}  ${row.signature}`);
  }
  if (counting.length > LEDGER_ROWS) {
    const rest = counting.slice(LEDGER_ROWS).reduce((sum, { points }) => sum + points, 0);
    lines.push(`${label('', colors)}${pointsText(round(rest)).padStart(6)}  ${counting.length - LEDGER_ROWS} more`);
  }
  return lines;
}

function round(points: number): number {
  return Math.round(points * 100) / 100;
}

function bandText(band: Band, colors: Colors): string {
  const paint = {
    malicious: colors.red,
    suspicious: colors.yellow,
    'no threat found': colors.green,
    inconclusive: colors.cyan,
  };
  return colors.bold(paint[band](band));
}

function treeLines({ tree, treeCut }: Summary, colors: Colors): string[] {
  if (tree.length === 0) return [];
  const lines = tree.slice(0, TREE_ROWS).map(({ depth, name, pid, calls }, i) => {
    const indent = '  '.repeat(Math.min(depth, 20));
    const facts = colors.dim(`${pid}${calls > 0 ? `, ${plural(calls, 'call')}` : ''}`);
    return `${label(i === 0 ? 'processes' : '', colors)}${indent}${sampleText(name, 60)} ${facts}`;
  });
  const more = Math.max(0, tree.length - TREE_ROWS) + treeCut;
  if (more > 0) lines.push(`${label('', colors)}${colors.dim(`${count(more)} more`)}`);
  return lines;
}

function matchLines({ matches, score }: Summary, colors: Colors): string[] {
  if (matches.length === 0) return [];
  const shown = matches.toReversed().slice(0, MATCH_ROWS);
  const width = Math.max(...shown.map(({ name }) => name.length));
  const lines = shown.map(({ name, description, severity, evidence }, i) => {
    const head = label(i === 0 ? 'signatures' : '', colors);
    return `${head}${severity}  ${pad(name, width)}  ${sampleText(description, 100)} ${colors.dim(`(${count(evidence)})`)}`;
  });
  if (matches.length > MATCH_ROWS)
    lines.push(`${label('', colors)}${colors.dim(`${matches.length - MATCH_ROWS} more`)}`);
  lines.push(`${label('score', colors)}${numberText(score)} ${colors.dim('as Cuckoo counts: severities ÷ 5')}`);
  return lines;
}

function ruleLines({ rules }: Summary, colors: Colors): string[] {
  const lines = rules.slice(0, RULE_ROWS).map(({ type, value, total, threshold, blacklisted, matched, of }, i) => {
    const decision = blacklisted ? colors.red('blacklisted') : 'not blacklisted';
    const facts = colors.dim(
      `${numberText(total)} of ${numberText(threshold)}, ${matched} of ${of} rule objects matched`,
    );
    return `${label(i === 0 ? 'rules' : '', colors)}${decision}  ${type} ${sampleText(value ?? '(no value)', 120)}  ${facts}`;
  });
  if (rules.length > RULE_ROWS)
    lines.push(`${label('', colors)}${colors.dim(`${count(rules.length - RULE_ROWS)} more`)}`);
  return lines;
}

function ranLines({ statistics, keys }: Summary, colors: Colors): string[] {
  if (statistics === undefined) return [];
  const { processing, signatures } = statistics;
  const ms = [...processing, ...signatures, ...(statistics.reporting ?? [])].reduce(
    (sum, timing) => sum + timing.ms,
    0,
  );
  const modules = processing.length === 0 ? `${keys.length} keys taken over` : plural(processing.length, 'module');
  return [
    `${label('ran', colors)}${modules}, ${plural(signatures.length, 'signature')} in ${(ms / 1000).toFixed(2)} s`,
  ];
}

function problemLines({ problems }: Summary, colors: Colors): string[] {
  if (problems.length === 0) return [];
  const lines = problems.slice(0, PROBLEM_ROWS).map(({ code, message }, i) => {
    const head = label(i === 0 ? plural(problems.length, 'problem') : '', colors);
    return `${head}${colors.yellow(code)}  ${sampleText(message, 300)}`;
  });
  if (problems.length > PROBLEM_ROWS) {
    lines.push(
      `${label('', colors)}${colors.dim(`${count(problems.length - PROBLEM_ROWS)} more; the reports have all`)}`,
    );
  }
  return lines;
}

function reportLines({ outputs }: Summary, colors: Colors): string[] {
  return outputs.map(({ path, bytes: size }, i) => {
    return `${label(i === 0 ? 'reports' : '', colors)}${messageText(shortPath(path))} ${colors.dim(`(${bytes(size)})`)}`;
  });
}

function shortPath(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') || fromHere === '' ? path : fromHere;
}
