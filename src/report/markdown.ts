import type { Results } from '../plugin/container.ts';
import { defang } from './defang.ts';
import { reportView } from './view-model.ts';
import type { Capped, Finding, IocGroup, LedgerLine, ReportView, Shown, TreeRow } from './view-model-types.ts';

export interface MarkdownOptions {
  /** The text is no longer than this in UTF-8; at least 4096. Default 65536. */
  maxBytes?: number;
}

/** Share of the room that each part may take; what a part leaves goes to the ones after it. */
const SHARES = { verdict: 0.2, iocs: 0.2, tree: 0.2, findings: 0.28, health: 0.12 };
/** For lines that say what was left out, and headings. */
const RESERVE = 2_048;
const TECHNIQUES_SHOWN = 12;

/** A heading and the lines under it; `more` says what is not among them. */
interface Part {
  share: keyof typeof SHARES;
  heading: string;
  lines: string[];
  /** Items that the view model itself left out. */
  hidden: number;
  /** What the lines are: `findings`. */
  noun: string;
}

/**
 * The analysis as Markdown (CommonMark, without tables or HTML) for a ticket: verdict and its reasons, indicators
 * (defanged), process tree, findings, and what is missing. What the sample wrote stands in code spans, so that it can
 * be neither markup nor link nor mention. The same container gives the same text.
 */
export function markdownReport(results: Results, options: MarkdownOptions = {}): string {
  const maxBytes = Math.max(4_096, options.maxBytes ?? 65_536);
  const view = reportView(results, 'brief');
  let text = head(view);
  let room = 0;
  for (const part of parts(view)) {
    room += Math.floor((maxBytes - RESERVE - size(head(view))) * SHARES[part.share]);
    const written = write(part, room);
    room = Math.max(0, room - size(written));
    text += written;
  }
  return text;
}

function write({ heading, lines, hidden, noun }: Part, room: number): string {
  let text = heading === '' ? '\n' : `\n## ${heading}\n\n`;
  let left = room - size(text);
  let written = 0;
  for (const line of lines) {
    left -= size(line) + 1;
    if (left < 0) break;
    text += `${line}\n`;
    written += 1;
  }
  const cut = lines.length - written + hidden;
  if (cut > 0) text += `${written > 0 ? '\n' : ''}*${cut} more ${noun} not shown here.*\n`;
  return text;
}

function head({ strip }: ReportView): string {
  const score = strip.score === undefined ? '' : ` ${strip.score}/10`;
  const facts = [
    strip.type && `- Type: ${code(strip.type)}`,
    strip.sha256 && `- SHA-256: ${code(strip.sha256)}`,
    strip.families.length > 0 && `- Families: ${strip.families.slice(0, 5).map(code).join(', ')}`,
    ...strip.facts.slice(0, 8).map((fact) => `- ${escapeMarkdown(fact.label)}: ${code(fact.value)}`),
  ];
  return [
    `# ${strip.band.word}${score}: ${code(strip.name)}`,
    '',
    prose(strip.reason),
    '',
    ...facts.filter((line) => typeof line === 'string'),
    '',
  ].join('\n');
}

function* parts(view: ReportView): Generator<Part> {
  yield reasons(view);
  yield* indicators(view.iocs);
  yield tree(view);
  yield findings(view);
  yield health(view);
}

function reasons({ why }: ReportView): Part {
  const part = (lines: string[], hidden = 0): Part => ({
    share: 'verdict',
    heading: 'Why',
    lines,
    hidden,
    noun: 'lines',
  });
  if (why.empty !== undefined) return part([escapeMarkdown(why.empty)]);
  const lines = why.top.map(ledgerLine);
  if (why.rest.lines > 0) lines.push(`- ${why.rest.points} by ${why.rest.lines} more`);
  const capped = why.capped ? `, capped to ${why.score}` : '';
  lines.push('', `Sum ${why.sumShort}${capped}.`);
  const techniques = [...new Set(why.techniques.map(({ name }) => code(name)))];
  if (techniques.length > 0) {
    const more = techniques.length - TECHNIQUES_SHOWN;
    const rest = more > 0 ? ` and ${more} more` : '';
    lines.push('', `ATT&CK: ${techniques.slice(0, TECHNIQUES_SHOWN).join(', ')}${rest}`);
  }
  return part(lines);
}

function ledgerLine(line: LedgerLine): string {
  const facts = `${line.severity.word}, confidence ${line.confidence}`;
  return `- **${line.points}** ${prose(line.description)} (${code(line.name)}, ${facts})`;
}

