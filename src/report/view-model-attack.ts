import { ATTACK_RELEASE, behaviour, TACTICS, technique } from '../attack/attack.ts';
import type { ViewLimits } from './limits.ts';
import { hasRoom } from './limits.ts';
import { showName } from './view-model-text.ts';
import type { AttackCell, AttackColumn, AttackView, Finding, FindingsView } from './view-model-types.ts';

const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/;
/** Behaviours and objectives of the Malware Behavior Catalog. */
const MBC = /^(?:OB|OC|B|C|E|F|X)\d{4}(?:\.[\dm]\d{2})?$/;
/** Findings that one cell names. */
const MAX_FINDINGS = 40;

/** Tactics with the techniques that findings show. A technique of several tactics stands in each. */
export function attackView(findings: FindingsView, limits: ViewLimits): AttackView {
  const shown = techniquesOf(findings);
  const columns = new Map<string, AttackColumn>(TACTICS.map(({ key, name }) => [key, { id: key, name, cells: [] }]));
  let made = 0;
  for (const [id, list] of [...shown].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!hasRoom(made, limits.rows, limits)) break;
    made += 1;
    for (const column of columnsFor(id, columns)) place(column, id, list, limits);
  }
  const filled = [...columns.values()].filter(({ cells }) => cells.length > 0);
  return {
    columns: filled,
    others: [...columns.values()].filter(({ cells }) => cells.length === 0).map(({ name }) => name),
    total: shown.size,
    release: ATTACK_RELEASE,
    empty: shown.size > 0 ? undefined : 'No finding names a technique of ATT&CK or a behaviour of MBC.',
  };
}

function techniquesOf(findings: FindingsView): Map<string, Finding[]> {
  const shown = new Map<string, Finding[]>();
  for (const finding of findings.findings.items) {
    for (const id of new Set(finding.techniques.map(({ text }) => text))) {
      const list = shown.get(id);
      if (list) list.push(finding);
      else shown.set(id, [finding]);
    }
  }
  return shown;
}

function columnsFor(id: string, columns: Map<string, AttackColumn>): AttackColumn[] {
  const own = (technique(id)?.tactics ?? []).flatMap((key) => columns.get(key) ?? []);
  if (own.length > 0) return own;
  const [key, name] = TECHNIQUE.test(id)
    ? ['techniques', 'Techniques']
    : MBC.test(id)
      ? ['mbc', 'Malware Behavior Catalog']
      : ['else', 'Other'];
  let column = columns.get(key);
  if (!column) columns.set(key, (column = { id: key, name, cells: [] }));
  return [column];
}

/** A sub-technique stands under its technique, which may not have been shown itself. */
function place(column: AttackColumn, id: string, findings: readonly Finding[], limits: ViewLimits): void {
  const cited = findings.slice(0, MAX_FINDINGS).map(({ id: finding, name, severity }) => ({
    id: finding,
    name,
    severity,
  }));
  const dot = TECHNIQUE.test(id) ? id.indexOf('.') : -1;
  if (dot < 0) {
    cellOf(column.cells, id, limits).findings.push(...cited);
    return;
  }
  cellOf(cellOf(column.cells, id.slice(0, dot), limits).parts, id, limits).findings.push(...cited);
}

function cellOf(cells: AttackCell[], id: string, limits: ViewLimits): AttackCell {
  const found = cells.find((cell) => cell.id.text === id);
  if (found) return found;
  const cell: AttackCell = {
    id: showName(id, limits),
    name: (technique(id) ?? behaviour(id))?.name,
    findings: [],
    parts: [],
  };
  cells.push(cell);
  return cell;
}
