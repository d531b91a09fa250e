import { changesMemory, RemoteSignature, type Step } from './_remote-signature.ts';

/** Some protectors start a copy of their own program this way. */
export default class InjectionProcessHollowing extends RemoteSignature {
  name = 'injection_process_hollowing';
  description = 'Starts a process suspended and replaces the program in its memory';
  severity = 4;
  confidence = 95;
  categories = ['injection'];
  ttps = ['T1055.012'];
  references = ['https://attack.mitre.org/techniques/T1055/012/'];

  protected concludes(steps: ReadonlySet<Step>): boolean {
    const replaces = steps.has('unmapped') || steps.has('set context');
    return steps.has('created suspended') && changesMemory(steps) && replaces;
  }
}
