import { ofRequests } from './http-owner.ts';
import { textKey } from './text-key.ts';

export const httpUserAgent = textKey({
  name: 'http_user_agent',
  summary: 'An HTTP request named this user agent.',
  reads: 'network.http[].user-agent',
  windows: false,
  caseSensitive: true,
  isAboutCandidates: true,
  examples: ['Mazilla/*'],
  collect: (view) => ofRequests(view, 'userAgent'),
});
