import { type Output, Reporting, type Results } from 'ovoscope';
import { openIoc } from 'ovoscope/report';

/** Writes `openioc.ioc`, the indicators as OpenIOC 1.1. Off by default. */
export default class OpenIoc extends Reporting {
  name = 'openioc';
  enable = false;

  run(results: Results): Output[] {
    return [{ path: 'openioc.ioc', media: 'application/xml', body: openIoc(results) }];
  }
}
