import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, numberArgument } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

/** SERVICE_KERNEL_DRIVER, SERVICE_FILE_SYSTEM_DRIVER. */
const DRIVERS = new Set([1, 2]);

/** Products against viruses, games and tools for hardware load drivers of theirs. */
export default class LoadsDriver extends Signature {
  name = 'loads_driver';
  description = 'Loads a driver';
  severity = 3;
  confidence = 75;
  categories = ['privilege-escalation', 'persistence'];
  ttps = ['T1543.003', 'T1014'];
  references = ['https://attack.mitre.org/techniques/T1543/003/', 'https://attack.mitre.org/techniques/T1014/'];
  watch = { apis: ['NtLoadDriver', 'CreateServiceA', 'CreateServiceW'] };

  onCall(call: Call, process: Process) {
    const isService = call.api !== 'NtLoadDriver';
    if (isService && !DRIVERS.has(numberArgument(call, 'service_type') ?? 0)) return;
    if (BACKGROUND.includes(process.process_name.toLowerCase())) return;
    this.data.push(evidence(call, process, 'service_name', 'filepath', 'driver_service_name'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
