/**
 * Makes src/attack/techniques.ts or src/attack/behaviours.ts from a STIX bundle: the one of Enterprise ATT&CK, or the
 * one of the Malware Behavior Catalog. Ids, names, tactics and what replaced a revoked id are kept, nothing else.
 *
 *   node scripts/run.mjs scripts/make-attack-data.ts attack BUNDLE.json RELEASE
 *   node scripts/run.mjs scripts/make-attack-data.ts mbc BUNDLE.json RELEASE
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface StixObject {
  id: string;
  type: string;
  name?: string;
  revoked?: boolean;
  x_mitre_deprecated?: boolean;
  x_mitre_shortname?: string;
  external_references?: { source_name: string; external_id?: string }[];
  kill_chain_phases?: { kill_chain_name: string; phase_name: string }[];
  tactic_refs?: string[];
  relationship_type?: string;
  source_ref?: string;
  target_ref?: string;
  behavior_ref?: string;
  objective_refs?: string[];
  obj_defn?: { external_id?: string };
}

const [kind, path, release] = process.argv.slice(2);
if ((kind !== 'attack' && kind !== 'mbc') || path === undefined || release === undefined) {
  console.error('usage: node scripts/run.mjs scripts/make-attack-data.ts attack|mbc BUNDLE.json RELEASE');
  process.exit(2);
}
const { objects } = JSON.parse(readFileSync(path, 'utf8')) as { objects: StixObject[] };
const byId = new Map(objects.map((object) => [object.id, object]));
if (kind === 'attack') writeAttack();
else writeMbc();

function attackId({ external_references = [] }: StixObject): string {
  return external_references.find(({ source_name }) => source_name === 'mitre-attack')?.external_id ?? '';
}

function writeAttack(): void {
  const matrix = objects.find(({ type }) => type === 'x-mitre-matrix')!;
  const tactics = matrix.tactic_refs!.map((ref) => byId.get(ref)!);
  const order = tactics.map((tactic) => tactic.x_mitre_shortname!);
  const techniques = objects.filter((object) => object.type === 'attack-pattern' && /^T\d/.test(attackId(object)));
  const current = techniques.filter((each) => !each.revoked && !each.x_mitre_deprecated);
  const phases = ({ kill_chain_phases = [] }: StixObject) =>
    order.filter((key) => kill_chain_phases.some(({ phase_name }) => phase_name === key)).join(',');
  const replaced = objects
    .filter(({ type, relationship_type }) => type === 'relationship' && relationship_type === 'revoked-by')
    .map(({ source_ref, target_ref }) => [byId.get(source_ref!), byId.get(target_ref!)])
    .filter(([from, to]) => from?.type === 'attack-pattern' && to?.type === 'attack-pattern')
    .map(([from, to]) => `${attackId(from!)}|${attackId(to!)}`)
    .filter((line) => /^T\d[^|]*\|T\d/.test(line) && line.split('|')[0] !== line.split('|')[1]);
  write('src/attack/techniques.ts', 'scripts/make-attack-data.ts from the STIX bundle of Enterprise ATT&CK', [
    constant('RELEASE', release!),
    table(
      'TACTICS',
      'Key|id|name, in the order of the matrix.',
      tactics.map((each) => `${each.x_mitre_shortname}|${attackId(each)}|${each.name}`),
    ),
    table(
      'TECHNIQUES',
      'Id|name|keys of tactics.',
      current.map((each) => `${attackId(each)}|${each.name}|${phases(each)}`).sort(),
    ),
    table('REPLACED', 'Revoked id|id that replaced it.', replaced.sort()),
  ]);
}

function writeMbc(): void {
  const idOf = (ref: string | undefined) => byId.get(ref ?? '')?.obj_defn?.external_id ?? '';
  const objectives = (object: StixObject): string =>
    (object.objective_refs ?? byId.get(object.behavior_ref ?? '')?.objective_refs ?? []).map(idOf).sort().join(',');
  const lines = objects
    .filter(({ type, obj_defn }) => /^malware-(?:behavior|method|objective)$/.test(type) && obj_defn?.external_id)
    .map((object) => `${object.obj_defn!.external_id}|${object.name}|${objectives(object)}`);
  write(
    'src/attack/behaviours.ts',
    'scripts/make-attack-data.ts from the STIX bundle of the Malware Behavior Catalog',
    [constant('RELEASE', release!), table('BEHAVIOURS', 'Id|name|ids of objectives.', [...new Set(lines)].sort())],
  );
}

function constant(name: string, value: string): string {
  return `export const ${name} = '${value}';\n`;
}

function table(name: string, about: string, lines: readonly string[]): string {
  const text = lines.map((line) => line.replace(/[\\`$]/g, '\\$&')).join('\n');
  return `/** ${about} */\nexport const ${name} = \`\\\n${text}\n\`;\n`;
}

function write(file: string, source: string, parts: readonly string[]): void {
  writeFileSync(file, `// Made by ${source}; see NOTICE.\n\n${parts.join('\n')}`);
}
