import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, textArgument } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

const LIBRARY = /\\(?:System32|SysWOW64)\\(?:ntdll|kernel32|kernelbase|wow64\w*)\.dll$/i;
const KNOWN_DLLS = /\\KnownDlls(?:32)?\\(?:ntdll|kernel32|kernelbase)\.dll$/i;

/** Debuggers and profilers read the file of ntdll for its symbols. */
export default class UnhooksLibraries extends Signature {
  name = 'unhooks_libraries';
  description = 'Reads a library of Windows anew, past the hooks of those who watch';
  severity = 3;
  confidence = 70;
  categories = ['evasion'];
  ttps = ['T1685'];
  references = ['https://attack.mitre.org/techniques/T1685/'];
  watch = { apis: ['NtReadFile', 'NtOpenSection'] };
  readonly #seen = new Set<number>();

  onCall(call: Call, process: Process) {
    if (this.#seen.has(process.process_id) || BACKGROUND.includes(process.process_name.toLowerCase())) return;
    const isSection = call.api === 'NtOpenSection';
    const path = isSection
      ? textArgument(call, 'section_name') || textArgument(call, 'object_attributes')
      : textArgument(call, 'filepath', process);
    if (!(isSection ? KNOWN_DLLS : LIBRARY).test(path.slice(-200))) return;
    this.#seen.add(process.process_id);
    this.data.push({ ...evidence(call, process), path });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
