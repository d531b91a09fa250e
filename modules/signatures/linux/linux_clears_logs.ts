import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\b(?:rm|shred|truncate|unlink)\s.{0,200}\/var\/(?:log|run\/utmp)\b/,
  /(?:>|cat\s+\/dev\/null\s*>|:>)\s*\/var\/log\/(?:wtmp|btmp|lastlog|auth\.log|secure|messages|syslog|audit)/,
  /\bjournalctl\s.{0,40}--vacuum-(?:time=[01]s|size=1)\b/,
];

/** Programs that clean systems remove old ones, not those of today. */
export default class LinuxClearsLogs extends CommandSignature {
  name = 'linux_clears_logs';
  description = 'Removes what Linux recorded';
  severity = 4;
  confidence = 85;
  categories = ['linux', 'evasion'];
  ttps = ['T1685.006'];
  references = ['https://attack.mitre.org/techniques/T1685/006/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
