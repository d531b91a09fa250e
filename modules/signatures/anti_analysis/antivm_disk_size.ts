import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, numberArgument } from 'ovoscope/query';

/** IOCTL_DISK_GET_LENGTH_INFO, _GET_DRIVE_GEOMETRY, _GET_DRIVE_GEOMETRY_EX. */
const ASKS_SIZE = new Set([0x7405c, 0x70000, 0x700a0]);

/** Tools for disks and backups do the same; ordinary programs ask for free space instead. */
export default class AntivmDiskSize extends Signature {
  name = 'antivm_disk_size';
  description = 'Asks a disk for its size, which is small in most sandboxes';
  severity = 2;
  confidence = 60;
  categories = ['anti-vm'];
  ttps = ['T1497.001'];
  references = [
    'https://attack.mitre.org/techniques/T1497/001/',
    'https://learn.microsoft.com/en-us/windows/win32/api/winioctl/ni-winioctl-ioctl_disk_get_length_info',
  ];
  watch = { apis: ['DeviceIoControl', 'NtDeviceIoControlFile'] };

  onCall(call: Call, process: Process) {
    if (ASKS_SIZE.has(numberArgument(call, 'control_code') ?? 0))
      this.data.push(evidence(call, process, 'control_code'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
