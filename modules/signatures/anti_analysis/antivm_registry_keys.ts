import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, keys } from 'ovoscope/query';

/** Keys that exist only where a virtual machine's drivers or tools are installed, or that its firmware names. */
const KEYS = [
  /\\HARDWARE\\ACPI\\(?:DSDT|FADT|RSDT|SSDT)\\(?:VBOX|BOCHS|VRTUAL|AMAZON|XEN|PTLTD|VMW)/i,
  /\\Oracle\\VirtualBox Guest Additions/i,
  /\\VMware, Inc\.\\VMware (?:Tools|VGAuth)/i,
  /\\Services\\(?:VBox(?:Guest|Mouse|SF|Service|Video|Wddm)|vm(?:hgfs|mouse|rawdsk|usbmouse|vss|x86|debug|tools|ware)|vioscsi|viostor|VirtIO-FS|balloon(?:service)?|xen(?:evtchn|net6?|svc|vdb|bus|iface)|vpc(?:bus|uhub)|vmic\w+|prl_\w+|qemu-ga)(?:\\|$)/i,
  /\\Enum\\PCI\\VEN_(?:80EE|15AD|1AF4|5853|1AB8)/i,
  /\\Enum\\IDE\\[^\\]*(?:VBOX|VMware|QEMU|Virtual_HD)/i,
  /\\Microsoft\\Virtual Machine\\Guest/i,
  /\\SOFTWARE\\(?:Wow6432Node\\)?(?:Citrix\\XenTools|Parallels|QEMU)(?:\\|$)/i,
];

/** Installers of guest tools, and programs that list all services or devices. */
export default class AntivmRegistryKeys extends Signature {
  name = 'antivm_registry_keys';
  description = 'Looks for registry keys that only virtual machines have';
  severity = 3;
  confidence = 85;
  categories = ['anti-vm'];
  ttps = ['T1497.001'];
  references = ['https://attack.mitre.org/techniques/T1497/001/'];

  run(results: Results) {
    const found = keys(results, KEYS);
    this.data.push(...firstUses(results, found, [...apis.opensKey, ...apis.readsValue], 'regkey'));
    return found.length > 0;
  }
}
