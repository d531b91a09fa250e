import { changesMemory, RemoteSignature, type Step } from './_remote-signature.ts';

/** Debuggers and launchers of games change what they start. */
export default class InjectionSuspendedChild extends RemoteSignature {
  name = 'injection_suspended_child';
  description = 'Starts a process suspended, changes its memory and lets it run';
  severity = 3;
  confidence = 80;
  categories = ['injection'];
  ttps = ['T1055'];
  references = ['https://attack.mitre.org/techniques/T1055/'];

  protected concludes(steps: ReadonlySet<Step>): boolean {
    return steps.has('created suspended') && changesMemory(steps) && steps.has('resumed');
  }
}
