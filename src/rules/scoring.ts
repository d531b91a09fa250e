import type { Problem } from '../errors/problem.ts';
import { ruleProblems } from '../errors/rules.ts';
import { addDecimals, compareDecimals, type Decimal, decimalToNumber, timesDecimal, ZERO } from './decimal.ts';
import { EvidenceList } from './evidence.ts';
import { groupsOf, type ObjectResult, quirkGroupsOf } from './groups.ts';
import type { Datum } from './key.ts';
import type { Ledger, LedgerObject } from './ledger.ts';
import { REGEX_TEXT_LIMIT } from './match/searches.ts';
import type { RuleObject } from './rule-file.ts';
import type { CompiledKey, CompiledType, ScoringContext } from './rule-set.ts';
import type { Candidate } from './rule-type.ts';

/** Scoreboard → position of a rule object → what it matched. */
type Board = Map<number, EvidenceList>;

const SHOWN_VALUES = 100;

/** Applies the rules of one type to one container. */
export class Scoring {
  readonly #compiled: CompiledType;
  readonly #context: ScoringContext;
  /** What holds for the analysis, and with it for every candidate. */
  readonly #whole: Board = new Map();
  readonly #boards = new Map<string, Board>();
  readonly #notEvaluated = new Set<number>();
  readonly #problems: Problem[] = [];
  readonly #candidates: readonly Candidate[];
  /** Whether the type failed to find candidates; nothing is matched then. */
  #hasNoCandidates = false;
  #hasFailed = false;
  readonly #known: ReadonlySet<string | null>;

  constructor(compiled: CompiledType, context: ScoringContext) {
    this.#compiled = compiled;
    this.#context = context;
    this.#candidates = this.#findCandidates();
    this.#known = new Set(this.#candidates.map(({ value }) => value));
  }

