import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\b(?:rundll32|regsvr32)(?:\.exe)?"?\s+(?:[/-]\w+(?::\S{0,80})?\s+){0,4}"?(?:[a-z]:|%\w{1,20}%).{0,160}\\(?:appdata\\roaming|programdata|users\\public|downloads|music|pictures|videos)\\(?!microsoft\\)/i,
  /\brundll32(?:\.exe)?"?\s+"?[a-z]:.{1,200}\.(?!dll|cpl|ocx|drv|ax|exe)\w{1,6}"?\s*,/i,
];

/** Sandboxes start samples that are libraries this way, and installers register components while they unpack. */
export default class RunsLibraryOfUser extends CommandSignature {
  name = 'runs_library_of_user';
  description = "Has rundll32 or regsvr32 run a library from a user's folder";
  severity = 3;
  confidence = 60;
  categories = ['execution', 'evasion'];
  ttps = ['T1218.011', 'T1218.010'];
  references = ['https://attack.mitre.org/techniques/T1218/011/', 'https://attack.mitre.org/techniques/T1218/010/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
