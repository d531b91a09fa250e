import { decimalOf, formatDecimal } from './decimal.ts';
import type { EvidenceItem, Ledger, LedgerGroup, LedgerObject } from './ledger.ts';
import { excerpt, printable } from './text/printable.ts';

const SHOWN_VALUES = 4;

/** How texts of a sample are shown. */
export interface LedgerStyle {
  /** A datum that matched. */
  data(text: string): string;
  /** The value that is scored. */
  value(text: string): string;
}

const PLAIN: LedgerStyle = { data: (text) => excerpt(text, 160), value: printable };

/** A ledger for people: what each rule object did and why, then the sum. */
export function ledgerText(ledger: Ledger, style: LedgerStyle = PLAIN): string {
  const lines = [`${ledger.type} ${ledger.value === null ? '(the analysis has none)' : style.value(ledger.value)}`];
  for (const object of ledger.objects) lines.push('', ...objectLines(object, ledger.groups, style));
  if (ledger.groups.length > 0) lines.push('', ...ledger.groups.map(groupLine));
  lines.push('', sumLine(ledger), verdictLine(ledger), `rule set ${ledger.ruleset}`);
  for (const { code, message } of ledger.problems) lines.push(`note[${code}]: ${printable(message)}`);
  return lines.join('\n');
}

function objectLines(object: LedgerObject, groups: readonly LedgerGroup[], style: LedgerStyle): string[] {
  const { file, line, key, state, group_id: group, score, evidence } = object;
  const values = object.values.slice(0, SHOWN_VALUES).map((value) => excerpt(String(value), 60));
  const rest = object.value_count - values.length;
  const worth = object.counted ? signed(object.points) : `(${signed(score)})`;
  const where = `${printable(file)}:${line}`;
  const inGroup = group === 0 ? '' : `, group ${group}${isComplete(object, groups) ? '' : ' incomplete'}`;
  const lines = [
    `${worth.padStart(9)}  ${state.replace('-', ' ')}${inGroup}  ${key}  ${where}`,
    `           ${values.join(' | ')}${rest > 0 ? ` | ${rest} more` : ''}`,
  ];
  // What several values match is shown once.
  const shown = new Set(evidence.items.map((item) => evidenceText(item, style)));
  for (const text of shown) lines.push(`           ✓ ${text}`);
  const hidden = evidence.count - evidence.items.length;
  if (hidden > 0) lines.push(`           ✓ and ${hidden}${evidence.more ? ' or more' : ''} further`);
  return lines;
}

function evidenceText({ data, length }: EvidenceItem, style: LedgerStyle): string {
  const shown = style.data(String(data));
  return length === undefined ? shown : `${shown} (${length} characters)`;
}

function isComplete(object: LedgerObject, groups: readonly LedgerGroup[]): boolean {
  return (
    object.counted ||
    groups.some(({ file, group_id, complete }) => complete && file === object.file && group_id === object.group_id)
  );
}

function groupLine({ file, group_id, matched, members, complete, points }: LedgerGroup): string {
  const held = `${matched} of ${members} rule objects matched`;
  return `group ${group_id} of ${printable(file)}: ${held}, ${complete ? signed(points) : 'so none counts'}`;
}

function sumLine({ objects, total }: Ledger): string {
  const counted = objects.filter((object) => object.counted).map(({ points }) => plain(points));
  if (counted.length === 0) return 'total 0.0';
  const terms = counted.map((text, index) => (index === 0 || text.startsWith('-') ? text : `+${text}`));
  return `total ${terms.join(' ').replace(/ ([+-])/g, ' $1 ')}${counted.length === 1 ? '' : ` = ${plain(total)}`}`;
}

function verdictLine({ total, threshold, blacklisted, whitelisted, touched, value }: Ledger): string {
  const comparison = `${plain(total)} ${total >= threshold ? '≥' : '<'} ${plain(threshold)}`;
  if (blacklisted) return `${comparison}: blacklisted`;
  let why = '';
  if (total >= threshold && whitelisted) why = ', because it is whitelisted';
  else if (total >= threshold && value === null) why = ', because there is no value';
  else if (total >= threshold && !touched) why = ', because no rule about the value itself counted';
  return `${comparison}: not blacklisted${why}`;
}

function plain(value: number): string {
  return formatDecimal(decimalOf(value)!);
}

function signed(value: number): string {
  return value < 0 ? plain(value) : `+${plain(value)}`;
}
