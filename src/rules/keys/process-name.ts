import { textKey } from './text-key.ts';

export const processName = textKey({
  name: 'process_name',
  summary: 'A process of this name ran.',
  reads: 'behavior.processes[].process_name',
  windows: true,
  caseSensitive: false,
  examples: ['powershell.exe', 'svch?st.exe'],
  collect: (view) => view.field('behavior.processes', 'process_name'),
});
