import { textKey } from './text-key.ts';

export const string = textKey({
  name: 'string',
  summary: 'The sample holds this string.',
  reads: 'strings',
  windows: false,
  caseSensitive: true,
  examples: ['!REGEX!-----BEGIN (RSA )?PUBLIC KEY-----'],
  collect: (view) => view.texts('strings'),
});
