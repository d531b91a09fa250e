import { type Results, Signature } from 'ovoscope';
import { permissions } from './_droidmon.ts';

const GROUPS: readonly RegExp[] = [
  /\.(?:SEND_SMS|RECEIVE_SMS|READ_SMS|WRITE_SMS|RECEIVE_MMS)$/,
  /\.(?:READ_CONTACTS|READ_CALL_LOG|PROCESS_OUTGOING_CALLS|CALL_PHONE|READ_PHONE_STATE)$/,
  /\.(?:SYSTEM_ALERT_WINDOW|BIND_ACCESSIBILITY_SERVICE|BIND_NOTIFICATION_LISTENER_SERVICE|GET_TASKS|PACKAGE_USAGE_STATS)$/,
  /\.(?:RECEIVE_BOOT_COMPLETED|WAKE_LOCK|DISABLE_KEYGUARD|REQUEST_IGNORE_BATTERY_OPTIMIZATIONS)$/,
  /\.(?:RECORD_AUDIO|CAMERA|ACCESS_FINE_LOCATION|READ_EXTERNAL_STORAGE)$/,
  /\.(?:REQUEST_INSTALL_PACKAGES|INSTALL_PACKAGES|DELETE_PACKAGES|MOUNT_UNMOUNT_FILESYSTEMS|WRITE_APN_SETTINGS|CHANGE_COMPONENT_ENABLED_STATE)$/,
];
const FEWEST = 4;

/** Programs for messages ask for the same rights. */
export default class AndroidDangerousPermissions extends Signature {
  name = 'android_dangerous_permissions';
  description = 'Asks for rights that together let it spy, cost money or take over the screen';
  severity = 2;
  confidence = 50;
  categories = ['android'];
  ttps = ['T1636', 'T1516'];
  references = ['https://attack.mitre.org/techniques/T1636/', 'https://attack.mitre.org/techniques/T1516/'];
  run(results: Results) {
    const found = GROUPS.flatMap((group) => permissions(results).find((name) => group.test(name)) ?? []);
    const costs = permissions(results).some((name) => GROUPS[0]!.test(name));
    if (found.length < FEWEST || !costs) return false;
    this.data.push(...found.map((permission) => ({ permission })));
    return true;
  }
}
