import { type HttpBody, type HttpExchange, headerOf } from 'ovoscope/formats';
import { printable, since } from './_network_text.ts';

export interface HttpEntry {
  [name: string]: unknown;
  /** How often the same request was sent. */
  count: number;
  host: string;
  port: number;
  /** The request, its head and its body. */
  data: string;
  uri: string;
  body: string;
  path: string;
  version: string;
  method: string;
  'user-agent'?: string;
}

export interface BodyEntry {
  /** Where the sandbox put the body, if it did. */
  path: string | null;
  md5: string;
  sha1: string;
  sha256: string;
  size: number;
  /** As libmagic words it. */
  type: string | null;
  /** The first bytes, as Latin-1. */
  head: string;
  /** Bytes that were sent and not captured, or never sent. */
  missing?: number;
  /** Encodings that could not be taken off. */
  encoding?: string;
}

/** The requests, each distinct one once, in the order they were sent. */
export function httpEntries(exchanges: readonly HttpExchange[], first: number | undefined): HttpEntry[] {
  const entries = new Map<string, HttpEntry>();
  for (const { request, ends, moment, protocol } of exchanges) {
    if (!request || protocol !== 'http') continue;
    const { head, method } = request;
    const end = head.text.includes('\r\n') || !head.text.includes('\n') ? '\r\n' : '\n';
    const body = request.plainBody.toString('latin1');
    const data = printable(head.text + (request.version === '0.9' ? end : end + end) + body);
    const known = entries.get(data);
    if (known) {
      known.count++;
      continue;
    }
    const host = printable(headerOf(head, 'host') ?? '');
    const path = printable(request.target);
    const agent = headerOf(head, 'user-agent');
    entries.set(data, {
      count: 1,
      host,
      port: ends.serverPort,
      data,
      uri: uriOf(method, path, host === '' ? hostText(ends.server) : host, ends.serverPort),
      body: printable(body),
      path,
      ...(agent !== undefined && { 'user-agent': printable(agent) }),
      version: request.version,
      method,
      src: ends.client,
      sport: ends.clientPort,
      dst: ends.server,
      time: since(first, moment.time),
    });
  }
  return [...entries.values()];
}

/** Exchanges with what came back, in the order of requests. `describe` looks bodies up. */
export function exchangeEntries(
  exchanges: readonly HttpExchange[],
  protocol: 'http' | 'https',
  first: number | undefined,
  describe: (body: HttpBody) => BodyEntry,
): { [name: string]: unknown }[] {
  return exchanges
    .filter((exchange) => exchange.protocol === protocol)
    .map(({ ends, request, response, oddities, moment }) => {
      const req = request ? describe(request.body) : undefined;
      const resp = response ? describe(response.body) : undefined;
      const host = request && headerOf(request.head, 'host');
      return {
        src: ends.client,
        sport: ends.clientPort,
        dst: ends.server,
        dport: ends.serverPort,
        protocol,
        method: request?.method ?? '',
        host: host || ends.server,
        uri: request?.target ?? '',
        status: response?.status ?? 0,
        request: request?.head.text ?? '',
        response: response?.head.text ?? '',
        req: req ?? NO_BODY,
        resp: resp ?? NO_BODY,
        md5: (resp ?? NO_BODY).md5,
        sha1: (resp ?? NO_BODY).sha1,
        sha256: (resp ?? NO_BODY).sha256,
        path: (resp ?? NO_BODY).path,
        time: since(first, moment.time),
        ...(oddities.length > 0 && { oddities: [...oddities] }),
      };
    });
}

const NO_BODY: BodyEntry = {
  path: null,
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  size: 0,
  type: null,
  head: '',
};

const hostText = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** The port is left out where it is 80, or stands in the host already. Proxies are asked for whole URLs. */
function uriOf(method: string, path: string, host: string, port: number): string {
  if (method === 'CONNECT') return `http://${path}/`;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return path;
  const hasPort = /:\d*$/.test(host.replace(/^\[.*\]/, ''));
  const place = port === 80 || hasPort ? host : `${host}:${port}`;
  return `http://${place}${path.startsWith('/') ? '' : '/'}${path}`;
}
