import { RemoteSignature, type Step } from './_remote-signature.ts';

/** Hardly any; some protectors unpack into a process that they started. */
export default class InjectionWritesExecutable extends RemoteSignature {
  name = 'injection_writes_executable';
  description = 'Writes a program into the memory of another process';
  severity = 4;
  confidence = 90;
  categories = ['injection'];
  ttps = ['T1055.002'];
  references = ['https://attack.mitre.org/techniques/T1055/002/'];

  protected concludes(steps: ReadonlySet<Step>): boolean {
    return steps.has('wrote an executable');
  }
}
