import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\b(?:net1?|sc)(?:\.exe)?"?\s+(?:stop|delete)\s+"?(?:MSSQL|SQLAgent|SQLBrowser|SQLTELEMETRY|MySQL|postgresql|OracleService|MSExchange|QB(?:DB|CF|IDP)|Acronis|ReportServer|MSOLAP|SAP|vmicvss|msftesql|DB2|firebird|zhudongfangyu)/i,
  /\btaskkill(?:\.exe)?"?\s.{0,40}\/im\s+"?(?:sqlservr|sqlagent|sqlwriter|mysqld|oracle|ocssd|dbsnmp|excel|winword|outlook|thebat|onenote|msaccess|powerpnt|visio|steam|dbeng50|agntsvc|isqlplussvc|xfssvccon|mydesktopservice|encsvc|tbirdconfig|infopath|synctime|qbw32)/i,
  /\bStop-Service\b.{0,80}\b(?:MSSQL|MySQL|MSExchange|Oracle)/i,
];

/** Scripts for maintenance stop one of them, not several. */
export default class StopsServices extends CommandSignature {
  name = 'stops_services';
  description = 'Stops services that keep databases and mail, as before files are encrypted';
  severity = 3;
  confidence = 85;
  categories = ['ransomware', 'impact'];
  ttps = ['T1489'];
  references = ['https://attack.mitre.org/techniques/T1489/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
