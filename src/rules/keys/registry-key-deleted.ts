import { registrySpellings } from './registry-spellings.ts';
import { textKey } from './text-key.ts';

export const registryKeyDeleted = textKey({
  name: 'registry_key_deleted',
  summary: 'The sample deleted a registry key or value.',
  reads: 'behavior.summary.regkey_deleted',
  windows: true,
  caseSensitive: false,
  examples: [String.raw`HKLM\Software\Microsoft\Windows\CurrentVersion\Run\*`],
  collect: (view) => view.texts('behavior.summary.regkey_deleted'),
  spellings: registrySpellings,
});
