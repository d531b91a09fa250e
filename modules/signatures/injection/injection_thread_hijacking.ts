import { changesMemory, RemoteSignature, type Step } from './_remote-signature.ts';

/** Debuggers and profilers do so. */
export default class InjectionThreadHijacking extends RemoteSignature {
  name = 'injection_thread_hijacking';
  description = 'Stops a thread of a running process, changes what it runs and lets it go on';
  severity = 4;
  confidence = 85;
  categories = ['injection'];
  ttps = ['T1055.003'];
  references = ['https://attack.mitre.org/techniques/T1055/003/'];

  protected concludes(steps: ReadonlySet<Step>): boolean {
    const redirects = steps.has('suspended a thread') && steps.has('set context') && steps.has('resumed');
    return redirects && changesMemory(steps) && !steps.has('created suspended');
  }
}
