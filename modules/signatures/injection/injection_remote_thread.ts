import { changesMemory, RemoteSignature, type Step } from './_remote-signature.ts';

/** Debuggers, programs for users with disabilities, and products for security. */
export default class InjectionRemoteThread extends RemoteSignature {
  name = 'injection_remote_thread';
  description = 'Puts code or data into another process and starts a thread there';
  severity = 4;
  confidence = 85;
  categories = ['injection'];
  ttps = ['T1055'];
  references = [
    'https://attack.mitre.org/techniques/T1055/',
    'https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/nf-processthreadsapi-createremotethread',
  ];

  protected concludes(steps: ReadonlySet<Step>): boolean {
    const prepares = changesMemory(steps) || steps.has('allocated') || steps.has('allocated executable');
    return steps.has('started a thread') && prepares;
  }
}
