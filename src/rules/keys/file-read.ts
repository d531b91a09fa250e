import { textKey } from './text-key.ts';

export const fileRead = textKey({
  name: 'file_read',
  summary: 'The sample read a file.',
  reads: 'behavior.summary.file_read, behavior.summary.read_files',
  windows: true,
  caseSensitive: false,
  examples: [String.raw`*\wallet.dat`],
  collect: (view) => view.summaryTexts('file_read', 'read_files'),
});
