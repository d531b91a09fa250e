import { given, SignatureTester } from 'ovoscope/testing';
import AndroidRecords from './android_records.ts';

const droidmon = (lists: object) => given.container({ droidmon: lists as never });

new SignatureTester().run(AndroidRecords, {
  detects: [
    { name: 'sound', results: droidmon({ api: { android_media_MediaRecorder_start: 1 } }) },
    { name: 'a picture', results: droidmon({ api: { android_hardware_Camera_takePicture: 2 } }) },
  ],
  ignores: [
    { name: 'playing', results: droidmon({ api: { android_media_MediaPlayer_start: 1 } }) },
    { name: 'none', results: droidmon({ api: {} }) },
  ],
});
