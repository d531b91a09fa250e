import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\b(?:csc|vbc|jsc|cvtres)\.exe"?\s.{0,40}(?:\/noconfig|\/t(?:arget)?:|\/out:|@")/i,
  /(?:^|[\s;&|"'/])(?:gcc|cc|g\+\+|clang)\s.{0,120}-o\s/,
];

/** Build tools do so; so does PowerShell when a script of an administrator has Add-Type. */
export default class CompilesCode extends CommandSignature {
  name = 'compiles_code';
  description = 'Compiles a program on the machine';
  severity = 2;
  confidence = 60;
  categories = ['execution', 'evasion'];
  ttps = ['T1027.004'];
  references = ['https://attack.mitre.org/techniques/T1027/004/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
