import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, numberArgument } from 'ovoscope/query';

/** ProcessBreakOnTermination. */
const BREAK_ON_TERMINATION = 29;
const SYSTEM = /^(?:csrss|smss|wininit|services|svchost|lsass)\.exe$/i;

/** Only processes of Windows itself are critical. */
export default class ProtectsItselfCritical extends Signature {
  name = 'protects_itself_critical';
  description = 'Makes its process one that Windows cannot go on without';
  severity = 4;
  confidence = 90;
  categories = ['evasion'];
  ttps = ['T1106'];
  references = ['https://attack.mitre.org/techniques/T1106/'];
  watch = { apis: ['RtlSetProcessIsCritical', 'RtlSetThreadIsCritical', 'NtSetInformationProcess'] };

  onCall(call: Call, process: Process) {
    const isOther =
      call.api === 'NtSetInformationProcess' && numberArgument(call, 'information_class') !== BREAK_ON_TERMINATION;
    if (isOther || SYSTEM.test(process.process_name)) return false;
    this.data.push(evidence(call, process, 'information_class'));
    return true;
  }
}
