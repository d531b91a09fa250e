import { createReadStream } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { Passing } from './retry.ts';

/** What a request carries: text, or a file. */
export type Body = { text: string } | { file: string; bytes: number };

export interface HttpRequest {
  method: 'PUT' | 'POST';
  url: URL;
  headers: { readonly [name: string]: string };
  body: Body;
  timeoutMs: number;
}

const MAX_ANSWER = 1 << 20;
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Sends one request to the address that was configured and nowhere else: a redirection is a failure. Returns the
 * answer's text, at most 1 MiB. Throws Passing where another try may help, and Error for any other answer than 2xx.
 */
export async function sendRequest(
  { method, url, headers, body, timeoutMs }: HttpRequest,
  signal: AbortSignal,
): Promise<string> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const length = 'text' in body ? Buffer.byteLength(body.text) : body.bytes;
  try {
    return await new Promise<string>((resolve, reject) => {
      const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
        method,
        headers: { ...headers, 'content-length': String(length) },
        signal: deadline,
      });
      request.on('error', reject);
      request.on('response', (response) => {
        const status = response.statusCode ?? 0;
        const pieces: Buffer[] = [];
        let size = 0;
        response.on('error', reject);
        response.on('data', (piece: Buffer) => {
          size += piece.length;
          if (size <= MAX_ANSWER) pieces.push(piece);
          else response.destroy(new Error('the answer is longer than 1 MiB'));
        });
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8');
          if (status >= 200 && status < 300) resolve(text);
          else reject(answerError(status, text, response.headers['retry-after']));
        });
      });
      if ('text' in body) request.end(body.text);
      else pipeline(createReadStream(body.file, { end: body.bytes - 1 }), request).catch(reject);
    });
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) throw new Passing(`no answer within ${timeoutMs / 1000} s`);
    const code = (error as NodeJS.ErrnoException).code;
    if (typeof code === 'string' && !/CERT|TLS|SSL|INVALID/.test(code))
      throw new Passing(`${(error as Error).message || code}`);
    throw error;
  }
}

function answerError(status: number, text: string, retryAfter: string | undefined): Error {
  const line = text
    .replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ')
    .slice(0, 200)
    .trim();
  if (status >= 300 && status < 400) return new Error(`it answered ${status}: redirections are not followed`);
  const message = `it answered ${status}${line === '' ? '' : ` ${line}`}`;
  if (!PASSING.has(status)) return new Error(message);
  const seconds = retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined;
  return new Passing(message, seconds === undefined ? undefined : seconds * 1000);
}
