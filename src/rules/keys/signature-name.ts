import type { RuleKey } from '../key.ts';
import { exactName } from '../values/name.ts';
import { EqualMatcher } from './equal-matcher.ts';

export const signatureName: RuleKey<string, string> = {
  name: 'signature_name',
  summary: 'The signature of this name matched.',
  reads: 'signatures[].name',
  values: exactName('the name of a signature', ['creates_exe']),
  isAboutCandidates: false,
  collect: (view) => view.field('signatures', 'name')?.map((name) => ({ data: name, shown: name })),
  compile: (values) => new EqualMatcher(values.map(({ value }) => value)),
};