function* indicators(groups: readonly IocGroup[]): Generator<Part> {
  const lines: string[] = [];
  let hidden = 0;
  let background = 0;
  for (const { label, items, background: usual } of groups) {
    background += usual.total;
    hidden += missing(items);
    if (items.items.length > 0) lines.push(...(lines.length > 0 ? [''] : []), `${escapeMarkdown(label)}:`, '');
    for (const item of items.items) {
      const note = item.note === undefined ? '' : ` (${code(item.note)})`;
      const cited = item.findings.length > 0 ? `, cited by ${plural(item.findings.length, 'finding')}` : '';
      lines.push(`- ${code(item.value)}${note}${cited}`);
    }
  }
  if (lines.length === 0) lines.push('None.');
  yield { share: 'iocs', heading: 'Indicators (defanged)', lines, hidden, noun: 'indicators' };
  if (background > 0) {
    const line = `${plural(background, 'indicator')} usual on any machine left out.`;
    yield { share: 'iocs', heading: '', lines: [line], hidden: 0, noun: '' };
  }
}

function tree({ tree }: ReportView): Part {
  const lines = tree.empty === undefined ? tree.rows.items.map(treeLine) : [escapeMarkdown(tree.empty)];
  return { share: 'tree', heading: 'Processes', lines, hidden: missing(tree.rows), noun: 'processes' };
}

/** Deeper levels stay where they are: the depth is what the sample chose. */
const DEPTH_SHOWN = 12;
/** Badges that hold a number only. */
const COUNTED = new Set<string>(['findings', 'calls', 'network', 'files', 'dropped']);

function treeLine(row: TreeRow): string {
  const badges = row.badges.map(badge).join(', ');
  const command = row.command === undefined ? '' : ` ${code(row.command)}`;
  const indent = '  '.repeat(Math.min(row.depth, DEPTH_SHOWN));
  return `${indent}- ${code(row.name)} (${row.pid})${command}${badges === '' ? '' : `: ${badges}`}`;
}

function badge({ kind, text }: TreeRow['badges'][number]): string {
  return escapeMarkdown(COUNTED.has(kind) ? `${text} ${kind}` : text);
}

function findings({ findings }: ReportView): Part {
  const lines =
    findings.empty === undefined ? findings.findings.items.map(findingLine) : [escapeMarkdown(findings.empty)];
  return { share: 'findings', heading: 'Findings', lines, hidden: missing(findings.findings), noun: 'findings' };
}

function findingLine(finding: Finding): string {
  const facts = [
    finding.severity.word,
    ...(finding.confidence === undefined ? [] : [`confidence ${finding.confidence}`]),
    `${finding.evidence.total} ${finding.evidence.total === 1 ? 'piece' : 'pieces'} of evidence`,
    ...finding.techniques.slice(0, TECHNIQUES_SHOWN).map(code),
  ];
  return `- ${code(finding.name)}: ${prose(finding.description)} (${facts.join(', ')})`;
}

function health({ health }: ReportView): Part {
  const { signatures, problems } = health;
  const lines: string[] = [];
  const ran = [
    ...(signatures.failed > 0 ? [`${signatures.failed} failed`] : []),
    ...(signatures.skipped > 0 ? [`${signatures.skipped} skipped`] : []),
  ];
  lines.push(`- ${plural(signatures.total, 'signature')} ran${ran.length > 0 ? `, ${ran.join(', ')}` : ''}`);
  for (const timing of health.timings.items) {
    if (timing.state === 'done' || timing.stage === 'signature') continue;
    lines.push(`- ${escapeMarkdown(timing.stage)} module \`${timing.name.text.replaceAll('`', "'")}\` ${timing.state}`);
  }
  for (const problem of problems.items) {
    const where = problem.where === undefined ? '' : ` (${code(problem.where)})`;
    lines.push(`- ${escapeMarkdown(problem.code)}: ${prose(problem.message)}${where}`);
  }
  for (const { key, why } of health.missing) lines.push(`- No ${escapeMarkdown(key)}: ${escapeMarkdown(why)}`);
  return { share: 'health', heading: 'Health of the analysis', lines, hidden: missing(problems), noun: 'problems' };
}

function missing({ items, total }: Capped<unknown>): number {
  return Math.max(0, total - items.length);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function size(text: string): number {
  return Buffer.byteLength(text);
}

function shownText({ text, rest, hidden }: Shown): string {
  return rest !== undefined || hidden !== undefined ? `${text}…` : text;
}

/** A code span of one line: its fence is longer than any run of backticks inside. */
function code(shown: Shown): string {
  const text = shownText(shown);
  if (text.trim() === '') return '(empty)';
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return fence + pad + text + pad + fence;
}

function prose(shown: Shown): string {
  const text = shownText(shown);
  return escapeMarkdown(shown.defanged ? text : defang(text, 'text'));
}

/** Text of one line that no Markdown takes for markup, link or mention. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_{}[\]<>#!|~&$^]|\.(?=[a-z])|^[-+=]/gi, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replaceAll('`', '&#96;')
    .replaceAll('@', '\\[@\\]')
    .replace(/^(\d+)(?=[.)])/, '$1\\');
}
