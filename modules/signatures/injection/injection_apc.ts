import { changesMemory, RemoteSignature, type Step } from './_remote-signature.ts';

/** Some products for security do so in each process that starts. */
export default class InjectionApc extends RemoteSignature {
  name = 'injection_apc';
  description = 'Puts code or data into another process and queues a call to it on one of its threads';
  severity = 4;
  confidence = 90;
  categories = ['injection'];
  ttps = ['T1055.004'];
  references = ['https://attack.mitre.org/techniques/T1055/004/'];

  protected concludes(steps: ReadonlySet<Step>): boolean {
    const prepares = changesMemory(steps) || steps.has('allocated') || steps.has('allocated executable');
    return steps.has('queued an APC') && prepares;
  }
}
