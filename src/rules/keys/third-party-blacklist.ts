import type { RuleKey } from '../key.ts';
import { exactName } from '../values/name.ts';
import { EqualMatcher } from './equal-matcher.ts';

export const thirdPartyBlacklist: RuleKey<string, string> = {
  name: '3rd_party_blacklist',
  summary: 'A contacted address is in a third-party list of this category; whitelisted addresses do not count.',
  reads: 'network.hosts',
  values: exactName('the category of a third-party list', ['C&C']),
  isAboutCandidates: true,
  collect(view) {
    const contacted = view.contacted();
    const lists = view.thirdParty;
    if (!contacted || !lists) return undefined;
    return contacted.flatMap(({ text }) =>
      lists.find(text).map(({ category, source }) => ({
        data: category.toLowerCase(),
        shown: `${text} (${source})`,
        owner: { addresses: [text] },
      })),
    );
  },
  isKnown: (category, { thirdParty }) => thirdParty?.hasCategory?.(category) ?? true,
  compile: (values) => new EqualMatcher(values.map(({ value }) => value.toLowerCase())),
};
