import type { RuleKey } from '../key.ts';
import { integer } from '../values/integer.ts';
import { EqualMatcher } from './equal-matcher.ts';

export const signatureSeverity: RuleKey<number, number> = {
  name: 'signature_severity',
  summary: 'A signature of this severity matched.',
  reads: 'signatures[].severity',
  values: integer(0, 1000, [3]),
  isAboutCandidates: false,
  collect: (view) =>
    view.records('signatures')?.flatMap(({ severity, name }) => {
      if (typeof severity !== 'number') return [];
      return [{ data: severity, shown: `${typeof name === 'string' ? name : 'a signature'} (severity ${severity})` }];
    }),
  compile: (values) => new EqualMatcher(values.map(({ value }) => value)),
};
