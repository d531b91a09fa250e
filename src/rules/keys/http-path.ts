import { ofRequests } from './http-owner.ts';
import { textKey } from './text-key.ts';

export const httpPath = textKey({
  name: 'http_path',
  summary: 'An HTTP request asked for this path.',
  reads: 'network.http[].path',
  windows: false,
  caseSensitive: true,
  isAboutCandidates: true,
  examples: ['/gate.php*'],
  collect: (view) => ofRequests(view, 'path'),
});
