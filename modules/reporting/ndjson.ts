import { type Output, Reporting, type Results } from 'ovoscope';
import { ndjsonSection } from 'ovoscope/report';
import { DEFAULT_SECTIONS, sectionsOf } from './_sections.ts';

/**
 * Writes sections of the container as `ndjson/NAME.ndjson`, one JSON object a line. Off by default.
 *
 * Options: `sections`, a list of their names: all but `calls` by default.
 */
export default class Ndjson extends Reporting {
  name = 'ndjson';
  enable = false;
  defaults = { sections: DEFAULT_SECTIONS };

  run(results: Results): Output[] {
    return sectionsOf(this.options['sections']).map((name) => ({
      path: `ndjson/${name}.ndjson`,
      media: 'application/x-ndjson',
      body: ndjsonSection(results, name),
    }));
  }
}
