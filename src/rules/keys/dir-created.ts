import { textKey } from './text-key.ts';

export const dirCreated = textKey({
  name: 'dir_created',
  summary: 'The sample created a directory.',
  reads: 'behavior.summary.directory_created',
  windows: true,
  caseSensitive: false,
  examples: [String.raw`C:\Windows\system32*`],
  collect: (view) => view.summaryTexts('directory_created'),
});
