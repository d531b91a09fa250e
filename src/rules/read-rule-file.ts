import { createHash } from 'node:crypto';
import { ruleStructureProblems, ruleValueProblems } from '../errors/rules.ts';
import { nearest } from '../util/nearest.ts';
import { compareDecimals, type Decimal, parseDecimal } from './decimal.ts';
import { decodeRuleFile } from './decode.ts';
import { DiagnosticList, type Report } from './diagnostic.ts';
import { appendItems, appendMember, indentAt, removeMember } from './move.ts';
import { type AnyRuleKey, type Registry, registry } from './registry.ts';
import {
  READ_LIMITS,
  type ReadLimits,
  type ReadOptions,
  type ReadRuleFile,
  type RuleObject,
  type RuleValue,
} from './rule-file.ts';
import type { RuleType } from './rule-type.ts';
import {
  type Field,
  INFO_FIELDS,
  MAX_GROUP,
  MAX_SCORE,
  namesOf,
  OBJECT_FIELDS,
  ROOT_FIELDS,
  SCORE_PLACES,
} from './structure.ts';
import { syntaxProblem } from './syntax-report.ts';
import { type ArrayNode, type JsonNode, type Member, nodeKind, type ObjectNode } from './text/json-node.ts';
import { parseTolerantJson } from './text/parse-json.ts';
import { Source } from './text/source.ts';

/**
 * Reads a rule file as people write them. Deviations that can be read with certainty are warnings with the edits that
 * mend them; anything else is an error, and then nothing of the file is applied. Never throws.
 */
export function readRuleFile(name: string, bytes: Uint8Array, options: ReadOptions = {}): ReadRuleFile {
  const limits = { ...READ_LIMITS, ...options.limits };
  if (bytes.length > limits.bytes) {
    const source = new Source(name, '');
    const list = new DiagnosticList(source);
    list.add(ruleStructureProblems.tooLarge(bytes.length, limits.bytes), { start: 0, end: 0 });
    return { source, file: undefined, diagnostics: list.sorted(), errors: 1 };
  }
  const { text, problem, isMendable } = decodeRuleFile(bytes);
  const source = new Source(name, text);
  const list = new DiagnosticList(source, { limit: limits.diagnostics, ...(options.strict && { strict: true }) });
  if (problem) list.add(problem, { start: 0, end: 0 }, isMendable ? [] : undefined);
  const digest = createHash('sha256').update(bytes).digest('hex');
  return isMendable ? readSource(source, digest, list, limits, options) : finished(source, list, undefined);
}

/** Reads a rule file that is text already. */
export function readRuleText(name: string, text: string, options: ReadOptions = {}): ReadRuleFile {
  return readRuleFile(name, new TextEncoder().encode(text), options);
}

function readSource(
  source: Source,
  digest: string,
  list: DiagnosticList,
  limits: ReadLimits,
  options: ReadOptions,
): ReadRuleFile {
  const { root, findings, unlisted } = parseTolerantJson(source.text);
  for (const finding of findings) list.add(syntaxProblem(finding), finding.span, finding.edits, true);
  if (unlisted > 0)
    list.add(ruleStructureProblems.more(unlisted), { start: source.text.length, end: source.text.length });
  const isWhole = findings.every(({ edits }) => edits) && unlisted === 0;
  if (!root) return finished(source, list, undefined);
  const reader = new Reader(source, list.add, options, limits, isWhole);
  const { type, objects } = reader.read(root);
  const file = type && { name: source.name, digest, type: type.name, objects };
  return finished(source, list, isWhole ? file : undefined);
}

function finished(source: Source, list: DiagnosticList, file: ReadRuleFile['file']): ReadRuleFile {
  const diagnostics = list.sorted();
  if (list.unlisted > 0) {
    const { line, column } = source.position(source.text.length);
    diagnostics.push({
      ...ruleStructureProblems.more(list.unlisted),
      where: { file: source.name, line, column },
      severity: list.errors > 0 ? 'error' : 'warning',
      span: { start: source.text.length, end: source.text.length },
      isSyntax: false,
    });
  }
  return { source, file: list.errors === 0 ? file : undefined, diagnostics, errors: list.errors };
}

