import { textKey } from './text-key.ts';

export const dirEnumerated = textKey({
  name: 'dir_enumerated',
  summary: 'The sample listed a directory.',
  reads: 'behavior.summary.directory_enumerated',
  windows: true,
  caseSensitive: false,
  examples: [String.raw`C:\Windows\system32*`],
  collect: (view) => view.summaryTexts('directory_enumerated'),
});
