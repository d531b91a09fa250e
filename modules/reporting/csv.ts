import { type Output, Reporting, type Results } from 'ovoscope';
import { csvSection } from 'ovoscope/report';
import { DEFAULT_SECTIONS, sectionsOf } from './_sections.ts';

/**
 * Writes sections of the container as `csv/NAME.csv`, for spreadsheets: no cell is taken for a formula. Off by default.
 *
 * Options: `sections`, a list of their names: all but `calls` by default.
 */
export default class Csv extends Reporting {
  name = 'csv';
  enable = false;
  defaults = { sections: DEFAULT_SECTIONS };

  run(results: Results): Output[] {
    return sectionsOf(this.options['sections']).map((name) => ({
      path: `csv/${name}.csv`,
      media: 'text/csv',
      body: csvSection(results, name),
    }));
  }
}
