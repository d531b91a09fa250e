import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /(?:^|[\s"'=,])\\\\(?!localhost|127\.0\.0\.1|\.\\|\?\\)[\w.@-]{3,80}\\(?:DavWWWRoot\\)?.{1,160}\.(?:exe|dll|cpl|scr|bat|cmd|ps1|vbs|js|hta|msi|lnk)\b/i,
  /\\\\[\w.-]{3,80}@(?:SSL|\d{1,5})(?:@\d{1,5})?\\/i,
];

/** Companies start programs from shares of theirs; the address of a stranger is another matter. */
export default class RunsFromShare extends CommandSignature {
  name = 'runs_from_share';
  description = 'Runs a program or script from another computer';
  severity = 3;
  confidence = 75;
  categories = ['execution', 'downloader'];
  ttps = ['T1204.002', 'T1105'];
  references = ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1105/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
