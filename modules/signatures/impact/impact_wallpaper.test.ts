import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import ImpactWallpaper from './impact_wallpaper.ts';

const regkey = String.raw`HKEY_CURRENT_USER\Control Panel\Desktop\Wallpaper`;
const set: GivenCall = ['RegSetValueExW', { regkey, value: 'C:\\a.bmp' }];

new SignatureTester().run(ImpactWallpaper, {
  detects: [
    {
      name: 'a new picture',
      results: given('sample.exe', set),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'RegSetValueExW', value: 'C:\\a.bmp', regkey }],
    },
    { name: 'the native call', results: given('sample.exe', ['NtSetValueKey', { regkey, value: '' }]) },
  ],
  ignores: [
    { name: 'the desktop itself', results: given('explorer.exe', set) },
    { name: 'the picture only read', results: given('sample.exe', ['RegQueryValueExW', { regkey }]) },
    given('sample.exe', ['RegSetValueExW', { regkey: `${regkey}Style`, value: '2' }]),
  ],
});
