import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, targetPid, textArgument } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

/** Runs old programs in a machine of its own. */
const NTVDM = 'ntvdm.exe';
const CURRENT_THREAD = /^0x(?:f{7}|f{15})e$/i;

/** Runtimes with garbage collection, such as .NET and Go, stop their threads and read them for other reasons. */
export default class AntidebugOwnThreads extends Signature {
  name = 'antidebug_own_threads';
  description = 'Reads the processor state of its own threads, where breakpoints show';
  severity = 2;
  confidence = 50;
  categories = ['anti-debug'];
  ttps = ['T1622'];
  references = ['https://attack.mitre.org/techniques/T1622/'];
  watch = { apis: ['NtGetContextThread'] };

  onCall(call: Call, process: Process) {
    const isOwn =
      CURRENT_THREAD.test(textArgument(call, 'thread_handle')) || targetPid(call, process) === process.process_id;
    if (!isOwn || BACKGROUND.concat(NTVDM).includes(process.process_name.toLowerCase())) return false;
    this.data.push(evidence(call, process, 'thread_handle'));
    return true;
  }
}
