import { type Results, Signature } from 'ovoscope';
import { droidmonTexts } from './_droidmon.ts';

const HARMLESS = /^(?:getprop\b|\/system\/bin\/cat \/(?:proc|sys)\/|cat \/proc\/|ls\b|logcat\b|ping -c 1 )/;
const COMMAND =
  /^(?:\/\S+\/)?(?:su|sh|chmod|chown|pm|am|mount|dd|rm|cp|mv|kill|killall|iptables|wget|curl|busybox|toolbox|service|settings|input|screencap|dumpsys|insmod|reboot)\b/;

/** Tools for files and networks do so; asking for the kind of processor is common. */
export default class AndroidRunsCommands extends Signature {
  name = 'android_runs_commands';
  description = 'Runs commands of the shell';
  severity = 2;
  confidence = 70;
  categories = ['android'];
  ttps = ['T1623.001'];
  references = ['https://attack.mitre.org/techniques/T1623/001/'];
  run(results: Results) {
    for (const command of droidmonTexts(results, 'commands')) {
      const line = command.slice(0, 1_000);
      if (COMMAND.test(line) && !HARMLESS.test(line)) this.data.push({ command: line });
    }
    return this.data.length > 0;
  }
}
