import { type Results, Signature } from 'ovoscope';
import { macroWords, pick, text } from './_office.ts';

/** Meanings of words that reach beyond the document. */
const REACHES =
  /^(?:Shell\w*|WScript\.Shell|Run|Exec|ShellExecute\w*|CreateObject|GetObject|CreateThread|CreateRemoteThread|VirtualAlloc(?:Ex)?|RtlMoveMemory|URLDownloadToFile\w*|Msxml2\.\w+|Microsoft\.XMLHTTP|WinHttp\w*|ADODB\.Stream|SaveToFile|PowerShell|cmd\.exe|winmgmts|Win32_Process\w*|CallByName|Environ|EXEC|CALL|REGISTER|FOPEN|URLDownloadToFileA)$/i;

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
    const [starts] = macroWords(results, 'auto_exec');
    const reaches = macroWords(results, 'suspicious').filter(({ keyword }) => REACHES.test(text(keyword)));
    if (starts === undefined || reaches.length === 0) return false;
    const kinds = new Set(reaches.map(({ keyword }) => text(keyword).toLowerCase()));
    if (kinds.size === 1 && /^(?:createobject|environ|callbyname)$/.test([...kinds][0]!)) return false;
    this.data.push(
      pick(starts, 'macro', 'keyword'),
      ...reaches.slice(0, 20).map((word) => pick(word, 'macro', 'keyword')),
    );
    return true;
  }
}
