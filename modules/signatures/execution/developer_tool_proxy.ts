import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bmsbuild(?:\.exe)?"?\s.{0,160}\\(?:appdata|temp|public|programdata|downloads)\\/i,
  /\b(?:regasm|regsvcs|installutil)(?:\.exe)?"?\s.{0,160}\\(?:appdata|temp|public|programdata|downloads)\\/i,
  /\b(?:msxsl|dnx|rcsi|csi|fsi|cdb|tracker|mftrace|te|wsl|dotnet-dump)\.exe"?\s.{0,160}\\(?:appdata|temp|public|programdata|downloads)\\/i,
  /\bmsdt(?:\.exe)?"?\s.{0,200}(?:IT_BrowseForFile|ms-msdt:)/i,
];

/** On machines of developers they run all day; on others they do not run at all. */
export default class DeveloperToolProxy extends CommandSignature {
  name = 'developer_tool_proxy';
  description = 'Has a tool of developers run code for it';
  severity = 3;
  confidence = 75;
  categories = ['execution', 'evasion'];
  ttps = ['T1127.001', 'T1218.004'];
  references = ['https://attack.mitre.org/techniques/T1127/001/', 'https://attack.mitre.org/techniques/T1218/004/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
