import { RemoteSignature, type Step } from './_remote-signature.ts';

/** Debuggers, profilers and products for security do so. */
export default class InjectionExecutableMemory extends RemoteSignature {
  name = 'injection_executable_memory';
  description = 'Makes memory of another process executable';
  severity = 3;
  confidence = 70;
  categories = ['injection'];
  ttps = ['T1055'];
  references = [
    'https://attack.mitre.org/techniques/T1055/',
    'https://learn.microsoft.com/en-us/windows/win32/memory/memory-protection-constants',
  ];

  protected concludes(steps: ReadonlySet<Step>): boolean {
    return steps.has('allocated executable');
  }
}
