import type { Value } from 'ovoscope';
import { isZero, ValueSignature } from '../_value-signature.ts';

const VALUE =
  /\\CurrentVersion\\Policies\\System\\(?:EnableLUA|ConsentPromptBehaviorAdmin|PromptOnSecureDesktop|LocalAccountTokenFilterPolicy)$/i;

/** Old programs ask administrators to do so. */
export default class DisablesUac extends ValueSignature {
  name = 'disables_uac';
  description = 'Has Windows no longer ask before a program gets administrator rights';
  severity = 4;
  confidence = 90;
  categories = ['evasion', 'privilege-escalation'];
  ttps = ['T1548.002'];
  references = [
    'https://attack.mitre.org/techniques/T1548/002/',
    'https://learn.microsoft.com/en-us/windows/security/application-security/application-control/user-account-control/settings-and-configuration',
  ];

  protected concerns(regkey: string, value: Value | undefined): boolean {
    if (!VALUE.test(regkey)) return false;
    return /FilterPolicy$/i.test(regkey) ? !isZero(value) : value === undefined || isZero(value);
  }
}
