import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bshutdown(?:\.exe)?"?\s+.{0,40}[/-](?:r|s|p|g|sg|hybrid)\b/i,
  /\b(?:Restart-Computer|Stop-Computer)\b/i,
  /(?:^|[\s;&|"'/])(?:reboot|poweroff|halt|init\s+[06])\s*(?:$|[;&|"'-])/,
];

/** Installers do so when they are done, mostly after asking. */
export default class ShutsDown extends CommandSignature {
  name = 'shuts_down';
  description = 'Shuts the machine down or starts it anew';
  severity = 2;
  confidence = 75;
  categories = ['impact'];
  ttps = ['T1529'];
  references = ['https://attack.mitre.org/techniques/T1529/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
