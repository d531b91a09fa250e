import { type Output, Reporting, type Results } from 'ovoscope';
import { stixBundle, writeJson } from 'ovoscope/report';

/** Writes `stix.json`, a STIX 2.1 bundle of the analysis. Off by default. */
export default class Stix extends Reporting {
  name = 'stix';
  enable = false;

  run(results: Results): Output[] {
    return [{ path: 'stix.json', media: 'application/stix+json', body: writeJson(stixBundle(results)) }];
  }
}
