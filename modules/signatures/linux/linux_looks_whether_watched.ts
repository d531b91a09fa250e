import { type Results, Signature } from 'ovoscope';
import { find } from 'ovoscope/query';

const PATH =
  /^\/sys\/(?:class\/dmi\/id\/|devices\/virtual\/dmi\/id\/|hypervisor\/)|^\/proc\/(?:scsi\/scsi|ide\/hd\w\/model|xen\b)|^\/\.dockerenv$|\/VBoxGuest|\/vmmon$|\/(?:systemtap|stap)\b/;

/** Programs that measure systems read the same files. */
export default class LinuxLooksWhetherWatched extends Signature {
  name = 'linux_looks_whether_watched';
  description = 'Looks for signs of a virtual machine or of a debugger';
  severity = 2;
  confidence = 60;
  categories = ['linux', 'anti-vm', 'anti-debug'];
  ttps = ['T1497.001', 'T1622'];
  references = ['https://attack.mitre.org/techniques/T1497/001/', 'https://attack.mitre.org/techniques/T1622/'];
  run(results: Results) {
    const summary = results.behavior?.summary;
    const touched = new Set(find([...(summary?.file_opened ?? []), ...(summary?.file_exists ?? [])], PATH));
    this.data.push(...[...touched].slice(0, 50).map((filepath) => ({ filepath })));
    return touched.size > 0;
  }
}
