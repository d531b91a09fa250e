import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { sendRequest } from './http.ts';
import { flag, httpUrl, matching, type Options, seconds, text, variable } from './options.ts';
import { withRetries } from './retry.ts';
import { encoded, signed } from './sigv4.ts';
import type { Delivery, Destination, SentFile, Surroundings } from './types.ts';

export const s3Options = {
  url: httpUrl,
  bucket: { ...matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'), isRequired: true },
  region: text,
  prefix: matching(/^[\w./-]{1,200}$/, 'letters, digits, dots, hyphens, slashes'),
  virtual_host: flag,
  access_key_env: variable,
  secret_key_env: variable,
  session_token_env: variable,
  timeout_seconds: seconds,
};

/** Puts each report into a bucket of Amazon S3 or what speaks like it: `PREFIX/KEY/report.json`. */
export function s3Destination(options: Options, surroundings: Surroundings): Destination {
  const timeoutMs = options.timeoutMs(300);
  const region = options.text('region', 'us-east-1');
  const prefix = options.text('prefix', 'ovoscope').replace(/^\/+|\/+$/g, '');
  return {
    name: options.name,
    kind: 's3',
    async send({ key, files }: Delivery, signal) {
      const credentials = {
        accessKey: options.requiredSecret('access_key_env', 'AWS_ACCESS_KEY_ID'),
        secretKey: options.requiredSecret('secret_key_env', 'AWS_SECRET_ACCESS_KEY'),
        sessionToken: options.secret('session_token_env', 'AWS_SESSION_TOKEN'),
      };
      for (const file of files) {
        const bodyHash = await hashOf(file);
        const url = objectUrl(options, [...prefix.split('/'), key, ...file.name.split('/')]);
        await withRetries(
          () => {
            const request = { method: 'PUT' as const, url, headers: { 'content-type': file.media }, bodyHash };
            const headers = signed(request, credentials, region, new Date(surroundings.now()));
            return sendRequest({ method: 'PUT', url, headers, body: bodyOf(file), timeoutMs }, signal);
          },
          surroundings,
          signal,
        );
      }
      return [];
    },
  };
}

function bodyOf({ path, bytes }: SentFile) {
  return bytes === 0 ? { text: '' } : { file: path, bytes };
}

function objectUrl(options: Options, parts: readonly string[]): URL {
  const url = new URL(options.text('url', ''));
  const bucket = options.text('bucket', '');
  const path = parts.filter((part) => part !== '').map(encoded);
  if (options.flag('virtual_host')) url.hostname = `${bucket}.${url.hostname}`;
  else path.unshift(bucket);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path.join('/')}`;
  url.search = '';
  return url;
}

async function hashOf({ path, bytes }: SentFile): Promise<string> {
  const hash = createHash('sha256');
  if (bytes > 0) for await (const piece of createReadStream(path, { end: bytes - 1 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}
