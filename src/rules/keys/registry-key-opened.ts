import { registrySpellings } from './registry-spellings.ts';
import { textKey } from './text-key.ts';

export const registryKeyOpened = textKey({
  name: 'registry_key_opened',
  summary: 'The sample opened a registry key or value.',
  reads: 'behavior.summary.regkey_opened',
  windows: true,
  caseSensitive: false,
  examples: [String.raw`HKLM\Software\Microsoft\Windows\CurrentVersion\Run\*`],
  collect: (view) => view.summaryTexts('regkey_opened'),
  spellings: registrySpellings,
});
