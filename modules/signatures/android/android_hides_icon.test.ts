import { given, SignatureTester } from 'ovoscope/testing';
import AndroidHidesIcon from './android_hides_icon.ts';

const set = (component_name: string, component_new_state: string) =>
  given.container({ droidmon: { ComponentEnabledSetting: [{ component_name, component_new_state }] } });

new SignatureTester().run(AndroidHidesIcon, {
  detects: [
    { name: 'its activity', results: set('a.b/a.b.MainActivity', 'COMPONENT_ENABLED_STATE_DISABLED') },
    {
      name: 'one that the manifest names',
      results: given.container({
        droidmon: {
          ComponentEnabledSetting: [
            { component_name: 'a/a.X', component_new_state: 'COMPONENT_ENABLED_STATE_DISABLED' },
          ],
        },
        apkinfo: { manifest: { activities: ['a.X'] } },
      }),
    },
  ],
  ignores: [
    { name: 'a receiver', results: set('a.b/a.b.BootReceiver', 'COMPONENT_ENABLED_STATE_DISABLED') },
    { name: 'showing it', results: set('a.b/a.b.MainActivity', 'COMPONENT_ENABLED_STATE_ENABLED') },
  ],
});
