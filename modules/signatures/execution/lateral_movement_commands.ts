import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bps(?:exec|service)(?:64)?(?:\.exe)?"?\s.{0,80}\\\\\S/i,
  /\bwmic(?:\.exe)?"?\s.{0,60}\/node:(?!\s*"?(?:localhost|127\.0\.0\.1))/i,
  /\b(?:winrs|Enter-PSSession|New-PSSession|Invoke-Command)\b.{0,80}(?:-r:|-ComputerName\s)/i,
  /\bsc(?:\.exe)?"?\s+\\\\[\w.-]{1,80}\s+(?:create|start|config)\b/i,
  /\bschtasks(?:\.exe)?"?\s.{0,120}\/s\s+\S{1,80}\s.{0,120}\/(?:create|run)|\bschtasks(?:\.exe)?"?\s+\/(?:create|run)\s.{0,160}\/s\s+\S/i,
  /\bcopy\s.{1,200}\\\\[\w.-]{1,80}\\(?:admin|c|d|ipc)\$/i,
];

/** Administrators do this daily; a sample that was opened by a user does not. */
export default class LateralMovementCommands extends CommandSignature {
  name = 'lateral_movement_commands';
  description = 'Starts something on another computer';
  severity = 4;
  confidence = 85;
  categories = ['lateral-movement'];
  ttps = ['T1021.002', 'T1021.006', 'T1047', 'T1569.002'];
  references = ['https://attack.mitre.org/techniques/T1021/002/', 'https://attack.mitre.org/techniques/T1021/006/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
