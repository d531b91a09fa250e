import { registrySpellings } from './registry-spellings.ts';
import { textKey } from './text-key.ts';

export const registryKeyRead = textKey({
  name: 'registry_key_read',
  summary: 'The sample read a registry key or value.',
  reads: 'behavior.summary.regkey_read, behavior.summary.read_keys',
  windows: true,
  caseSensitive: false,
  examples: [String.raw`HKLM\Software\Microsoft\Windows\CurrentVersion\Run\*`],
  collect: (view) => view.summaryTexts('regkey_read', 'read_keys'),
  spellings: registrySpellings,
});
