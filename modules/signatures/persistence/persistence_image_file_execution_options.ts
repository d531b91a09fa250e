import { ValueSignature } from '../_value-signature.ts';

const DEBUGGER = /\\CurrentVersion\\Image File Execution Options\\[^\\]+\\(?:Debugger|VerifierDlls|GlobalFlag)$/i;
const MONITOR = /\\CurrentVersion\\SilentProcessExit\\[^\\]+\\MonitorProcess$/i;

/** Debuggers are attached this way, by developers; replacements of the task manager too. */
export default class PersistenceImageFileExecutionOptions extends ValueSignature {
  name = 'persistence_image_file_execution_options';
  description = 'Has Windows start a program of its own when another one is started or ends';
  severity = 3;
  confidence = 90;
  categories = ['persistence', 'evasion'];
  ttps = ['T1546.012'];
  references = ['https://attack.mitre.org/techniques/T1546/012/'];

  protected concerns(regkey: string): boolean {
    return DEBUGGER.test(regkey) || MONITOR.test(regkey);
  }
}
