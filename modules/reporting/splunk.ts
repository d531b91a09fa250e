import { type Output, Reporting, type Results } from 'ovoscope';
import { splunkEvents } from 'ovoscope/report';
import { DEFAULT_SECTIONS, sectionsOf } from './_sections.ts';

/**
 * Writes `splunk.json`, to be sent to the HTTP event collector of Splunk. Off by default.
 *
 * Options: `sections`, as in the csv report.
 */
export default class Splunk extends Reporting {
  name = 'splunk';
  enable = false;
  defaults = { sections: DEFAULT_SECTIONS };

  run(results: Results): Output[] {
    const body = splunkEvents(results, sectionsOf(this.options['sections']));
    return [{ path: 'splunk.json', media: 'application/json', body }];
  }
}
