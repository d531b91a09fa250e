import { createHash } from 'node:crypto';
import type { Results } from '../plugin/container.ts';
import { type Decimal, decimalOf } from './decimal.ts';
import { EVIDENCE_LIMITS, type EvidenceLimits } from './evidence.ts';
import type { Datum, KeyValue, Matcher } from './key.ts';
import type { Ledger } from './ledger.ts';
import { Clock } from './match/clock.ts';
import { type AnyRuleKey, type Registry, registry } from './registry.ts';
import { ReportView } from './report-view.ts';
import type { RuleFile, RuleObject } from './rule-file.ts';
import type { RuleType } from './rule-type.ts';
import { Scoring } from './scoring.ts';
import type { Surroundings } from './surroundings.ts';

export interface RuleSetOptions {
  registry?: Registry;
  /** A value is blacklisted from this total on; 2.0 unless told otherwise. */
  threshold?: number;
  /** Score as the original's code did, accidents included. */
  quirks?: boolean;
  evidence?: Partial<EvidenceLimits>;
  /** Milliseconds that matching may take for one container; what is left then is not evaluated. */
  timeLimitMs?: number;
  /** Scoreboards for one type in one container. */
  candidates?: number;
  /** The clock, in milliseconds. */
  now?: () => number;
}

export const DEFAULT_THRESHOLD = 2.0;
const DEFAULT_TIME_MS = 60_000;
const DEFAULT_CANDIDATES = 10_000;

/** All rule objects of one key and one type, made ready together. */
export interface CompiledKey {
  key: AnyRuleKey;
  matcher: Matcher<unknown>;
  /** Number of a value → position of its rule object, and the value as written. */
  owners: Int32Array;
  written: (string | number)[];
}

export interface CompiledType {
  type: RuleType;
  objects: RuleObject[];
  /** Position of a rule object → number of its file. */
  fileOf: number[];
  keys: CompiledKey[];
}

/** What one container is scored with; made for it. */
export interface ScoringContext {
  view: ReportView;
  clock: Clock;
  /** The data of a key, read once for all types. */
  data(key: AnyRuleKey): readonly Datum<unknown>[] | undefined;
  threshold: Decimal;
  quirks: boolean;
  evidence: EvidenceLimits;
  candidates: number;
  ruleset: string;
}

/** Rule files compiled together, to be applied to any number of containers. */
export class RuleSet {
  /** `sha256:` and a hash of the files, whatever their order and names. */
  readonly version: string;
  readonly #types: CompiledType[];
  readonly #options: RuleSetOptions;

  /** Throws a RangeError for a threshold that is no number. */
  constructor(files: readonly RuleFile[], options: RuleSetOptions = {}) {
    if (!decimalOf(options.threshold ?? DEFAULT_THRESHOLD)) throw new RangeError('the threshold has to be a number');
    this.#options = options;
    const digests = files.map(({ digest }) => digest).sort();
    this.version = `sha256:${createHash('sha256').update(digests.join('\n')).digest('hex')}`;
    const { types } = options.registry ?? registry();
    this.#types = [...types.values()].flatMap((type) => {
      const mine = files.filter((file) => file.type === type.name);
      return mine.length === 0 ? [] : [compileType(type, mine, options.quirks ?? false)];
    });
  }

  /** Names of the types that the files blacklist. */
  get types(): string[] {
    return this.#types.map(({ type }) => type.name);
  }

  /**
   * Scores a container: one ledger for the hash, one for each candidate of another type that a rule touched.
   */
  score(results: Results, surroundings: Surroundings = {}): Ledger[] {
    const { quirks = false, evidence, candidates = DEFAULT_CANDIDATES, threshold, timeLimitMs, now } = this.#options;
    const view = new ReportView(results, surroundings, quirks);
    const read = new Map<string, readonly Datum<unknown>[] | undefined>();
    const context: ScoringContext = {
      view,
      clock: new Clock(timeLimitMs ?? DEFAULT_TIME_MS, now),
      data(key) {
        if (!read.has(key.name)) {
          const data = key.collect(view);
          read.set(key.name, data && [...data]);
        }
        return read.get(key.name);
      },
      threshold: decimalOf(threshold ?? DEFAULT_THRESHOLD)!,
      quirks,
      evidence: { ...EVIDENCE_LIMITS, ...evidence },
      candidates,
      ruleset: this.version,
    };
    return this.#types.flatMap((type) => new Scoring(type, context).ledgers());
  }
}

function compileType(type: RuleType, files: readonly RuleFile[], quirks: boolean): CompiledType {
  const lists = quirks ? lastOfEachKey(files) : files.map((file) => file.objects);
  const objects = lists.flat();
  const fileOf = lists.flatMap((list, file) => list.map(() => file));
  const byKey = new Map<AnyRuleKey, number[]>();
  for (const [position, { key }] of objects.entries()) {
    const mine = byKey.get(key);
    if (mine) mine.push(position);
    else byKey.set(key, [position]);
  }
  const keys = [...byKey].map(([key, mine]) => compileKey(key, mine, objects, quirks));
  return { type, objects, fileOf, keys: keys.sort((a, b) => (a.key.name < b.key.name ? -1 : 1)) };
}

/** The code let a rule key of a later file replace that of an earlier one. */
function lastOfEachKey(files: readonly RuleFile[]): RuleObject[][] {
  const last = new Map<string, RuleFile>();
  for (const file of files) for (const { key } of file.objects) last.set(key.name, file);
  return files.map((file) => file.objects.filter(({ key }) => last.get(key.name) === file));
}

function compileKey(
  key: AnyRuleKey,
  mine: readonly number[],
  objects: readonly RuleObject[],
  quirks: boolean,
): CompiledKey {
  const values = mine.flatMap((position) => {
    const { values: own, caseSensitive } = objects[position]!;
    return own.map(({ parsed, written }) => ({ position, written, value: parsed, caseSensitive }));
  });
  return {
    key,
    matcher: matcherOf(key, values, quirks),
    owners: Int32Array.from(values, ({ position }) => position),
    written: values.map(({ written }) => written),
  };
}

/** A key that cannot make its values ready says so where it is applied; other keys are not touched. */
function matcherOf(key: AnyRuleKey, values: readonly KeyValue<unknown>[], quirks: boolean): Matcher<unknown> {
  try {
    return key.compile(values, { quirks });
  } catch (error) {
    const fail = () => {
      throw error;
    };
    return { start: fail, match: fail };
  }
}
