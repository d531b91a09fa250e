import type { ReportView } from '../report-view.ts';
import { textKey } from './text-key.ts';

export const commandLine = textKey({
  name: 'command_line',
  summary: 'A process was started with this command line, or a command was executed.',
  reads: 'behavior.processes[].command_line, behavior.summary.command_line, behavior.summary.executed_commands',
  windows: true,
  caseSensitive: false,
  examples: ['*vssadmin*delete*shadows*'],
  collect: (view) => (view.quirks ? ofProcesses(view) : distinct(view)),
});

function ofProcesses(view: ReportView): readonly string[] | undefined {
  const processes = view.records('behavior.processes');
  // Sandboxes before Cuckoo 2 recorded no command lines: that is not the same as processes without one.
  if (!processes || (processes.length > 0 && !processes.some((process) => Object.hasOwn(process, 'command_line')))) {
    return undefined;
  }
  return processes.map((process) => process['command_line']).filter((line) => typeof line === 'string');
}

function distinct(view: ReportView): readonly string[] | undefined {
  const lists = [ofProcesses(view), view.summaryTexts('command_line', 'executed_commands')];
  const found = lists.filter((list) => list !== undefined);
  return found.length === 0 ? undefined : [...new Set(found.flat())];
}
