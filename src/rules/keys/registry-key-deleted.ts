import { registrySpellings } from './registry-spellings.ts';
import { textKey } from './text-key.ts';

export const registryKeyDeleted = textKey({
  name: 'registry_key_deleted',
  summary: 'The sample deleted a registry key or value.',
  reads: 'behavior.summary.regkey_deleted, behavior.summary.delete_keys',
  windows: true,
  caseSensitive: false,
  examples: [String.raw`HKLM\Software\Microsoft\Windows\CurrentVersion\Run\*`],
  collect: (view) => view.summaryTexts('regkey_deleted', 'delete_keys'),
  spellings: registrySpellings,
});
