import { type Results, Signature } from 'ovoscope';
import { networkEntries, text } from '../_flows.ts';

const FEWEST = 8;
const SHOWN = 20;
/** What browsers ask to test the network has no dot. */
const NAME = /^([a-z0-9-]{8,40})\.[a-z]{2,10}$/;

/** Programs that test for a false name server ask for three such names, as browsers do. */
export default class NetworkGeneratedNames extends Signature {
  name = 'network_generated_names';
  description = 'Looks up many names that nobody would think of, most in vain';
  severity = 3;
  confidence = 75;
  categories = ['network', 'c2'];
  ttps = ['T1568.002'];
  references = ['https://attack.mitre.org/techniques/T1568/002/'];
  run(results: Results) {
    const names = new Map<string, object>();
    for (const query of networkEntries(results, 'dns')) {
      const request = text(query['request']).toLowerCase();
      const label = NAME.exec(request.slice(0, 100))?.[1];
      const isInVain =
        query['rcode'] !== undefined || (Array.isArray(query['answers']) && query['answers'].length === 0);
      if (label !== undefined && isInVain && isRandom(label))
        names.set(request, { request, rcode: query['rcode'] ?? null });
    }
    if (names.size < FEWEST) return false;
    this.data.push(...[...names.values()].slice(0, SHOWN));
    return true;
  }
}

/** Words have vowels between, and few digits. */
function isRandom(label: string): boolean {
  const letters = label.replace(/[^a-z]/g, '');
  const vowels = letters.replace(/[^aeiouy]/g, '').length;
  const digits = label.length - letters.length;
  const row = Math.max(0, ...(letters.match(/[^aeiouy]+/g) ?? []).map((part) => part.length));
  return vowels < letters.length * 0.22 || row >= 5 || (digits >= 3 && digits < label.length / 2);
}
