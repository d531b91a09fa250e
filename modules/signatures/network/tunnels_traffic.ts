import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bngrok(?:\.exe)?"?\s+(?:tcp|http|tls|start|authtoken|config)\b/i,
  /\b(?:chisel|frpc|revsocks|gost|ligolo(?:-agent)?|rathole|bore|stunnel)(?:\.exe)?"?\s+.{0,80}(?:client|-c\s|-connect|local|R:|-L|tcp:)/i,
  /\b(?:plink|ssh)(?:\.exe)?"?\s.{0,160}-(?:R|D)\s*\d{2,5}/i,
  /\bcloudflared(?:\.exe)?"?\s+.{0,20}tunnel\b/i,
  /\bnetsh(?:\.exe)?"?\s+interface\s+portproxy\s+add\b/i,
];

/** Developers show their work to others with the same programs. */
export default class TunnelsTraffic extends CommandSignature {
  name = 'tunnels_traffic';
  description = 'Starts a program that tunnels connections through others';
  severity = 3;
  confidence = 85;
  categories = ['network', 'c2'];
  ttps = ['T1572', 'T1090'];
  references = ['https://attack.mitre.org/techniques/T1572/', 'https://attack.mitre.org/techniques/T1090/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
