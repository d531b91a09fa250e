import { textKey } from './text-key.ts';

export const fileRead = textKey({
  name: 'file_read',
  summary: 'The sample read a file.',
  reads: 'behavior.summary.file_read',
  windows: true,
  caseSensitive: false,
  examples: [String.raw`*\wallet.dat`],
  collect: (view) => view.texts('behavior.summary.file_read'),
});
