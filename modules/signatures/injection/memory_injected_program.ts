import { type Results, Signature } from 'ovoscope';
import { processName } from 'ovoscope/query';
import { entries, pick } from '../_flows.ts';

/** Packers and .NET unpack programs within their own process as well. */
export default class MemoryInjectedProgram extends Signature {
  name = 'memory_injected_program';
  description = 'A program lies in memory that no file was mapped to';
  severity = 3;
  confidence = 70;
  categories = ['injection', 'evasion'];
  ttps = ['T1055', 'T1620'];
  references = ['https://attack.mitre.org/techniques/T1055/', 'https://attack.mitre.org/techniques/T1620/'];
  run(results: Results) {
    for (const dump of entries(results.procmemory)) {
      const { pid } = dump;
      const process = typeof pid === 'number' ? (processName(results, pid) ?? null) : null;
      for (const image of entries(dump['images'])) {
        if (image['is_mapped'] === false) {
          this.data.push({ ...pick(dump, 'pid', 'file'), process, ...pick(image, 'addr', 'size') });
        }
      }
    }
    return this.data.length > 0;
  }
}
