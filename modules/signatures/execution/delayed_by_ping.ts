import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bping(?:\.exe)?"?\s.{0,40}(?:127\.0\.0\.1|localhost|1\.1\.1\.1|1\.2\.3\.4|0\.0\.0\.0).{0,60}(?:&|>)/i,
  /\b(?:timeout|choice)(?:\.exe)?"?\s+(?:.{0,20}\/t\s+)?\d+.{0,60}&/i,
  /\bStart-Sleep\s+(?:-s\w*\s+)?\d{3,}/i,
];

/** Batch files of installers wait the same way for a program to end. */
export default class DelayedByPing extends CommandSignature {
  name = 'delayed_by_ping';
  description = 'Lets time pass with a program before it goes on';
  severity = 2;
  confidence = 70;
  categories = ['execution', 'anti-sandbox'];
  ttps = ['T1497.003'];
  references = ['https://attack.mitre.org/techniques/T1497/003/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
