import { given, SignatureTester } from 'ovoscope/testing';
import CollectionAudioVideo from './collection_audio_video.ts';

const load = (module_name: string) => given('sample.exe', ['LdrLoadDll', { module_name }]);

new SignatureTester().run(CollectionAudioVideo, {
  detects: [
    { name: 'a camera', results: load('avicap32.dll') },
    {
      name: 'a microphone',
      results: given('sample.exe', ['LdrGetProcedureAddress', { module: 'winmm', function_name: 'waveInOpen' }]),
    },
  ],
  ignores: [
    { name: 'another library', results: load('winmm.dll') },
    {
      name: 'playing',
      results: given('sample.exe', ['LdrGetProcedureAddress', { module: 'winmm', function_name: 'waveOutOpen' }]),
    },
  ],
});
