import { type Output, Reporting, type Results } from 'ovoscope';
import { sigmaDrafts } from 'ovoscope/report';

/** Writes `sigma.yml`, drafts of Sigma rules. Off by default. */
export default class Sigma extends Reporting {
  name = 'sigma';
  enable = false;

  run(results: Results): Output[] {
    return [{ path: 'sigma.yml', media: 'application/yaml', body: sigmaDrafts(results) }];
  }
}
