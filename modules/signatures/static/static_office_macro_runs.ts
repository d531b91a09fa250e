import { type Results, Signature } from 'ovoscope';
import { macroWords, pick, text } from './_office.ts';

const OPENS =
  /^(?:_xlnm\.)?(?:auto|document|workbook|worksheet|presentation|slide|onslide|application|app_|fileopen|filenew|filesave|newdocument)/i;
/** Words that reach beyond the document. */
const REACHES =
  /^(?:Shell(?:Execute\w*|BrowserWindow)?|WinExec|CreateProcess[AW]?|Win32_(?:Process\w*|ScheduledJob)|MacScript|AppleScriptTask|URLDownloadTo\w+|Internet(?:OpenUrl\w*|ReadFile|OpenA)|HttpSendRequestA|(?:Server)?XMLHTTP|WinHttp(?:Request)?|Download(?:File|String|Data)|WebClient|VirtualAlloc(?:Ex)?|RtlMoveMemory|Create(?:Remote)?Thread|WriteProcessMemory|EnumSystemLocales|CallWindowProc|PowerShell|pwsh|wscript|cscript|mshta|regsvr32|rundll32|certutil|bitsadmin|winmgmts|ScriptControl|SaveToFile|EXEC|CALL|REGISTER)$/i;

/** Companies have macros that run by themselves; they seldom start programs or download. */
export default class StaticOfficeMacroRuns extends Signature {
  name = 'static_office_macro_runs';
  description = 'A macro runs when the document is opened, and does more than work on the document';
  severity = 3;
  confidence = 75;
  categories = ['static', 'office'];
  ttps = ['T1204.002', 'T1059.005'];
  references = ['https://attack.mitre.org/techniques/T1204/002/', 'https://attack.mitre.org/techniques/T1059/005/'];
  run(results: Results) {
    const starts = macroWords(results, 'auto_exec').find(({ keyword }) => OPENS.test(text(keyword)));
    const reaches = macroWords(results, 'suspicious').filter(({ keyword }) => REACHES.test(text(keyword)));
    if (starts === undefined || reaches.length === 0) return false;
    this.data.push(
      pick(starts, 'macro', 'keyword'),
      ...reaches.slice(0, 20).map((word) => pick(word, 'macro', 'keyword')),
    );
    return true;
  }
}
