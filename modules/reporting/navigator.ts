import { type Output, Reporting, type Results } from 'ovoscope';
import { navigatorLayer, writeJson } from 'ovoscope/report';

/** Writes `navigator.json`, a layer for the ATT&CK Navigator. Off by default. */
export default class Navigator extends Reporting {
  name = 'navigator';
  enable = false;

  run(results: Results): Output[] {
    return [{ path: 'navigator.json', media: 'application/json', body: writeJson(navigatorLayer(results)) }];
  }
}
