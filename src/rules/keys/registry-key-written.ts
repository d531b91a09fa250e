import { registrySpellings } from './registry-spellings.ts';
import { textKey } from './text-key.ts';

export const registryKeyWritten = textKey({
  name: 'registry_key_written',
  summary: 'The sample wrote to a registry key or value.',
  reads: 'behavior.summary.regkey_written, behavior.summary.write_keys',
  windows: true,
  caseSensitive: false,
  examples: [String.raw`HKLM\Software\Microsoft\Windows\CurrentVersion\Run\*`],
  collect: (view) => view.summaryTexts('regkey_written', 'write_keys'),
  spellings: registrySpellings,
});
