import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\bnltest(?:\.exe)?"?\s.{0,40}\/(?:domain_trusts|dclist|trusted_domains)/i,
  /\bnet1?(?:\.exe)?"?\s+(?:group|user|localgroup)\s.{0,80}\/do(?:main)?\b/i,
  /\b(?:dsquery|dsget|adfind)(?:\.exe)?"?\s+\S/i,
  /\b(?:Get-AD(?:Computer|User|Group\w*|Domain\w*|Forest|Trust)|Get-NetDomain\w*|Get-DomainController|Invoke-ShareFinder|SharpHound|BloodHound)\b/i,
  /\bnet1?(?:\.exe)?"?\s+view\s+\/(?:all|domain)/i,
];

/** Log-on scripts of companies ask for the domain; they do not ask for its administrators. */
export default class DiscoveryDomain extends CommandSignature {
  name = 'discovery_domain';
  description = 'Looks for the computers, accounts and trusts of a domain';
  severity = 3;
  confidence = 85;
  categories = ['discovery'];
  ttps = ['T1482', 'T1018', 'T1069.002', 'T1087.002'];
  references = ['https://attack.mitre.org/techniques/T1482/', 'https://attack.mitre.org/techniques/T1018/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
