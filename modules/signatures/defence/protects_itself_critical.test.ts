import { given, SignatureTester } from 'ovoscope/testing';
import ProtectsItselfCritical from './protects_itself_critical.ts';

const set = (name: string, information_class: number) =>
  given(name, ['NtSetInformationProcess', { information_class }]);

new SignatureTester().run(ProtectsItselfCritical, {
  detects: [
    { name: 'by the kernel', results: set('sample.exe', 29) },
    { name: 'by the library', results: given('sample.exe', ['RtlSetProcessIsCritical']) },
  ],
  ignores: [
    { name: 'another property', results: set('sample.exe', 35) },
    { name: 'a process of Windows', results: set('csrss.exe', 29) },
  ],
});
