import { type Results, Signature } from 'ovoscope';
import { calledApis } from './_droidmon.ts';

/** Programs for calls and cameras do so. */
export default class AndroidRecords extends Signature {
  name = 'android_records';
  description = 'Records sound or takes pictures';
  severity = 3;
  confidence = 70;
  categories = ['android'];
  ttps = ['T1429', 'T1512'];
  references = ['https://attack.mitre.org/techniques/T1429/', 'https://attack.mitre.org/techniques/T1512/'];
  run(results: Results) {
    this.data.push(
      ...calledApis(
        results,
        /^android_media_(?:AudioRecord_startRecording|MediaRecorder_start)$|^android_hardware_Camera_(?:open|takePicture)$/,
      ),
    );
    return this.data.length > 0;
  }
}
