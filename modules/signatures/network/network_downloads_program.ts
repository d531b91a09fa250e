import { type Results, Signature } from 'ovoscope';
import { entry, networkEntries, pick, text } from '../_flows.ts';

const PROGRAM = /^(?:PE32|MS-DOS executable|ELF |Mach-O|Zip archive data.{0,40}APK)/;
const MAKERS =
  /(?:^|\.)(?:microsoft|windowsupdate|windows|google|gvt1|mozilla|adobe|apple|dropbox|zoom|java|oracle|nvidia|intel)\.(?:com|net|org|us)(?::\d+)?$/i;

/** Installers fetch the rest of themselves; the updates of Windows and browsers are left out. */
export default class NetworkDownloadsProgram extends Signature {
  name = 'network_downloads_program';
  description = 'Downloads a program';
  severity = 3;
  confidence = 75;
  categories = ['network', 'downloader'];
  ttps = ['T1105'];
  references = ['https://attack.mitre.org/techniques/T1105/'];
  run(results: Results) {
    for (const request of networkEntries(results, 'http_ex', 'https_ex')) {
      const body = entry(request['resp']);
      const isProgram = PROGRAM.test(text(body['type'])) || /^MZ[\s\S]{38,200}PE\0\0/.test(text(body['head']));
      if (!isProgram || MAKERS.test(text(request['host']))) continue;
      this.data.push({ ...pick(request, 'dst', 'dport', 'host', 'uri'), ...pick(body, 'type', 'sha256', 'size') });
    }
    return this.data.length > 0;
  }
}
