import type { Results } from 'ovoscope';
import { CommandSignature } from '../_command-signature.ts';

const TOOL =
  /(?:^|[\\"\s&|(])(whoami|systeminfo|ipconfig|tasklist|netstat|nltest|quser|qwinsta|hostname|arp|route\s+print|getmac|dsquery|nbtstat|net1?(?:\.exe)?"?\s+(?:user|group|localgroup|view|accounts|share|config|session|start)|wmic\s.{0,80}\bget\b|sc(?:\.exe)?"?\s+query|fsutil\s+fsinfo)(?:\.exe)?(?=["\s/&|)]|$)/i;

/** One of them is a repair; several are somebody who looks around. */
const FEWEST = 3;

/** Scripts for support collect the same; three of them have to come together. */
export default class DiscoveryCommands extends CommandSignature {
  name = 'discovery_commands';
  description = 'Runs several programs that tell about the machine, its users and its network';
  severity = 2;
  categories = ['discovery'];
  ttps = ['T1082', 'T1033', 'T1016', 'T1057'];
  references = ['https://attack.mitre.org/techniques/T1082/', 'https://attack.mitre.org/techniques/T1016/'];
  readonly #tools = new Set<string>();

  protected concerns(commandLine: string): boolean {
    const tool = TOOL.exec(commandLine)?.[1];
    if (tool !== undefined) this.#tools.add(tool.toLowerCase().replace(/\s+/g, ' '));
    return tool !== undefined;
  }

  onComplete(results: Results): boolean {
    super.onComplete(results);
    if (this.#tools.size < FEWEST) this.data.length = 0;
    return this.data.length > 0;
  }
}
