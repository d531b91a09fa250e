/**
 * What release 19 of ATT&CK (April 2026) changed, kept by hand until techniques.ts is made from its bundle: Defense
 * Evasion became Stealth and Defense Impairment, and some ids were replaced. To be removed then.
 */
export const RELEASE = '19';

/** Key|id|name: the first takes the place of `defense-evasion`, the second follows it. */
export const TACTICS: readonly string[] = ['stealth|TA0005|Stealth', 'defense-impairment|TA0112|Defense Impairment'];

/** Techniques that went from `defense-evasion` to `defense-impairment`, with their sub-techniques; the rest to `stealth`. */
export const IMPAIRMENT: readonly string[] = [
  'T1112',
  'T1222',
  'T1484',
  'T1553',
  'T1556',
  'T1578',
  'T1599',
  'T1600',
  'T1601',
  'T1666',
];

/** Id|name|keys of tactics. */
export const TECHNIQUES = `\
T1211|Exploitation for Stealth|stealth
T1682|Query Public AI Services|reconnaissance
T1683|Generate Content|resource-development
T1684|Social Engineering|stealth
T1684.001|Impersonation|stealth
T1684.002|Email Spoofing|stealth
T1685|Disable or Modify Tools|defense-impairment
T1685.001|Disable or Modify Windows Event Log|defense-impairment
T1685.002|Disable or Modify Cloud Log|defense-impairment
T1685.003|Modify or Spoof Tool UI|defense-impairment
T1685.004|Disable or Modify Linux Audit System Log|defense-impairment
T1685.005|Clear Windows Event Logs|defense-impairment
T1685.006|Clear Linux or Mac System Logs|defense-impairment
T1686|Disable or Modify System Firewall|defense-impairment
T1686.001|Cloud Firewall|defense-impairment
T1686.002|Network Device Firewall|defense-impairment
T1686.003|Windows Host Firewall|defense-impairment
T1687|Exploitation for Defense Impairment|defense-impairment
T1688|Safe Mode Boot|defense-impairment
T1689|Downgrade Attack|defense-impairment
T1690|Prevent Command History Logging|defense-impairment
`;

/** Revoked id|id that replaced it. */
export const REPLACED = `\
T1070.001|T1685.005
T1070.002|T1685.006
T1562|T1685
T1562.001|T1685
T1562.002|T1685.001
T1562.003|T1690
T1562.004|T1686
T1562.006|T1685
T1562.007|T1686.001
T1562.008|T1685.002
T1562.009|T1688
T1562.010|T1689
T1562.011|T1685.003
T1562.012|T1685.004
T1562.013|T1686.002
T1656|T1684.001
T1672|T1684.002
`;
