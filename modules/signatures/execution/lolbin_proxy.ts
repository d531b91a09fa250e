import { CommandSignature } from '../_command-signature.ts';

/** What each program of Windows is made to do, with its technique. */
const ABUSES: readonly (readonly [pattern: RegExp, technique: string])[] = [
  [/\bmshta(?:\.exe)?"?\s.{0,40}(?:https?:|javascript:|vbscript:|about:)/i, 'T1218.005'],
  [/\bregsvr32(?:\.exe)?"?\s.{0,80}(?:\/i:"?(?:https?:|\\\\)|scrobj\.dll)/i, 'T1218.010'],
  [
    /\brundll32(?:\.exe)?"?\s.{0,40}(?:javascript:|vbscript:|url\.dll,\s*(?:OpenURL|FileProtocolHandler)|advpack\.dll,\s*LaunchINFSection|pcwutl\.dll,\s*LaunchApplication|zipfldr\.dll,\s*RouteTheCall)/i,
    'T1218.011',
  ],
  [/\bmsiexec(?:\.exe)?"?\s.{0,80}[/-](?:i|package|y|z)\s*"?https?:/i, 'T1218.007'],
  [/\bcertutil(?:\.exe)?"?\s.{0,80}[/-]urlcache\b/i, 'T1105'],
  [/\bcertutil(?:\.exe)?"?\s.{0,80}[/-]decode(?:hex)?\b/i, 'T1140'],
  [/\bbitsadmin(?:\.exe)?"?\s.{0,80}\/(?:transfer|addfile|setnotifycmdline)\b/i, 'T1197'],
  [/\bcmstp(?:\.exe)?"?\s.{0,80}\/(?:s|ni|au)\b/i, 'T1218.003'],
  [/\binstallutil(?:\.exe)?"?\s.{0,120}\/(?:u|logfile=)/i, 'T1218.004'],
  [/\bodbcconf(?:\.exe)?"?\s.{0,80}\bregsvr\b/i, 'T1218.008'],
  [/\bwmic(?:\.exe)?"?\s.{0,120}\/format:"?(?:https?:|\\\\)/i, 'T1220'],
  [/\bwmic(?:\.exe)?"?\s.{0,80}\bprocess\s+call\s+"?create\b/i, 'T1047'],
  [/\bforfiles(?:\.exe)?"?\s.{0,120}\/c\s/i, 'T1202'],
  [/\bpcalua(?:\.exe)?"?\s.{0,40}-a\s/i, 'T1202'],
];

/** Administrators and installers use some of these programs as intended; the command in the evidence tells. */
export default class LolbinProxy extends CommandSignature {
  name = 'lolbin_proxy';
  description = 'Has a program of Windows download or run code for it';
  severity = 3;
  confidence = 90;
  categories = ['execution', 'evasion'];
  references = ['https://attack.mitre.org/techniques/T1218/', 'https://lolbas-project.github.io/'];

  protected concerns(commandLine: string): boolean | object {
    const technique = ABUSES.find(([pattern]) => pattern.test(commandLine))?.[1];
    if (technique === undefined) return false;
    if (!this.ttps.includes(technique)) this.ttps.push(technique);
    return { technique };
  }
}
