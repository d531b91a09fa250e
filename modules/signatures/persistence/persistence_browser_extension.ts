import { CommandSignature } from '../_command-signature.ts';

const COMMAND = /\b(?:chrome|msedge|brave|opera|vivaldi|chromium)(?:\.exe)?"?\s.{0,400}--load-extension=/i;

/** Developers of extensions and test drivers of browsers do so; they name folders of their projects. */
export default class PersistenceBrowserExtension extends CommandSignature {
  name = 'persistence_browser_extension';
  description = 'Starts a browser with an extension of its own';
  severity = 3;
  confidence = 85;
  categories = ['persistence'];
  ttps = ['T1176.001'];
  references = ['https://attack.mitre.org/techniques/T1176/001/'];

  protected concerns(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
