import { createHmac } from 'node:crypto';
import { headOf } from './documents.ts';
import { sendRequest } from './http.ts';
import { httpUrl, type Options, seconds, variable } from './options.ts';
import { withRetries } from './retry.ts';
import type { Delivery, Destination, Surroundings } from './types.ts';

export const webhookOptions = { url: httpUrl, secret_env: variable, token_env: variable, timeout_seconds: seconds };

/**
 * Posts the head of the analysis as JSON: sample, verdict, signatures, names of the reports. The header
 * `X-Ovoscope-Signature` is `t=SECONDS,v1=HEX`, with the HMAC-SHA-256 of `SECONDS.BODY`; `Idempotency-Key` is the same
 * for each try.
 */
export function webhookDestination(options: Options, surroundings: Surroundings): Destination {
  const url = new URL(options.text('url', ''));
  const timeoutMs = options.timeoutMs(30);
  return {
    name: options.name,
    kind: 'webhook',
    async send(delivery: Delivery, signal) {
      const secret = options.requiredSecret('secret_env', 'OVOSCOPE_WEBHOOK_SECRET');
      const token = options.text('token_env') === undefined ? undefined : options.requiredSecret('token_env', '');
      const text = JSON.stringify({ kind: 'analysis', ...headOf(delivery) });
      await withRetries(
        () => {
          const t = Math.floor(surroundings.now() / 1000);
          const v1 = createHmac('sha256', secret).update(`${t}.${text}`).digest('hex');
          const headers = {
            'content-type': 'application/json',
            'user-agent': 'Ovoscope',
            'idempotency-key': delivery.key,
            'x-ovoscope-signature': `t=${t},v1=${v1}`,
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          };
          return sendRequest({ method: 'POST', url, headers, body: { text }, timeoutMs }, signal);
        },
        surroundings,
        signal,
      );
      return [];
    },
  };
}
