import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bClear-History\b|\bConsoleHost_history\.txt\b.{0,120}|\bSet-PSReadLineOption\b.{0,80}\bSaveNothing\b/i,
  /(?:^|[\s;&|"'])(?:history\s+-c\b|unset\s+HISTFILE\b|(?:export\s+)?HIST(?:FILE=\/dev\/null|SIZE=0|FILESIZE=0)|ln\s+-sf?\s+\/dev\/null\s+\S{0,80}_history)/,
  /\brm\s.{0,60}\.(?:bash|zsh|sh)_history\b/,
];

/** Careful administrators clear histories that hold passwords. */
export default class ClearsCommandHistory extends CommandSignature {
  name = 'clears_command_history';
  description = 'Removes what it or others typed into a shell';
  severity = 3;
  confidence = 85;
  categories = ['evasion'];
  ttps = ['T1070.003', 'T1690'];
  references = ['https://attack.mitre.org/techniques/T1070/003/', 'https://attack.mitre.org/techniques/T1690/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
