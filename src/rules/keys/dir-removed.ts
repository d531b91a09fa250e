import { textKey } from './text-key.ts';

export const dirRemoved = textKey({
  name: 'dir_removed',
  summary: 'The sample removed a directory.',
  reads: 'behavior.summary.directory_removed',
  windows: true,
  caseSensitive: false,
  examples: [String.raw`C:\Windows\system32*`],
  collect: (view) => view.summaryTexts('directory_removed'),
});
