import { type Results, Signature } from 'ovoscope';
import { apis, files, firstUses } from 'ovoscope/query';

/** `\\.\VBoxGuest` and what the kernel's or a monitor's way to write that leaves of it. */
const DEVICE =
  /^(?:\\\\[.?]\\|\\\?\?\\|\\Device\\)(?:pipe\\)?(?:VBox(?:Guest|MiniRdrDN|MiniRdDN|TrayIPC)|HGFS|vmci|vmmemctl|VMwareVMX|qemu\w*|prl_\w+|xenbus|KVMemory)$/i;

/** Tools of the virtual machine itself open its devices; sandboxes have none of them running in the sample. */
export default class AntivmDevices extends Signature {
  name = 'antivm_devices';
  description = 'Opens devices that only virtual machines have';
  severity = 3;
  confidence = 95;
  categories = ['anti-vm'];
  ttps = ['T1497.001'];
  references = ['https://attack.mitre.org/techniques/T1497/001/'];

  run(results: Results) {
    const found = files(results, DEVICE);
    this.data.push(...firstUses(results, found, apis.looksForFile, 'filepath'));
    return found.length > 0;
  }
}
