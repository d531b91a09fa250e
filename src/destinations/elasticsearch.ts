import { elasticsearchBulk } from '../report/export-lines.ts';
import { FLAT_SECTIONS } from '../report/flat.ts';
import { sendRequest } from './http.ts';
import { httpUrl, matching, type Options, seconds, variable } from './options.ts';
import { withRetries } from './retry.ts';
import type { Delivery, Destination, Surroundings } from './types.ts';

export const elasticsearchOptions = {
  url: httpUrl,
  index: matching(/^[a-z0-9][a-z0-9._-]{0,199}$/, 'lower-case letters, digits, dots, hyphens and underscores'),
  api_key_env: variable,
  user_env: variable,
  password_env: variable,
  timeout_seconds: seconds,
};

const MAX_BULK = 5 << 20;

/** Sends the documents of the elasticsearch report to `_bulk` of Elasticsearch or OpenSearch, 5 MiB at a time. */
export function elasticsearchDestination(options: Options, surroundings: Surroundings): Destination {
  const url = new URL(options.text('url', ''));
  url.pathname = `${url.pathname.replace(/\/$/, '')}/_bulk`;
  const timeoutMs = options.timeoutMs(60);
  return {
    name: options.name,
    kind: 'elasticsearch',
    async send({ results }: Delivery, signal) {
      const headers = { 'content-type': 'application/x-ndjson', ...authorization(options) };
      const sections = FLAT_SECTIONS.filter((name) => name !== 'calls');
      for (const text of batches(elasticsearchBulk(results, options.text('index', 'ovoscope'), sections))) {
        const answer = await withRetries(
          () => sendRequest({ method: 'POST', url, headers, body: { text }, timeoutMs }, signal),
          surroundings,
          signal,
        );
        const refused = firstError(answer);
        if (refused !== undefined) throw new Error(`documents were refused: ${refused}`);
      }
      return [];
    },
  };
}

function authorization(options: Options): { authorization?: string } {
  if (options.text('api_key_env') !== undefined)
    return { authorization: `ApiKey ${options.requiredSecret('api_key_env', '')}` };
  if (options.text('user_env') === undefined) return {};
  const pair = `${options.requiredSecret('user_env', '')}:${options.requiredSecret('password_env', 'OVOSCOPE_ELASTICSEARCH_PASSWORD')}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** Whole pairs of lines, about 5 MiB at a time. */
function* batches(pieces: Iterable<string>): Generator<string> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < MAX_BULK) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

function firstError(answer: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch {
    return 'the answer is no JSON';
  }
  const { errors, items } = parsed as {
    errors?: boolean;
    items?: { index?: { error?: { type?: string; reason?: string } } }[];
  };
  if (errors !== true) return undefined;
  const error = items?.find((item) => item.index?.error !== undefined)?.index?.error;
  return `${error?.type ?? 'an error'}: ${error?.reason ?? ''}`.slice(0, 200);
}
