import { type Results, Signature } from 'ovoscope';
import { commands, firstUses, wmiQueries } from 'ovoscope/query';

const PRODUCT = /\b(?:AntiVirusProduct|AntiSpywareProduct|FirewallProduct)\b/i;
const QUERIES = ['IWbemServices_ExecQuery', 'IWbemServices_ExecQueryAsync'];

/** Programs that make an inventory ask the same. */
export default class DiscoverySecuritySoftware extends Signature {
  name = 'discovery_security_software';
  description = 'Asks Windows which security products are installed';
  severity = 2;
  confidence = 90;
  categories = ['discovery', 'anti-av'];
  ttps = ['T1518.001', 'T1047'];
  references = ['https://attack.mitre.org/techniques/T1518/001/'];

  run(results: Results) {
    this.data.push(...firstUses(results, wmiQueries(results, PRODUCT), QUERIES, 'query'));
    for (const command_line of commands(results, PRODUCT)) this.data.push({ command_line });
    return this.data.length > 0;
  }
}
