import { textKey } from './text-key.ts';

export const mutex = textKey({
  name: 'mutex',
  summary: 'The sample created or opened a mutex of this name.',
  reads: 'behavior.summary.mutex, behavior.summary.mutexes',
  windows: true,
  caseSensitive: false,
  examples: ['*RunOnlyOnce*'],
  collect: (view) => view.summaryTexts('mutex', 'mutexes'),
});
