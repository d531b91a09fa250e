import { decimalOf } from '../decimal.ts';
import type { RuleKey } from '../key.ts';
import { decimalRange, type NumberRange } from '../values/range.ts';
import { type RangedNumber, RangeMatcher } from './range-matcher.ts';

export const cuckooScore: RuleKey<NumberRange, RangedNumber> = {
  name: 'cuckoo_score',
  summary: 'The score of the analysis lies in this range, both ends included.',
  reads: 'info.score',
  values: decimalRange,
  isAboutCandidates: false,
  collect(view) {
    const score = view.value('info.score');
    const exact = typeof score === 'number' ? decimalOf(score) : undefined;
    return exact && [{ data: exact, shown: score as number }];
  },
  compile: (values) => new RangeMatcher(values),
};
