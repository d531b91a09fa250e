import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { evidence, numberArgument, processName, targetPid } from 'ovoscope/query';

const READS = ['NtReadVirtualMemory', 'ReadProcessMemory', 'MiniDumpWriteDump'];

/** Opening lsass is common, reading its memory isn't. */
export default class CredentialsLsassMemory extends Signature {
  name = 'credentials_lsass_memory';
  description = 'Reads the memory of lsass.exe, where Windows keeps passwords';
  severity = 4;
  confidence = 90;
  categories = ['credentials'];
  ttps = ['T1003.001'];
  references = ['https://attack.mitre.org/techniques/T1003/001/'];
  watch = { apis: READS.concat('Process32NextW') };
  readonly #lsass = new Set<number>();
  readonly #processes = new Set<number>();

  onCall(call: Call, process: Process) {
    if (call.api === 'Process32NextW') {
      const pid = numberArgument(call, 'process_identifier');
      const isLsass = call.arguments.some(({ value }) => String(value).toLowerCase() === 'lsass.exe');
      if (pid && isLsass) this.#lsass.add(pid);
      return;
    }
    const target = targetPid(call, process);
    if (target === undefined || target === process.process_id || this.#processes.has(process.process_id)) return;
    if (!this.#lsass.has(target) && !isLsass(this.results, target)) return;
    this.#processes.add(process.process_id);
    this.data.push({ ...evidence(call, process, 'base_address'), target });
  }

  onComplete() {
    return this.data.length > 0;
  }
}

const isLsass = (results: Results, pid: number) => processName(results, pid)?.toLowerCase() === 'lsass.exe';