  ledgers(): Ledger[] {
    for (const key of this.#compiled.keys) {
      try {
        if (this.#hasNoCandidates) this.#leaveOut(key);
        else this.#matchKey(key);
      } catch (error) {
        this.#leaveOut(key);
        this.#forget(key);
        this.#problems.push(ruleProblems.keyFailed(key.key.name, error));
      }
    }
    this.#problems.push(...this.#context.view.problems());
    const hasOwners = this.#compiled.type.ownersOf !== undefined;
    let shown = this.#candidates.filter(({ value }) => !hasOwners || this.#boards.has(value ?? ''));
    // What failed is told in a ledger, so there has to be one.
    if (this.#hasFailed && shown.length === 0) shown = this.#candidates.slice(0, 1);
    return shown.map((candidate) => this.#ledger(candidate));
  }

  /** Where the type fails, a value that is unknown, so that there is a ledger to say so. */
  #findCandidates(): readonly Candidate[] {
    const { type } = this.#compiled;
    let all: readonly Candidate[];
    try {
      all = type.candidates(this.#context.view);
      if (!Array.isArray(all) || !all.every(isCandidate)) throw new TypeError('its candidates are no list of values');
    } catch (error) {
      this.#problems.push(ruleProblems.typeFailed(type.name, error));
      this.#hasFailed = true;
      this.#hasNoCandidates = true;
      return [{ value: null, isWhitelisted: false }];
    }
    const limit = this.#context.candidates;
    if (all.length > limit) this.#problems.push(ruleProblems.tooManyCandidates(type.name, all.length, limit));
    return all.slice(0, limit);
  }

  // -- matching

  #matchKey(compiled: CompiledKey): void {
    const { clock } = this.#context;
    const { key, matcher } = compiled;
    const wasOver = clock.isOver();
    const data = wasOver ? undefined : this.#context.data(key);
    if (!data) {
      this.#leaveOut(compiled);
      return;
    }
    this.#leaveOutUnknown(key);
    matcher.start?.(clock);
    if (!this.#matchData(compiled, data)) {
      this.#leaveOut(compiled);
      this.#forget(compiled);
      this.#problems.push(ruleProblems.outOfTime(key.name, clock.limitMs));
    }
    if (matcher.longTexts) this.#problems.push(ruleProblems.longText(key.name, matcher.longTexts, REGEX_TEXT_LIMIT));
  }

  /** False where time ran out. */
  #matchData(compiled: CompiledKey, data: readonly Datum<unknown>[]): boolean {
    const { clock, quirks } = this.#context;
    const matches = new MatchCount(compiled, this.#context, this.#compiled.type.ownersOf !== undefined);
    const minimum = quirks ? (compiled.key.quirkMinimum ?? 1) : 1;
    const waiting: (readonly [value: number, datum: Datum<unknown>])[] = [];
    const hits: number[] = [];
    for (const datum of data) {
      hits.length = 0;
      if (clock.isOver() || !compiled.matcher.match(datum.data, (value) => hits.push(value))) return false;
      hits.sort((a, b) => a - b);
      for (const value of hits) {
        if (!matches.count(value)) continue;
        if (minimum > 1) waiting.push([value, datum]);
        else this.#record(compiled, value, datum, matches);
      }
    }
    for (const [value, datum] of waiting) {
      if (matches.of(value) >= minimum) this.#record(compiled, value, datum, matches);
    }
    return true;
  }

  #leaveOut({ owners }: CompiledKey): void {
    for (const position of owners) this.#notEvaluated.add(position);
  }

  #leaveOutUnknown(key: CompiledKey['key']): void {
    if (!key.isKnown) return;
    for (const [position, object] of this.#compiled.objects.entries()) {
      const isOurs = object.key === key;
      if (isOurs && !object.values.some(({ parsed }) => key.isKnown!(parsed, this.#context.view))) {
        this.#notEvaluated.add(position);
      }
    }
  }

  #forget({ owners }: CompiledKey): void {
    for (const board of [this.#whole, ...this.#boards.values()]) for (const position of owners) board.delete(position);
  }

  #record(compiled: CompiledKey, value: number, datum: Datum<unknown>, matches: MatchCount): void {
    const position = compiled.owners[value]!;
    const add = (board: Board) => {
      let list = board.get(position);
      if (!list) board.set(position, (list = new EvidenceList(this.#context.evidence)));
      list.add(compiled.written[value]!, datum.shown);
      if (matches.isFull(value)) list.stop();
    };
    const { type } = this.#compiled;
    if (!type.ownersOf || !compiled.key.isAboutCandidates) {
      add(this.#whole);
      return;
    }
    for (const owner of this.#ownersOf(datum)) {
      if (!this.#known.has(owner)) continue;
      let board = this.#boards.get(owner);
      if (!board) this.#boards.set(owner, (board = new Map()));
      add(board);
    }
  }

  #ownersOf({ owner = {} }: Datum<unknown>): ReadonlySet<string> {
    const { type } = this.#compiled;
    try {
      return new Set(type.ownersOf?.(owner, this.#context.view));
    } catch (error) {
      if (!this.#hasFailed) this.#problems.push(ruleProblems.typeFailed(type.name, error));
      this.#hasFailed = true;
      return new Set();
    }
  }

  // -- scoring

  #ledger({ value, isWhitelisted }: Candidate): Ledger {
    const { threshold, quirks, ruleset } = this.#context;
    const board = this.#boards.get(value ?? '');
    const results = this.#compiled.objects.map((object, position) => this.#result(object, position, board));
    const groups = quirks ? quirkGroupsOf(results) : groupsOf(results);
    const total = results.reduce((sum, { points }) => addDecimals(sum, points), ZERO);
    const touched = this.#isTouched(results);
    const isOver = compareDecimals(total, threshold) >= 0;
    return {
      value,
      type: this.#compiled.type.name,
      total: decimalToNumber(total),
      threshold: decimalToNumber(threshold),
      blacklisted: isOver && touched && !isWhitelisted && value !== null,
      whitelisted: isWhitelisted,
      touched,
      ruleset,
      objects: results.map(toLedgerObject),
      groups: groups.map(({ points, ...group }) => ({ ...group, points: decimalToNumber(points) })),
      problems: this.#problems,
    };
  }

  #result(object: RuleObject, position: number, board: Board | undefined): ObjectResult {
    const evidence = board?.get(position) ?? this.#whole.get(position);
    const isMatched = evidence !== undefined && evidence.count > 0;
    const isEvaluated = !this.#notEvaluated.has(position);
    const state = isMatched ? 'matched' : isEvaluated ? 'not-matched' : 'not-evaluated';
    const times = isMatched ? (this.#context.quirks ? evidence.count : 1) : 0;
    const points: Decimal = object.groupId === 0 ? timesDecimal(object.score, times) : ZERO;
    return {
      object,
      file: this.#compiled.fileOf[position]!,
      state,
      times,
      counted: object.groupId === 0 && isMatched,
      points,
      evidence,
    };
  }

  /** Whether a rule about the candidate itself counts; one that speaks for its innocence does not make it a suspect. */
  #isTouched(results: readonly ObjectResult[]): boolean {
    if (!this.#compiled.type.ownersOf) return true;
    return results.some(({ counted, object }) => counted && object.key.isAboutCandidates && object.score.units >= 0n);
  }
}

/** Counts matches of values, so that one that matches everywhere does not go on for ever. */
class MatchCount {
  readonly #counts: Float64Array;
  readonly #limit: number;
  readonly #retire: ((value: number) => void) | undefined;

  constructor({ owners, key, matcher }: CompiledKey, { evidence, quirks }: ScoringContext, hasOwners: boolean) {
    this.#counts = new Float64Array(owners.length);
    // Where data belong to candidates, the last of them may be the first that a candidate has.
    const isEndless = quirks || (hasOwners && key.isAboutCandidates);
    this.#limit = isEndless ? Number.POSITIVE_INFINITY : evidence.matches;
    this.#retire = matcher.retire?.bind(matcher);
  }

  /** Whether the match is still counted. */
  count(value: number): boolean {
    if (this.#counts[value]! >= this.#limit) return false;
    this.#counts[value]! += 1;
    if (this.isFull(value)) this.#retire?.(value);
    return true;
  }

  isFull(value: number): boolean {
    return this.#counts[value]! >= this.#limit;
  }

  of(value: number): number {
    return this.#counts[value]!;
  }
}

function isCandidate(candidate: unknown): candidate is Candidate {
  if (typeof candidate !== 'object' || candidate === null) return false;
  const { value, isWhitelisted } = candidate as { [field: string]: unknown };
  return (value === null || typeof value === 'string') && typeof isWhitelisted === 'boolean';
}

function toLedgerObject({ object, state, counted, points, evidence }: ObjectResult): LedgerObject {
  const { file, line, key, values, score, groupId } = object;
  return {
    file,
    line,
    key: key.name,
    values: values.slice(0, SHOWN_VALUES).map(({ written }) => written),
    value_count: values.length,
    score: decimalToNumber(score),
    group_id: groupId,
    state,
    counted,
    points: decimalToNumber(points),
    evidence: evidence?.toEvidence() ?? { count: 0, more: false, items: [] },
  };
}
