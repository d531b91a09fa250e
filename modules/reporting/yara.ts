import { type Output, Reporting, type Results } from 'ovoscope';
import { yaraDrafts } from 'ovoscope/report';

/** Writes `ovoscope.yar`, drafts of YARA rules for the sample. Off by default. */
export default class Yara extends Reporting {
  name = 'yara';
  enable = false;

  run(results: Results): Output[] {
    return [{ path: 'ovoscope.yar', media: 'text/plain', body: yaraDrafts(results) }];
  }
}
