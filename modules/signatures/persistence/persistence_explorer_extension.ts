import { ValueSignature } from '../_value-signature.ts';

const VALUES = [
  /\\Explorer\\(?:Browser Helper Objects\\\{|ShellExecuteHooks\\\{|SharedTaskScheduler\\\{|ShellIconOverlayIdentifiers\\[^\\]+)/i,
  /\\CurrentVersion\\ShellServiceObjectDelayLoad\\[^\\]+$/i,
];

/**
 * Programs that add menus or overlays to Explorer register themselves here as well; they are installed under
 * Program Files.
 */
export default class PersistenceExplorerExtension extends ValueSignature {
  name = 'persistence_explorer_extension';
  description = 'Has Explorer or Internet Explorer load a library';
  severity = 3;
  confidence = 70;
  categories = ['persistence'];
  ttps = ['T1547', 'T1176'];
  references = ['https://attack.mitre.org/techniques/T1547/', 'https://attack.mitre.org/techniques/T1176/'];

  protected concerns(regkey: string): boolean {
    return VALUES.some((pattern) => pattern.test(regkey));
  }
}
