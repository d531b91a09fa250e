import { type Results, Signature } from 'ovoscope';
import { apis, files, firstUses } from 'ovoscope/query';

const PATHS = [
  /\\(?:analyzer\.py|agent\.pyw?|cuckoomon\.dll|monitor-x(?:86|64)\.dll|capemon(?:_x64)?\.dll|joeboxcontrol\.exe|joeboxserver\.exe|hmpalert-test\.exe|vmusrvc\.exe|fakenet\.exe|inetsim)$/i,
  /^(?:\\\?\?\\|\\\\\.\\)(?:pipe\\)?cuckoo$/i,
];

/** A sample that lists the folder of the agent meets it by chance; the name is then among many. */
export default class AntisandboxAgent extends Signature {
  name = 'antisandbox_agent';
  description = 'Looks for the program by which a sandbox watches';
  severity = 2;
  confidence = 70;
  categories = ['anti-sandbox'];
  ttps = ['T1497.001'];
  references = ['https://attack.mitre.org/techniques/T1497/001/'];
  run(results: Results) {
    const paths = files(results, PATHS);
    this.data.push(...firstUses(results, paths, apis.looksForFile, 'filepath'));
    return paths.length > 0;
  }
}
