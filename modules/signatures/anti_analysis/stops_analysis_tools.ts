import { CommandSignature } from '../_command-signature.ts';

const COMMAND =
  /\b(?:taskkill|Stop-Process|tskill|wmic|pskill)\b.{0,160}\b(?:procexp(?:64)?|procmon(?:64)?|processhacker|systeminformer|wireshark|dumpcap|tcpview|autoruns|fiddler|ollydbg|x(?:32|64)dbg|windbg|ida(?:64|q)?|pestudio|regshot|httpdebuggerui|apimonitor)\b/i;

/** Nobody but an analyst runs these programs, and he closes them by hand. */
export default class StopsAnalysisTools extends CommandSignature {
  name = 'stops_analysis_tools';
  description = 'Stops programs with which it could be watched';
  severity = 3;
  confidence = 90;
  categories = ['anti-debug', 'evasion'];
  ttps = ['T1685'];
  references = ['https://attack.mitre.org/techniques/T1685/'];

  protected concerns(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