class Reader {
  readonly #source: Source;
  readonly #report: Report;
  readonly #registry: Registry;
  readonly #limits: ReadLimits;
  readonly #quirks: boolean;
  /** Whether the text is well formed; otherwise what is missing may stand in the part that could not be read. */
  readonly #isWhole: boolean;
  readonly #objects: RuleObject[] = [];
  #values = 0;

  constructor(source: Source, report: Report, options: ReadOptions, limits: ReadLimits, isWhole: boolean) {
    this.#source = source;
    this.#report = report;
    this.#registry = options.registry ?? registry();
    this.#limits = limits;
    this.#quirks = options.quirks ?? false;
    this.#isWhole = isWhole;
  }

  read(root: JsonNode): { type: RuleType | undefined; objects: RuleObject[] } {
    if (root.kind !== 'object') {
      this.#report(ruleStructureProblems.wrongKind('a rule file', 'an object', nodeKind(root)), root);
      return { type: undefined, objects: [] };
    }
    const isRuleKey = (key: string) => this.#registry.keys.has(key);
    const misplaced = root.members.filter(({ key }) => isRuleKey(key.value));
    const known = this.#fields(root, ROOT_FIELDS, 'a rule file', { isOther: isRuleKey });
    const type = this.#info(known.get('info'), root);
    const rules = known.get('rules')?.value;
    const lists: RuleLists = new Map();
    if (rules) this.#rules(rules, lists);
    else this.#withoutRules(root, misplaced);
    for (const member of misplaced) this.#misplaced(root, member, rules, lists);
    return { type, objects: this.#objects };
  }

  // -- the parts of a file

  /** The members of an object by name; tells of missing, unknown and repeated ones. */
  #fields(
    node: ObjectNode,
    fields: readonly Field[],
    owner: string,
    more: { isOpen?: boolean; isOther?: (name: string) => boolean } = {},
  ): Map<string, Member> {
    const found = new Map<string, Member>();
    const names = namesOf(fields);
    for (const member of node.members) {
      const name = member.key.value;
      if (more.isOther?.(name)) continue;
      if (!names.includes(name)) {
        if (!more.isOpen) this.#unknownField(member, name, owner, names);
      } else if (found.has(name)) {
        this.#report(ruleStructureProblems.duplicateField(owner, name), member.key);
      } else {
        found.set(name, member);
      }
    }
    return found;
  }

  #unknownField(member: Member, name: string, owner: string, names: readonly string[]): void {
    const isRoot = owner === 'a rule file';
    const candidates = isRoot ? [...names, ...this.#registry.keys.keys()] : names;
    this.#report(ruleStructureProblems.unknownField(owner, name, nearest(name, candidates), names), member.key);
  }

  #info(member: Member | undefined, root: ObjectNode): RuleType | undefined {
    const names = [...this.#registry.types.keys()];
    const hint = `Add "info": { "type": "${names[0]}" }.`;
    if (!member) {
      if (this.#isWhole) this.#report(ruleStructureProblems.missingField('the file', 'info', hint), startOf(root));
      return undefined;
    }
    const { value } = member;
    if (value.kind !== 'object') {
      this.#report(ruleStructureProblems.wrongKind('"info"', 'an object', nodeKind(value)), value);
      return undefined;
    }
    const type = this.#fields(value, INFO_FIELDS, '"info"', { isOpen: true }).get('type')?.value;
    if (!type) {
      if (!this.#isWhole) return undefined;
      const fields = value.members.map(({ key }) => key.value);
      const near = nearest('type', fields);
      const help =
        near === undefined ? `Types are: ${names.join(', ')}.` : `Did you mean "type" where it says "${near}"?`;
      this.#report(ruleStructureProblems.missingField('"info"', 'type', help), member.key);
      return undefined;
    }
    if (type.kind !== 'string') {
      this.#report(ruleStructureProblems.wrongKind('"type"', 'text', nodeKind(type)), type);
      return undefined;
    }
    return this.#type(type.value.trim(), type);
  }

  #type(name: string, node: JsonNode & { kind: 'string' }): RuleType | undefined {
    const type = this.#registry.types.get(name);
    if (!type) {
      const names = [...this.#registry.types.keys()];
      this.#report(ruleStructureProblems.unknownType(name, nearest(name, names), names), node);
    } else if (name !== node.value) {
      this.#report(ruleValueProblems.space(name), node, [
        { start: node.start, end: node.end, text: JSON.stringify(name) },
      ]);
    }
    return type;
  }

