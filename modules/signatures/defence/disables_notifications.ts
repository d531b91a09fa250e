import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isOne } from '../_value-signature.ts';

const VALUE =
  /\\(?:Explorer\\(?:HideSCAHealth|DisableNotificationCenter)|UX Configuration\\Notification_Suppress|Notifications\\DisableNotifications|Notifications\\DisableEnhancedNotifications|Security Center\\(?:AntiVirus|Firewall|Updates)(?:DisableNotify|Override))$/i;
const COMMAND = /\b(?:DisableNotificationCenter|HideSCAHealth)\b.{0,60}\/d\s+"?(?:0x)?0*1\b/i;

/** Users who want quiet set it too, in the settings of Windows. */
export default class DisablesNotifications extends SettingSignature {
  name = 'disables_notifications';
  description = 'Keeps Windows from showing security messages';
  severity = 2;
  confidence = 80;
  categories = ['evasion'];
  ttps = ['T1685'];
  references = ['https://attack.mitre.org/techniques/T1685/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && isOne(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
