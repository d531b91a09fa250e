import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, textArgument } from 'ovoscope/query';

const DISK =
  /^\\(?:\\\.|\?\?|\\\?)\\(?:PhysicalDrive\d+|Harddisk\d+(?:\\Partition\d+|Volume\d+|\\DR\d+)?|[A-Z]:)$|^\\Device\\Harddisk(?:Volume)?\d+(?:\\(?:DR|Partition)\d+)?$/i;

/** Programs that make start-up disks or set up partitions do so; a document or a download does not. */
export default class WritesRawDisk extends Signature {
  name = 'writes_raw_disk';
  description = 'Writes to a disk past the file system';
  severity = 4;
  confidence = 80;
  categories = ['impact', 'persistence'];
  ttps = ['T1561.002', 'T1542.003'];
  references = ['https://attack.mitre.org/techniques/T1561/002/', 'https://attack.mitre.org/techniques/T1542/003/'];
  watch = { apis: ['NtWriteFile'] };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const path = textArgument(call, 'filepath', process);
    if (path.length > 60 || !DISK.test(path) || this.#seen.has(path)) return;
    this.#seen.add(path);
    this.data.push({ ...evidence(call, process, 'offset', 'length'), filepath: path });
  }

  onComplete() {
    return this.data.length > 0;
  }
}