  #withoutRules(root: ObjectNode, misplaced: readonly Member[]): void {
    if (!this.#isWhole) return;
    if (misplaced.length === 0) {
      this.#report(ruleStructureProblems.missingField('the file', 'rules', 'Add "rules": { }.'), startOf(root));
      return;
    }
    const edit = appendMember(this.#source.text, root, '"rules": {}', '');
    this.#report(ruleStructureProblems.noRulesObject(), misplaced[0]!.key, [edit]);
  }

  #rules(node: JsonNode, lists: RuleLists): void {
    if (node.kind !== 'object') {
      this.#report(ruleStructureProblems.wrongKind('"rules"', 'an object of rule keys', nodeKind(node)), node);
      return;
    }
    for (const member of node.members) {
      const name = member.key.value;
      const key = this.#registry.keys.get(name);
      if (key) this.#ruleKey(key, member, node, lists);
      else this.#unknownKey(name, member);
    }
  }

  #unknownKey(name: string, member: Member): void {
    const names = [...this.#registry.keys.keys()];
    this.#report(ruleStructureProblems.unknownKey(name, nearest(name, names), names), member.key);
  }

  #misplaced(root: ObjectNode, member: Member, rules: JsonNode | undefined, lists: RuleLists): void {
    const name = member.key.value;
    if (rules?.kind === 'object') {
      const { text } = this.#source;
      const written = text.slice(member.key.start, member.value.end);
      const moved = appendMember(text, rules, written, indentAt(text, member.key.start) ?? '');
      this.#report(ruleStructureProblems.misplacedKey(name), member.key, [removeMember(text, root, member), moved]);
    }
    this.#ruleKey(this.#registry.keys.get(name)!, member, root, lists);
  }

  #ruleKey(key: AnyRuleKey, member: Member, owner: ObjectNode, lists: RuleLists): void {
    const { value } = member;
    if (value.kind === 'object') {
      this.#wrapped(value, `a rule object of "${key.name}"`);
      this.#ruleObject(key, value);
      return;
    }
    if (value.kind !== 'array') {
      this.#report(ruleStructureProblems.wrongKind(`"${key.name}"`, 'a list of rule objects', nodeKind(value)), value);
      return;
    }
    const earlier = lists.get(key.name);
    if (!earlier) lists.set(key.name, { list: value, owner });
    else if (earlier.owner === owner) this.#repeated(key, member, owner, earlier.list);
    for (const item of value.items) {
      if (item.kind === 'object') this.#ruleObject(key, item);
      else
        this.#report(
          ruleStructureProblems.wrongKind(`an entry of "${key.name}"`, 'a rule object', nodeKind(item)),
          item,
        );
    }
  }

  #repeated(key: AnyRuleKey, member: Member, owner: ObjectNode, earlier: ArrayNode): void {
    const { text } = this.#source;
    const { line } = this.#source.position(earlier.start);
    const source = member.value as ArrayNode;
    const edits = [removeMember(text, owner, member)];
    if (source.items.length > 0) edits.unshift(appendItems(text, earlier, source));
    this.#report(ruleStructureProblems.duplicateKey(key.name, line), member.key, edits);
  }

  #wrapped(node: JsonNode, what: string): void {
    const edits = [
      { start: node.start, end: node.start, text: '[' },
      { start: node.end, end: node.end, text: ']' },
    ];
    this.#report(ruleStructureProblems.notInList(what), startOf(node), edits);
  }

  // -- rule objects

  #ruleObject(key: AnyRuleKey, node: ObjectNode): void {
    const owner = `a rule object of "${key.name}"`;
    const fields = this.#fields(node, OBJECT_FIELDS, owner);
    const missing = ['rules', 'score'].filter((name) => !fields.has(name));
    for (const name of this.#isWhole ? missing : []) {
      const hint = name === 'rules' ? `Add "rules": [${JSON.stringify(key.values.examples[0])}].` : 'Add "score": 1.0.';
      this.#report(ruleStructureProblems.missingField(owner, name, hint), startOf(node));
    }
    const caseSensitive = this.#caseSensitive(key, fields.get('case_sensitive'));
    const score = this.#score(fields.get('score')?.value);
    const groupId = this.#groupId(fields.get('group_id')?.value);
    const values = this.#valuesOf(key, fields.get('rules')?.value, caseSensitive);
    if (!score || !values || values.length === 0 || groupId === undefined) return;
    const { line, column } = this.#source.position(node.start);
    this.#objects.push({ file: this.#source.name, line, column, key, values, score, groupId, caseSensitive });
  }

  #valuesOf(key: AnyRuleKey, node: JsonNode | undefined, caseSensitive: boolean): RuleValue[] | undefined {
    if (!node) return undefined;
    const nodes = node.kind === 'array' ? node.items : [node];
    if (nodes.length === 0) {
      if (this.#isWhole) this.#report(ruleStructureProblems.noValues(key.name), node);
      return undefined;
    }
    let reports = 0;
    const report: Report = (...what) => {
      reports += 1;
      this.#report(...what);
    };
    const context = { source: this.#source, key: key.name, caseSensitive, report };
    const values: RuleValue[] = [];
    for (const value of nodes) {
      this.#values += 1;
      if (this.#values > this.#limits.values) {
        if (this.#values === this.#limits.values + 1) {
          this.#report(ruleStructureProblems.tooManyValues(this.#limits.values), value);
        }
        return undefined;
      }
      const before = reports;
      let parsed: unknown;
      try {
        parsed = key.values.parse(value, context);
        if (parsed === undefined && reports === before) throw new TypeError('it gave no value and no reason');
      } catch (error) {
        report(ruleValueProblems.parseFailed(key.name, error), value);
      }
      if (parsed !== undefined) values.push({ written: writtenOf(value), parsed });
    }
    return values;
  }

  #score(node: JsonNode | undefined): Decimal | undefined {
    if (!node) return undefined;
    const text = this.#number(node, 'a score', () => ruleStructureProblems.scoreInText());
    if (text === undefined) return undefined;
    const score = parseDecimal(text);
    const limit: Decimal = { units: BigInt(MAX_SCORE), scale: 0 };
    const isInside =
      score && score.scale <= SCORE_PLACES && compareDecimals({ ...score, units: absolute(score.units) }, limit) <= 0;
    if (isInside) return score;
    this.#report(ruleStructureProblems.scoreRange(text, MAX_SCORE, SCORE_PLACES), node);
    return undefined;
  }

  /** The text of a number, also of one that stands in quotes. */
  #number(
    node: JsonNode,
    what: string,
    inText: () => ReturnType<typeof ruleStructureProblems.scoreInText>,
  ): string | undefined {
    if (node.kind === 'number') return node.text;
    const text = node.kind === 'string' ? node.value.trim() : '';
    if (node.kind === 'string' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) {
      this.#report(inText(), node, [{ start: node.start, end: node.end, text }]);
      return text;
    }
    this.#report(ruleStructureProblems.wrongKind(what, 'a number', nodeKind(node)), node);
    return undefined;
  }

  #groupId(node: JsonNode | undefined): number | undefined {
    if (!node) return 0;
    const text = this.#number(node, 'a group_id', () => ruleStructureProblems.groupInText());
    if (text === undefined) return undefined;
    const group = Number(text);
    if (Number.isInteger(group) && group >= 0 && group <= MAX_GROUP) return group;
    this.#report(ruleStructureProblems.groupRange(text), node);
    return undefined;
  }

  #caseSensitive(key: AnyRuleKey, member: Member | undefined): boolean {
    const usual = this.#quirks || key.caseSensitive === true;
    if (!member) return usual;
    const { value } = member;
    if (key.caseSensitive === undefined) {
      this.#report(ruleStructureProblems.meaninglessCase(key.name), member.key);
    } else if (value.kind === 'literal' && value.value !== null) {
      return value.value;
    } else {
      this.#report(ruleStructureProblems.wrongKind('"case_sensitive"', 'true or false', nodeKind(value)), value);
    }
    return usual;
  }
}

type RuleLists = Map<string, { list: ArrayNode; owner: ObjectNode }>;

function startOf(node: JsonNode): { start: number; end: number } {
  return { start: node.start, end: node.start + 1 };
}

function writtenOf(node: JsonNode): string | number {
  if (node.kind === 'number') return Number(node.text);
  return node.kind === 'string' ? node.value : '';
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
