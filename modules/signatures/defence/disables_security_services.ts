import type { Value } from 'ovoscope';
import { ValueSignature } from '../_value-signature.ts';

const VALUE =
  /\\Services\\(?:WinDefend|WdNisSvc|WdNisDrv|WdFilter|WdBoot|Sense|wscsvc|SecurityHealthService|MpsSvc|SgrmBroker|MBAMService|avast! Antivirus|AVP\w*|ekrn|SAVService|CylanceSvc|CSFalconService|SentinelAgent)\\Start$/i;

/**
 * Removing a security product does so with its own services; a sample that isn't its uninstaller has no reason to.
 */
export default class DisablesSecurityServices extends ValueSignature {
  name = 'disables_security_services';
  description = 'Has security services no longer start with Windows';
  severity = 4;
  confidence = 85;
  categories = ['evasion', 'anti-av'];
  ttps = ['T1685', 'T1489'];
  references = ['https://attack.mitre.org/techniques/T1685/', 'https://attack.mitre.org/techniques/T1489/'];

  protected concerns(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && /^(?:4|0x0*4)$/.test(String(value));
  }
}
