import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, textArgument } from 'ovoscope/query';

const CAMERA = /^avicap32(?:\.dll)?$/i;
const CAPTURES = /^capCreateCaptureWindow[AW]$|^waveIn(?:Open|Start)$/;

/** Programs for calls do so; a sample that is none has no reason to. */
export default class CollectionAudioVideo extends Signature {
  name = 'collection_audio_video';
  description = 'Records sound or pictures of a camera';
  severity = 3;
  confidence = 70;
  categories = ['collection'];
  ttps = ['T1123', 'T1125'];
  references = ['https://attack.mitre.org/techniques/T1123/', 'https://attack.mitre.org/techniques/T1125/'];
  watch = {
    apis: [
      'waveInOpen',
      'waveInStart',
      'capCreateCaptureWindowA',
      'capCreateCaptureWindowW',
      'LdrLoadDll',
      'LdrGetProcedureAddress',
      'LdrGetProcedureAddressForCaller',
    ],
  };

  onCall(call: Call, process: Process) {
    if (!this.#records(call)) return false;
    this.data.push(evidence(call, process, 'module_name', 'function_name'));
    return true;
  }

  onComplete() {
    return this.data.length > 0;
  }

  #records(call: Call): boolean {
    if (call.api === 'LdrLoadDll') return CAMERA.test(textArgument(call, 'module_name'));
    if (call.api.startsWith('LdrGet')) return CAPTURES.test(textArgument(call, 'function_name'));
    return true;
  }
}
