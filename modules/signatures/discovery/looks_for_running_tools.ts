import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\b(?:tasklist|Get-Process|wmic\s+process|sc(?:\.exe)?\s+query)\b.{0,200}\b(?:avastui|avgui|bdservicehost|ekrn|egui|avp|nswscsvc|sophoshealth|wrsa|opssvc|360tray|MsMpEng|mbam\w*|wireshark|procmon|procexp|vmtoolsd|vboxservice|fiddler)\b/i,
  /\bfindstr\b.{0,40}"?[^"]{0,200}\b(?:avastui|avgui|bdservicehost|ekrn|nswscsvc|sophoshealth|wrsa|opssvc)\b/i,
];

/** Scripts of administrators check whether their antivirus runs. */
export default class LooksForRunningTools extends CommandSignature {
  name = 'looks_for_running_tools';
  description = 'Looks for security or analysis programs among those that run';
  severity = 3;
  confidence = 85;
  categories = ['discovery', 'anti-av'];
  ttps = ['T1518.001', 'T1057'];
  references = ['https://attack.mitre.org/techniques/T1518/001/', 'https://attack.mitre.org/techniques/T1057/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
