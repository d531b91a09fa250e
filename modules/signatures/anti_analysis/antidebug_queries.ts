import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, numberArgument } from 'ovoscope/query';

/** ProcessDebugPort, ProcessDebugObjectHandle, ProcessDebugFlags. */
const ASKS_DEBUGGER = new Set([7, 30, 31]);
const HIDE_FROM_DEBUGGER = 17;
/** SystemKernelDebuggerInformation, its later forms. */
const ASKS_KERNEL_DEBUGGER = new Set([35, 149]);

/** Runtimes and protectors against copying ask as well; .NET asks for the port in some versions. */
export default class AntidebugQueries extends Signature {
  name = 'antidebug_queries';
  description = 'Asks the kernel whether it is being debugged, or hides a thread from debuggers';
  severity = 2;
  confidence = 90;
  categories = ['anti-debug'];
  ttps = ['T1622'];
  references = [
    'https://attack.mitre.org/techniques/T1622/',
    'https://learn.microsoft.com/en-us/windows/win32/api/winternl/nf-winternl-ntqueryinformationprocess',
  ];
  watch = {
    apis: [
      'CheckRemoteDebuggerPresent',
      'NtQueryInformationProcess',
      'NtSetInformationThread',
      'NtQuerySystemInformation',
    ],
  };

  onCall(call: Call, process: Process) {
    if (this.#asks(call)) this.data.push(evidence(call, process, 'information_class'));
  }

  onComplete() {
    return this.data.length > 0;
  }

  #asks(call: Call): boolean {
    const kind = numberArgument(call, 'information_class') ?? -1;
    if (call.api === 'NtQueryInformationProcess') return ASKS_DEBUGGER.has(kind);
    if (call.api === 'NtSetInformationThread') return kind === HIDE_FROM_DEBUGGER;
    return call.api === 'CheckRemoteDebuggerPresent' || ASKS_KERNEL_DEBUGGER.has(kind);
  }
}
