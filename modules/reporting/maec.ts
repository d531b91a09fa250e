import { type Output, Reporting, type Results } from 'ovoscope';
import { maecPackage, writeJson } from 'ovoscope/report';

/** Writes `maec.json`, a MAEC 5.0 package of the analysis. Off by default. */
export default class Maec extends Reporting {
  name = 'maec';
  enable = false;

  run(results: Results): Output[] {
    return [{ path: 'maec.json', media: 'application/json', body: writeJson(maecPackage(results)) }];
  }
}
