import { type Results, Signature } from 'ovoscope';
import { processes } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

/** Functions that change nothing. */
const IDLE =
  /^(?:NtYieldExecution|GetTickCount(?:64)?|GetSystemTime(?:AsFileTime)?|GetLocalTime|NtQuerySystemTime|NtQueryPerformanceCounter|GetCursorPos|GetForegroundWindow|GetSystemMetrics|GetLastInputInfo|IsDebuggerPresent|NtDelayExecution)$/;
const FEWEST = 20_000;

/** Programs that wait for something in a loop, as bad ones do, look the same. */
export default class AntisandboxStalling extends Signature {
  name = 'antisandbox_stalling';
  description = 'Calls one function so often that only time passes';
  severity = 2;
  confidence = 60;
  categories = ['anti-sandbox'];
  ttps = ['T1497.003'];
  references = ['https://attack.mitre.org/techniques/T1497/003/'];
  run(results: Results) {
    for (const process of processes(results)) {
      const { process_id: pid, process_name } = process;
      if (BACKGROUND.includes(process_name.toLowerCase())) continue;
      for (const [api, count] of Object.entries(results.behavior?.apistats?.[pid] ?? {})) {
        if (IDLE.test(api) && count >= FEWEST) this.data.push({ pid, process: process_name, api, count });
      }
    }
    return this.data.length > 0;
  }
}
