import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, keys } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

/** Values in which virtual machines give themselves away by name. */
const VALUES = [
  /\\HARDWARE\\DESCRIPTION\\System\\(?:SystemBiosVersion|SystemBiosDate|VideoBiosVersion|VideoBiosDate)$/i,
  /\\HARDWARE\\DESCRIPTION\\System\\BIOS\\(?:System(?:Manufacturer|ProductName)|BIOSVendor|BaseBoardManufacturer)$/i,
  /\\HARDWARE\\DEVICEMAP\\Scsi\\Scsi Port \d+\\Scsi Bus \d+\\Target Id \d+\\Logical Unit Id \d+(?:\\Identifier)?$/i,
  /\\SystemInformation\\System(?:Manufacturer|ProductName)$/i,
  /\\Services\\Disk\\Enum\\\d+$/i,
];

/** Windows reads some of these itself, so one alone says little. */
const FEWEST = 2;

/** Programs that make an inventory read them, and so do updaters of Microsoft, which are left out. */
export default class AntivmFirmwareValues extends Signature {
  name = 'antivm_firmware_values';
  description = "Reads names of the machine's firmware and disks, in which virtual machines show";
  severity = 2;
  confidence = 80;
  categories = ['anti-vm', 'discovery'];
  ttps = ['T1497.001', 'T1082'];
  references = ['https://attack.mitre.org/techniques/T1497/001/', 'https://attack.mitre.org/techniques/T1082/'];

  run(results: Results) {
    const found = keys(results, VALUES);
    const uses = firstUses(results, found, [...apis.readsValue, ...apis.opensKey], 'regkey', { except: BACKGROUND });
    if (uses.length < FEWEST) return false;
    this.data.push(...uses);
    return true;
  }
}
