import { CommandSignature } from '../_command-signature.ts';

const VIEWER =
  /(?:^|[\\"\s])(?:notepad|wordpad|write|mshta|iexplore|msedge|chrome|firefox|rundll32|mspaint|dllhost|explorer|cmd)(?:\.exe)?"?\s/i;
/** Names as their letters alone: notes are called `_R_E_A_D___T_H_I_S___` or `HOW-TO-DECRYPT`. */
const NOTE =
  /(?:readthis|readtodecrypt|readmeto|decryptinstruct|howtodecrypt|howtorecover|howtorestore|helpdecrypt|helprestore|helpyourfiles|helprecover|decryptfiles|decryptmyfiles|decryptyourfiles|recoverfiles|recoveryour|restorefiles|restoreyour|restoremyfiles|unlockfiles|unlockyour|yourfilesare|filesencrypted|filesareencrypted|ransomnote|howtobackfiles|howtogetfiles|wheremyfiles|pleaseread)/i;
const NAME = /([^\\/"]{1,120})\.(?:txt|html?|hta|rtf|bmp|png|jpe?g|url)\b/gi;

/** A readme that an installer opens at its end, where its name has such words. */
export default class RansomwareNoteShown extends CommandSignature {
  name = 'ransomware_note_shown';
  description = 'Opens a file that is called like a note of ransomware';
  severity = 4;
  confidence = 85;
  categories = ['ransomware'];
  ttps = ['T1486', 'T1491.001'];
  references = ['https://attack.mitre.org/techniques/T1486/', 'https://attack.mitre.org/techniques/T1491/001/'];

  protected concerns(commandLine: string): boolean {
    if (!VIEWER.test(`${commandLine} `)) return false;
    const names = [...commandLine.matchAll(NAME)].map(([, name]) => name!.replace(/[^a-z]/gi, ''));
    return names.some((name) => NOTE.test(name));
  }
}
