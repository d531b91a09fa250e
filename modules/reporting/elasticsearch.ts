import { type Output, Reporting, type Results } from 'ovoscope';
import { elasticsearchBulk } from 'ovoscope/report';
import { DEFAULT_SECTIONS, sectionsOf } from './_sections.ts';

/**
 * Writes `elasticsearch.ndjson`, to be sent to the `_bulk` endpoint of Elasticsearch or OpenSearch. Sending it again
 * changes nothing. Off by default.
 *
 * Options: `index`, the name of the index: `ovoscope` (default). `sections`, as in the csv report.
 */
export default class Elasticsearch extends Reporting {
  name = 'elasticsearch';
  enable = false;
  defaults = { index: 'ovoscope', sections: DEFAULT_SECTIONS };

  run(results: Results): Output[] {
    const body = elasticsearchBulk(
      results,
      indexName(this.options['index'] ?? 'ovoscope'),
      sectionsOf(this.options['sections']),
    );
    return [{ path: 'elasticsearch.ndjson', media: 'application/x-ndjson', body }];
  }
}

function indexName(option: unknown): string {
  if (typeof option === 'string' && /^[a-z0-9][a-z0-9._-]{0,199}$/.test(option)) return option;
  throw new RangeError(
    `option index is ${JSON.stringify(option)}, but should be lower-case letters, digits, dots, hyphens and underscores`,
  );
}
