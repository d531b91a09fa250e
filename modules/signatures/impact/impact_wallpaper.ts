import type { Process, Value } from 'ovoscope';
import { ValueSignature } from '../_value-signature.ts';

/** Users and themes change it, through Explorer, which is left out. */
export default class ImpactWallpaper extends ValueSignature {
  name = 'impact_wallpaper';
  description = 'Changes the picture on the desktop';
  severity = 2;
  confidence = 90;
  categories = ['impact'];
  ttps = ['T1491.001'];
  references = ['https://attack.mitre.org/techniques/T1491/001/'];

  protected concerns(regkey: string, _value: Value | undefined, process?: Process): boolean {
    const isShell = process?.process_name.toLowerCase() === 'explorer.exe';
    return !isShell && /\\Control Panel\\Desktop\\(?:Wallpaper|ConvertedWallpaper)$/i.test(regkey);
  }
}
