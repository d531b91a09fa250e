import { given, SignatureTester } from 'ovoscope/testing';
import KnownMutexes from './known_mutexes.ts';

const lock = (mutant_name: string) => given('sample.exe', ['NtCreateMutant', { mutant_name }]);

new SignatureTester().run(KnownMutexes, {
  detects: [
    { name: 'Quasar', results: lock('QSR_MUTEX_a1B2c3D4e5F6') },
    { name: 'WannaCry', results: lock('Global\\MsWinZonesCacheCounterMutexA') },
  ],
  ignores: [
    { name: 'another', results: lock('Local\\ZonesCacheCounterMutex') },
    { name: 'one of a program', results: lock('AsyncMutex') },
  ],
});
