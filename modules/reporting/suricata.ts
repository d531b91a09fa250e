import { type Output, Reporting, type Results } from 'ovoscope';
import { suricataDrafts } from 'ovoscope/report';

/** Writes `suricata/`, drafts of rules for what the sample contacted, and data sets of the same. Off by default. */
export default class Suricata extends Reporting {
  name = 'suricata';
  enable = false;

  run(results: Results): Output[] {
    return suricataDrafts(results).map(({ path, text }) => ({ path, media: 'text/plain', body: text }));
  }
}
