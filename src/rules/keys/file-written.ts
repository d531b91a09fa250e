import { textKey } from './text-key.ts';

export const fileWritten = textKey({
  name: 'file_written',
  summary: 'The sample wrote to a file.',
  reads: 'behavior.summary.file_written, behavior.summary.write_files',
  windows: true,
  caseSensitive: false,
  examples: ['*.exe'],
  collect: (view) => view.summaryTexts('file_written', 'write_files'),
});
