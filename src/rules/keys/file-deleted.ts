import { textKey } from './text-key.ts';

export const fileDeleted = textKey({
  name: 'file_deleted',
  summary: 'The sample deleted a file.',
  reads: 'behavior.summary.file_deleted',
  windows: true,
  caseSensitive: false,
  examples: ['*.exe'],
  collect: (view) => view.texts('behavior.summary.file_deleted'),
});
