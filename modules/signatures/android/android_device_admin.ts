import { type Results, Signature } from 'ovoscope';
import { droidmonTexts, entries, entry, manifestTexts, permissions } from './_droidmon.ts';

const ENABLED = /android\.app\.action\.(?:DEVICE_ADMIN_ENABLED|ADD_DEVICE_ADMIN)/;

/** Programs of companies that manage devices, and those that find lost ones, are administrators too. */
export default class AndroidDeviceAdmin extends Signature {
  name = 'android_device_admin';
  description = 'Can become an administrator of the device, which keeps it from being removed';
  severity = 3;
  confidence = 65;
  categories = ['android'];
  ttps = ['T1626.001'];
  references = ['https://attack.mitre.org/techniques/T1626/001/'];
  run(results: Results) {
    const manifest = entry(results.apkinfo?.['manifest']);
    const declared = manifestTexts(results, 'receivers_actions').concat(
      JSON.stringify(manifest['receivers_info'] ?? '').slice(0, 200_000),
    );
    const isDeclared =
      declared.some((action) => ENABLED.test(action)) ||
      permissions(results).some((name) => name.endsWith('.BIND_DEVICE_ADMIN'));
    const asks = [
      ...droidmonTexts(results, 'handleReceiver'),
      ...entries(results.droidmon?.['started_activities']).map((intent) => JSON.stringify(intent)),
    ].filter((seen) => ENABLED.test(seen.slice(0, 5_000)));
    if (isDeclared) this.data.push({ manifest: 'android.app.action.DEVICE_ADMIN_ENABLED' });
    this.data.push(...asks.slice(0, 5).map((intent) => ({ intent: intent.slice(0, 500) })));
    return this.data.length > 0;
  }
}
