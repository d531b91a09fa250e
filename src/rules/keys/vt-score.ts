import { decimalOf } from '../decimal.ts';
import type { RuleKey } from '../key.ts';
import { integerRange, type NumberRange } from '../values/range.ts';
import { type RangedNumber, RangeMatcher } from './range-matcher.ts';

export const vtScore: RuleKey<NumberRange, RangedNumber> = {
  name: 'vt_score',
  summary: 'So many engines of VirusTotal found the sample.',
  reads: 'virustotal.positives, virustotal.summary.positives',
  values: integerRange,
  isAboutCandidates: false,
  collect(view) {
    const found = [view.value('virustotal.positives'), view.value('virustotal.summary.positives')];
    const positives = found.find((value) => typeof value === 'number' && Number.isInteger(value));
    return positives === undefined
      ? undefined
      : [{ data: decimalOf(positives as number)!, shown: positives as number }];
  },
  compile: (values) => new RangeMatcher(values),
};
