import { type Output, Reporting, type Results } from 'ovoscope';
import { mmdefMetadata } from 'ovoscope/report';

/** Writes `report.metadata.xml`, malware metadata (MMDEF 1.1) as Cuckoo 1 did. Off by default. */
export default class Mmdef extends Reporting {
  name = 'mmdef';
  enable = false;

  run(results: Results): Output[] {
    return [{ path: 'report.metadata.xml', media: 'application/xml', body: mmdefMetadata(results) }];
  }
}
