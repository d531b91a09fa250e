import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, textArgument } from 'ovoscope/query';

const WINDOW =
  /^(?:OLLYDBG|WinDbgFrameClass|Zeta Debugger|Rock Debugger|ObsidianGUI|x(?:32|64)dbg|TIdaWindow|PROCMON_WINDOW_CLASS|PROCEXPL|FilemonClass|RegmonClass|18467-41|File Monitor - Sysinternals: www\.sysinternals\.com|Process Monitor - Sysinternals: www\.sysinternals\.com|Registry Monitor - Sysinternals: www\.sysinternals\.com|The Wireshark Network Analyzer|Immunity Debugger|Fiddler.{0,40}|IDA.{0,40})$/i;
const DEVICE =
  /^\\\\\.\\(?:SICE|NTICE|SIWVID|SIWDEBUG|TRW(?:2000|DEBUG)?|ICEEXT|SYSER(?:BOOT|DBGMSG)?|REGSYS|REGVXG|FILEM|FILEVXG|ProcmonDebugLogger|Global\\ProcmonDebugLogger)$/i;

/** Installers of debuggers and drivers look for older versions of themselves. */
export default class AntidebugTools extends Signature {
  name = 'antidebug_tools';
  description = 'Looks for windows or drivers of debuggers and monitors';
  severity = 3;
  confidence = 90;
  categories = ['anti-debug', 'discovery'];
  ttps = ['T1622', 'T1518.001'];
  references = ['https://attack.mitre.org/techniques/T1622/', 'https://attack.mitre.org/techniques/T1518/001/'];
  watch = { apis: [...apis.findsWindow, 'NtCreateFile', 'NtOpenFile'] };

  onCall(call: Call, process: Process) {
    if (call.api.startsWith('Find')) {
      const names = [textArgument(call, 'class_name'), textArgument(call, 'window_name')];
      if (names.some((name) => WINDOW.test(name))) this.data.push(evidence(call, process, 'class_name', 'window_name'));
    } else if (DEVICE.test(textArgument(call, 'filepath'))) {
      this.data.push(evidence(call, process, 'filepath'));
    }
  }

  onComplete() {
    return this.data.length > 0;
  }
}
