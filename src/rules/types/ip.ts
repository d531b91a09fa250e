import type { RuleType } from '../rule-type.ts';

export const ip: RuleType = {
  name: 'ip',
  summary: 'Contacted addresses.',
  candidates: (view) => (view.contacted() ?? []).map(({ text }) => ({ value: text, isWhitelisted: false })),
  ownersOf: ({ addresses = [] }) => addresses,
};
