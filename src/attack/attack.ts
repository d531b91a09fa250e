import * as catalog from './behaviours.ts';
import * as later from './release-19.ts';
import * as base from './techniques.ts';

export interface Tactic {
  /** Short name: `privilege-escalation`. */
  key: string;
  /** `TA0004` */
  id: string;
  name: string;
}

export interface Technique {
  id: string;
  /** Without that of the technique it is a part of. */
  name: string;
  /** Keys of tactics, in the order of the matrix. */
  tactics: readonly string[];
}

/** A behaviour or an objective of the Malware Behavior Catalog. */
export interface Behaviour {
  id: string;
  name: string;
  /** Ids of objectives. */
  objectives: readonly string[];
}

/** Which release of Enterprise ATT&CK the ids are of. */
export const ATTACK_RELEASE: string = later.RELEASE;
export const MBC_RELEASE: string = catalog.RELEASE;

const rows = (text: string): string[][] => text.split('\n').flatMap((line) => (line === '' ? [] : [line.split('|')]));
const toTactic = ([key, id, name]: string[]): Tactic => ({ key: key!, id: id!, name: name! });
const keys = (list: string | undefined): string[] => (list ?? '').split(',').filter((key) => key !== '');

/** Tactics in the order of the matrix. */
export const TACTICS: readonly Tactic[] = rows(base.TACTICS).flatMap((row) =>
  row[0] === 'defense-evasion' ? rows(later.TACTICS.join('\n')).map(toTactic) : [toTactic(row)],
);

const order = new Map(TACTICS.map(({ key }, place) => [key, place]));

/** The tables are read when they are first asked for. */
let tables:
  | { techniques: Map<string, Technique>; replaced: Map<string, string>; behaviours: Map<string, Behaviour> }
  | undefined;

function read() {
  if (tables) return tables;
  const replaced = new Map([...rows(base.REPLACED), ...rows(later.REPLACED)] as [string, string][]);
  const techniques = new Map<string, Technique>();
  for (const [id, name, list] of [...rows(base.TECHNIQUES), ...rows(later.TECHNIQUES)]) {
    if (replaced.has(id!)) continue;
    const isImpairment = later.IMPAIRMENT.includes(id!.split('.')[0]!);
    const tactics = keys(list).map((key) =>
      key === 'defense-evasion' ? (isImpairment ? 'defense-impairment' : 'stealth') : key,
    );
    tactics.sort((a, b) => order.get(a)! - order.get(b)!);
    techniques.set(id!, { id: id!, name: name!, tactics });
  }
  const behaviours = new Map(
    rows(catalog.BEHAVIOURS).map(([id, name, list]) => [id!, { id: id!, name: name!, objectives: keys(list) }]),
  );
  tables = { techniques, replaced, behaviours };
  return tables;
}

/** The technique with an id that is in force; undefined for revoked and unknown ones. */
export const technique = (id: string): Technique | undefined => read().techniques.get(id);

/** The id that is in force for a technique: what replaced it where it was revoked, else itself. */
export function currentTechnique(id: string): string {
  const { replaced } = read();
  let current = id;
  // One that was replaced may be replaced again.
  for (let i = 0; i < 10 && replaced.has(current); i += 1) current = replaced.get(current)!;
  return current;
}

/** A technique's name with that of the technique it is a part of: `Process Injection: Process Hollowing`. */
export function techniqueName(id: string): string | undefined {
  const found = technique(id);
  const parent = id.includes('.') ? technique(id.split('.')[0]!) : undefined;
  return found && parent ? `${parent.name}: ${found.name}` : found?.name;
}

/** A behaviour, method or objective of MBC; undefined for unknown ids. */
export const behaviour = (id: string): Behaviour | undefined => read().behaviours.get(id);
