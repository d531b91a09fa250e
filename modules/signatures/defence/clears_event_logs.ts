import { CommandSignature } from '../_command-signature.ts';

const CLEARS = [
  /\bwevtutil(?:\.exe)?"?\s+(?:cl|clear-log)\b/i,
  /\bClear-EventLog\b/i,
  /\bRemove-EventLog\b/i,
  /\bwmic(?:\.exe)?"?\s.{0,80}\bnteventlog\b.{0,80}\bcleareventlog\b/i,
  /\bfsutil(?:\.exe)?"?\s+usn\s+deletejournal\b/i,
];

/** Scripts that prepare an image of a machine clear its logs. */
export default class ClearsEventLogs extends CommandSignature {
  name = 'clears_event_logs';
  description = "Deletes Windows' records of what happened";
  severity = 4;
  confidence = 95;
  categories = ['evasion'];
  ttps = ['T1685.005', 'T1070'];
  references = [
    'https://attack.mitre.org/techniques/T1685/005/',
    'https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/wevtutil',
  ];

  protected concerns(commandLine: string): boolean {
    return CLEARS.some((pattern) => pattern.test(commandLine));
  }
}
