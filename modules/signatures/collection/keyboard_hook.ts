import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, numberArgument, succeeded } from 'ovoscope/query';

/** WH_KEYBOARD, WH_KEYBOARD_LL. */
const KEYBOARD = new Set([2, 13]);

/** A hook on one thread of its own belongs to a program's own windows. */
export default class KeyboardHook extends Signature {
  name = 'keyboard_hook';
  description = 'Has Windows tell it every key that is pressed';
  severity = 3;
  confidence = 75;
  categories = ['collection'];
  ttps = ['T1056.001'];
  references = [
    'https://attack.mitre.org/techniques/T1056/001/',
    'https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-setwindowshookexw',
  ];
  watch = { apis: ['SetWindowsHookExA', 'SetWindowsHookExW'] };

  onCall(call: Call, process: Process) {
    const isKeyboard = KEYBOARD.has(numberArgument(call, 'hook_identifier') ?? -1);
    const isGlobal = (numberArgument(call, 'thread_identifier') ?? 0) === 0;
    if (isKeyboard && isGlobal && succeeded(call)) {
      this.data.push(evidence(call, process, 'hook_identifier', 'callback_function'));
    }
  }

  onComplete() {
    return this.data.length > 0;
  }
}
