import { type Results, Signature } from 'ovoscope';
import { processName } from 'ovoscope/query';

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
    for (const { pid, file, images } of Array.isArray(results.procmemory) ? results.procmemory : []) {
      for (const image of Array.isArray(images) ? images : []) {
        if (image?.is_mapped !== false) continue;
        const process = typeof pid === 'number' ? (processName(results, pid) ?? null) : null;
        this.data.push({
          pid: pid ?? null,
          process,
          file: file ?? null,
          addr: image.addr ?? null,
          size: image.size ?? null,
        });
      }
    }
    return this.data.length > 0;
  }
}
