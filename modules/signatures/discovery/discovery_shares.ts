import { type Call, type Process, Signature } from 'ovoscope';
import { evidence } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

/** Programs with a window for opening files may list the network when a user asks for it. */
export default class DiscoveryShares extends Signature {
  name = 'discovery_shares';
  description = 'Looks for shared folders of the network';
  severity = 2;
  confidence = 70;
  categories = ['discovery'];
  ttps = ['T1135'];
  references = ['https://attack.mitre.org/techniques/T1135/'];
  watch = {
    apis: ['NetShareEnum', 'WNetOpenEnumA', 'WNetOpenEnumW', 'WNetEnumResourceA', 'WNetEnumResourceW', 'NetServerEnum'],
  };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const key = `${process.process_id} ${call.api}`;
    if (BACKGROUND.concat('explorer.exe').includes(process.process_name.toLowerCase()) || this.#seen.has(key)) return;
    this.#seen.add(key);
    this.data.push(evidence(call, process, 'server_name', 'hostname'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
