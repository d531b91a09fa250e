import type { RuleType } from '../rule-type.ts';

export const domain: RuleType = {
  name: 'domain',
  summary: 'Domains that were asked for or contacted.',
  candidates: (view) => view.domains().map((value) => ({ value, isWhitelisted: false })),
  /** A request belongs to its host alone, an address to every name it was an answer for. */
  ownersOf: ({ host, addresses = [] }, view) =>
    host === undefined ? addresses.flatMap((address) => view.domainsOf(address)) : [host],
};
