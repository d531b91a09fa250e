import { textKey } from './text-key.ts';

export const fileDeleted = textKey({
  name: 'file_deleted',
  summary: 'The sample deleted a file.',
  reads: 'behavior.summary.file_deleted, behavior.summary.delete_files',
  windows: true,
  caseSensitive: false,
  examples: ['*.exe'],
  collect: (view) => view.summaryTexts('file_deleted', 'delete_files'),
});
