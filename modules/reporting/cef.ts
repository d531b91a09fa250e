import { type Output, Reporting, type Results } from 'ovoscope';
import { cefEvents } from 'ovoscope/report';

/** Writes `cef.log`, events in the common event format for a SIEM. Off by default. */
export default class Cef extends Reporting {
  name = 'cef';
  enable = false;

  run(results: Results): Output[] {
    const version = results.info?.ovoscope?.version ?? '0';
    return [{ path: 'cef.log', media: 'text/plain', body: cefEvents(results, version) }];
  }
}
