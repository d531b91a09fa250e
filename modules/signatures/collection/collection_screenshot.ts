import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bCopyFromScreen\b|\bGraphics\]::FromImage\b/i,
  /\bnircmdc?(?:\.exe)?"?\s+savescreenshot/i,
  /\bpsr(?:\.exe)?"?\s.{0,40}\/start\b/i,
  /(?:^|[\s/])(?:scrot|import\s+-window\s+root|screencapture\s+-x)\b/,
];

/** Tools for support and for tests of programs do so as well. */
export default class CollectionScreenshot extends CommandSignature {
  name = 'collection_screenshot';
  description = 'Takes a picture of the screen with a script';
  severity = 3;
  confidence = 85;
  categories = ['collection'];
  ttps = ['T1113'];
  references = ['https://attack.mitre.org/techniques/T1113/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
