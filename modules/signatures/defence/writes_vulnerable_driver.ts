import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, writtenFiles } from 'ovoscope/query';

const PATH =
  /\\(?:rtcore(?:32|64)|dbutil_2_3|dbutildrv2|gdrv|aswarpot|mhyprot\d?|procexp(?:152)?|procexp\d{2,3}|kprocesshacker|iqvw(?:32|64)e?|asrdrv10\d|ene(?:io64|technologyio)?|winring0(?:x64)?|atszio(?:64)?|zam(?:64|guard64)|truesight|amifldrv64|msio(?:32|64)|inpoutx64|physmem|phymemx64|speedfan|cpuz1\d\d|rtkio(?:w8x64|64)?|viragt64|bs_\w{2,20}64|nvflash|glckio2|hw64|eneio64|capcom|tpwsav|wsftprm|ksapi64|probmon|echo_driver|bdapiutil64)\.sys$/i;

/** Tools for hardware bring the same drivers; a new version of the driver may have the hole closed. */
export default class WritesVulnerableDriver extends Signature {
  name = 'writes_vulnerable_driver';
  description = 'Brings a driver that has known holes, with which it can get into the kernel';
  severity = 4;
  confidence = 80;
  categories = ['privilege-escalation', 'evasion'];
  ttps = ['T1068', 'T1685'];
  references = ['https://attack.mitre.org/techniques/T1068/', 'https://attack.mitre.org/techniques/T1685/'];
  run(results: Results) {
    const paths = writtenFiles(results, PATH);
    this.data.push(...firstUses(results, paths, apis.writesFile, 'filepath'));
    return paths.length > 0;
  }
}
