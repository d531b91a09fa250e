import { CommandSignature } from '../_command-signature.ts';

/** Services and programs of security products and of backups, as commands name them. */
const TARGET =
  /\b(?:MsMpEng|NisSrv|avp|avgnt|avguard|avastsvc|avastui|bdagent|bdredline|ccSvcHst|ekrn|egui|fsgk32|mcshield|mfemms|mbam\w*|nod32\w*|SAVService|SAVAdminService|Sophos\w*|TmListen|ntrtscan|wrsa|cylancesvc|CSFalconService|SentinelAgent|xagt|360tray|V3Svc|vsserv|Veeam\w*|BackupExec\w*|SQLWriter|VSS|wscsvc|wuauserv|MpCmdRun|MSASCuiL?)\b/i;
const STOPS = [
  /\btaskkill(?:\.exe)?"?\s.{0,40}\/(?:im|f)\b/i,
  /\b(?:sc|net1?)(?:\.exe)?"?\s+(?:stop|delete)\s/i,
  /\bsc(?:\.exe)?"?\s+config\s.{0,80}\bstart\s*=\s*disabled/i,
  /\b(?:Stop-Service|Stop-Process)\b/i,
  /\badvfirewall\s+firewall\s+add\s+rule\s.{0,200}\baction\s*=\s*block\b/i,
  /\bwmic(?:\.exe)?"?\s.{0,120}\b(?:process|product|service)\b.{0,120}\b(?:terminate|delete|uninstall|stopservice)\b/i,
];

/** Uninstallers of these products, and scripts for backups that stop a database. */
export default class StopsSecurityPrograms extends CommandSignature {
  name = 'stops_security_programs';
  description = 'Stops or cuts off programs for security, updates or backups';
  severity = 3;
  confidence = 90;
  categories = ['evasion', 'anti-av'];
  ttps = ['T1685', 'T1489'];
  references = ['https://attack.mitre.org/techniques/T1685/', 'https://attack.mitre.org/techniques/T1489/'];

  protected concerns(commandLine: string): boolean {
    return TARGET.test(commandLine) && STOPS.some((pattern) => pattern.test(commandLine));
  }
}
