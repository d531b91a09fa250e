import { type Call, type Process, Signature } from 'ovoscope';
import { evidence } from 'ovoscope/query';

const OBJECTS =
  /WScript\.Shell|Shell\.Application|(?:MSXML2|Microsoft)\.(?:Server)?XMLHTTP|WinHttp\.WinHttpRequest|ADODB\.Stream|winmgmts:|InternetExplorer\.Application|Schedule\.Service/i;
const FUNCTIONS =
  /^(?:VirtualAlloc(?:Ex)?|VirtualProtect|RtlMoveMemory|CreateThread|URLDownloadToFile[AW]?|WinExec|ShellExecute\w*|CallWindowProc\w*|EnumResourceTypes\w*)$/i;

/** Macros of companies use the file system and databases; shells and downloads are rare among them. */
export default class MacroReachesSystem extends Signature {
  name = 'macro_reaches_system';
  description = 'A macro uses objects with which one reaches beyond the document';
  severity = 3;
  confidence = 80;
  categories = ['execution', 'office', 'script'];
  ttps = ['T1059.005'];
  references = ['https://attack.mitre.org/techniques/T1059/005/'];
  watch = { apis: ['vbe6_CreateObject', 'vbe6_GetObject', 'vbe6_Import', 'vbe6_Shell', 'vbe6_CallByName'] };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const texts = call.arguments.map(({ value }) => (typeof value === 'string' ? value.slice(0, 1_000) : ''));
    const odd =
      call.api === 'vbe6_Shell' ? texts.join(' ') : texts.find((text) => OBJECTS.test(text) || FUNCTIONS.test(text));
    if (odd === undefined || this.#seen.has(odd)) return;
    this.#seen.add(odd);
    this.data.push({ ...evidence(call, process), uses: odd });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
