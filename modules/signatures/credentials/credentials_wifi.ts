import { CommandSignature } from '../_command-signature.ts';

const COMMAND = /\bnetsh(?:\.exe)?"?\s+wlan\s+(?:show\s+profiles?\s.{0,120}key\s*=\s*clear|export\s+profile\b)/i;

/** Users look their own password up this way, by hand. */
export default class CredentialsWifi extends CommandSignature {
  name = 'credentials_wifi';
  description = 'Has Windows show the passwords of wireless networks';
  severity = 4;
  confidence = 90;
  categories = ['credentials', 'discovery'];
  ttps = ['T1555', 'T1016.002'];
  references = ['https://attack.mitre.org/techniques/T1555/', 'https://attack.mitre.org/techniques/T1016/002/'];

  protected concerns(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
