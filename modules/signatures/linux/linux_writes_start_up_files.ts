import { type Results, Signature } from 'ovoscope';
import { find } from 'ovoscope/query';

const PATHS = [
  /^\/(?:etc\/(?:cron[^/]{0,20}\/|rc\d?\.d\/|init\.d\/|systemd\/system\/|profile\.d\/|rc\.local$|ld\.so\.preload$|update-motd\.d\/)|var\/spool\/cron\/|lib\/systemd\/system\/)/,
  /\/\.(?:bashrc|bash_profile|profile|zshrc|config\/autostart\/[^/]+\.desktop)$/,
];

/** Packages install such files. */
export default class LinuxWritesStartUpFiles extends Signature {
  name = 'linux_writes_start_up_files';
  description = 'Makes files from which Linux starts programs';
  severity = 3;
  confidence = 75;
  categories = ['linux', 'persistence'];
  ttps = ['T1053.003', 'T1543.002', 'T1546.004'];
  references = ['https://attack.mitre.org/techniques/T1053/003/', 'https://attack.mitre.org/techniques/T1543/002/'];
  run(results: Results) {
    const summary = results.behavior?.summary;
    const touched = new Set(find([...(summary?.file_created ?? []), ...(summary?.file_written ?? [])], PATHS));
    this.data.push(...[...touched].slice(0, 50).map((filepath) => ({ filepath })));
    return touched.size > 0;
  }
}
