import type { Process, Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isOne } from '../_value-signature.ts';

const ADVANCED = /\\CurrentVersion\\Explorer\\Advanced\\(?:Hidden|ShowSuperHidden|HideFileExt|SuperHidden)$/i;
const ATTRIB = /\battrib(?:\.exe)?"?\s.{0,80}\+(?:h|s)\b/i;

/** Users set it in Explorer, which is left out; programs hide files of settings. */
export default class HidesFiles extends SettingSignature {
  name = 'hides_files';
  description = 'Hides files, or has Explorer no longer show hidden files or endings';
  severity = 2;
  confidence = 85;
  categories = ['evasion'];
  ttps = ['T1564.001'];
  references = ['https://attack.mitre.org/techniques/T1564/001/'];

  protected concernsValue(regkey: string, value: Value | undefined, process: Process): boolean {
    if (!ADVANCED.test(regkey) || process.process_name.toLowerCase() === 'explorer.exe') return false;
    // 1 shows hidden files and system files, but hides endings.
    return isOne(value) === /HideFileExt$/i.test(regkey);
  }

  protected concernsCommand(commandLine: string): boolean {
    return ATTRIB.test(commandLine);
  }
}
