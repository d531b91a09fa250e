import { type Output, Reporting, type Results } from 'ovoscope';
import { mispEvent, writeJson } from 'ovoscope/report';

/** Writes `misp.json`, an unpublished MISP event of the analysis. Off by default. */
export default class Misp extends Reporting {
  name = 'misp';
  enable = false;

  run(results: Results): Output[] {
    return [{ path: 'misp.json', media: 'application/json', body: writeJson(mispEvent(results)) }];
  }
}
