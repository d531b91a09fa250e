import { CommandSignature } from '../_command-signature.ts';

const SCHTASKS = /\bschtasks(?:\.exe)?"?\s.{0,200}?[/-](?:create|change)\b/i;
const AT = /(?:^|[\\"&|]|\/c)\s*at(?:\.exe)?"?\s+(?:\\\\\S+\s+)?\d{1,2}:\d{2}\b/i;
const POWERSHELL = /\b(?:Register-ScheduledTask|New-ScheduledTaskAction|Register-ScheduledJob)\b/i;

/** Updaters create tasks, mostly by functions and not by this command. */
export default class PersistenceScheduledTask extends CommandSignature {
  name = 'persistence_scheduled_task';
  description = 'Creates a scheduled task from the command line';
  severity = 3;
  confidence = 75;
  categories = ['persistence'];
  ttps = ['T1053.005'];
  references = [
    'https://attack.mitre.org/techniques/T1053/005/',
    'https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/schtasks-create',
  ];

  protected concerns(commandLine: string): boolean {
    return SCHTASKS.test(commandLine) || AT.test(commandLine) || POWERSHELL.test(commandLine);
  }
}
