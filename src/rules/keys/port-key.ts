import type { RuleKey } from '../key.ts';
import type { Flow } from '../report-view.ts';
import { integer } from '../values/integer.ts';
import { EqualMatcher } from './equal-matcher.ts';

/** A rule key about destination ports. */
export function portKey(protocol: 'tcp' | 'udp', examples: readonly number[]): RuleKey<number, number> {
  return {
    name: `${protocol}_port`,
    summary: `The analysis talked ${protocol.toUpperCase()} to this port of an address that is not whitelisted.`,
    reads: `network.${protocol}[].dport, network.${protocol}[].dst`,
    values: integer(0, 65_535, examples),
    isAboutCandidates: true,
    quirkMinimum: 2,
    collect(view) {
      const flows = view.flows(protocol);
      if (!flows) return undefined;
      const counted = view.quirks ? flows.filter(({ text }) => view.isContacted(text)) : distinct(flows);
      return counted.map(({ text, port }) => ({
        data: port,
        shown: `${text.includes(':') ? `[${text}]` : text}:${port}`,
        owner: { addresses: [text], port },
      }));
    },
    compile: (values) => new EqualMatcher(values.map(({ value }) => value)),
  };
}

function distinct(flows: readonly Flow[]): Flow[] {
  return [...new Map(flows.map((flow) => [`${flow.text} ${flow.port}`, flow])).values()];
}
