import { textKey } from './text-key.ts';

export const fileOpened = textKey({
  name: 'file_opened',
  summary: 'The sample opened a file.',
  reads: 'behavior.summary.file_opened',
  windows: true,
  caseSensitive: false,
  examples: ['*.exe'],
  collect: (view) => view.summaryTexts('file_opened'),
});
