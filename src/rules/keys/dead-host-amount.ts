import { decimalOf } from '../decimal.ts';
import type { RuleKey } from '../key.ts';
import { integerRange, type NumberRange } from '../values/range.ts';
import { type RangedNumber, RangeMatcher } from './range-matcher.ts';

export const deadHostAmount: RuleKey<NumberRange, RangedNumber> = {
  name: 'dead_host_amount',
  summary: 'So many contacted hosts never answered; each address and port counts, whitelisted addresses do not.',
  reads: 'network.dead_hosts',
  values: integerRange,
  isAboutCandidates: false,
  collect(view) {
    let hosts = view.deadHosts();
    if (!hosts) return undefined;
    if (view.quirks) hosts = hosts.filter(({ text }) => view.isContacted(text));
    return [{ data: decimalOf(hosts.length)!, shown: hosts.length }];
  },
  compile: (values) => new RangeMatcher(values),
};
