import { gunzipSync } from 'node:zlib';
import type { CallBlock } from './html-blocks.ts';
import type { CallIndex } from './html-calls.ts';

/** The blocks of calls in a page, unpacked. */
export function blocksOf(html: string): CallBlock[] {
  return [...html.matchAll(/<script type="application\/octet-stream" id="calls-(\d+)">([^<]*)<\/script>/g)].map(
    ([, , text]) => JSON.parse(gunzipSync(Buffer.from(text!, 'base64')).toString('utf8')) as CallBlock,
  );
}

export function indexOf(html: string): CallIndex | undefined {
  const text = /<script type="application\/json" id="call-index">([^<]*)<\/script>/.exec(html)?.[1];
  return text === undefined ? undefined : (JSON.parse(text) as CallIndex);
}
