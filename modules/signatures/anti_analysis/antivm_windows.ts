import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, textArgument } from 'ovoscope/query';

const WINDOW =
  /^(?:VBoxTrayToolWnd(?:Class)?|VBoxSharedClipboardClass|VMSwitchUserControlClass|VMwareTrayIcon|VMwareUnityHostWndClass|prl_\w+)$/i;

/** No other program looks for windows of these names. */
export default class AntivmWindows extends Signature {
  name = 'antivm_windows';
  description = "Looks for windows of virtual machines' tools";
  severity = 3;
  confidence = 95;
  categories = ['anti-vm'];
  ttps = ['T1497.001'];
  references = ['https://attack.mitre.org/techniques/T1497/001/'];
  watch = { apis: apis.findsWindow };

  onCall(call: Call, process: Process) {
    const names = [textArgument(call, 'class_name'), textArgument(call, 'window_name')];
    if (names.some((name) => WINDOW.test(name))) this.data.push(evidence(call, process, 'class_name', 'window_name'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
