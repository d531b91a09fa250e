import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bcrontab\s+(?!-[lr]\b)(?:-u\s+\S+\s+)?(?:-|\/\S+|\S+\.\w+)\s*$/,
  /(?:>{1,2}|\btee\b.{0,20}|\bcp\b.{1,200})\s*\/etc\/(?:cron\S*|rc\.local|init\.d\/\S+|systemd\/system\/\S+|profile\.d\/\S+)/,
  /\b(?:systemctl\s+enable|update-rc\.d\s+\S+\s+(?:defaults|enable)|chkconfig\s+(?:--add|\S+\s+on))\b/,
];

/** Packages install such jobs. */
export default class LinuxSchedulesJob extends CommandSignature {
  name = 'linux_schedules_job';
  description = 'Has Linux run something again and again or at its start';
  severity = 3;
  confidence = 80;
  categories = ['linux', 'persistence'];
  ttps = ['T1053.003', 'T1543.002'];
  references = ['https://attack.mitre.org/techniques/T1053/003/', 'https://attack.mitre.org/techniques/T1543/002/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
