import { describe, expect, it } from 'vitest';
import { conversation, pcap, pcapng, type Said } from '../../../tests/support/capture-writer.ts';
import { readCapture } from '../../../tests/support/read-capture.ts';
import { tlsSession } from '../../../tests/support/tls-session.ts';
import { TlsKeys } from './keys.ts';

const REQUEST = 'GET /secret HTTP/1.1\r\nHost: test.example\r\n\r\n';
const RESPONSE = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nyes!';
const session = (version: 'TLSv1.2' | 'TLSv1.3' | 'TLSv1', ciphers: string, more = {}) =>
  tlsSession({ version, ciphers, request: REQUEST, response: RESPONSE, ...more });
const keysOf = (text: string): TlsKeys => {
  const keys = new TlsKeys();
  keys.add(text);
  return keys;
};
const capture = (said: readonly Said[], port = 443) => pcap(conversation(said, { serverPort: port }));

describe('decryption', () => {
  it.each([
    ['TLSv1.3', 'TLS_AES_128_GCM_SHA256'],
    ['TLSv1.3', 'TLS_AES_256_GCM_SHA384'],
    ['TLSv1.3', 'TLS_CHACHA20_POLY1305_SHA256'],
    ['TLSv1.2', 'ECDHE-RSA-AES128-GCM-SHA256'],
    ['TLSv1.2', 'ECDHE-RSA-AES256-GCM-SHA384'],
    ['TLSv1.2', 'ECDHE-RSA-CHACHA20-POLY1305'],
    ['TLSv1.2', 'AES128-SHA256'],
    ['TLSv1.2', 'AES256-SHA'],
    ['TLSv1.2', 'ECDHE-RSA-AES256-SHA384'],
    ['TLSv1.2', 'AES128-CCM'],
    ['TLSv1', 'AES128-SHA:@SECLEVEL=0'],
  ] as const)('%s with %s', async (version, ciphers) => {
    const { said, keys } = await session(version, ciphers);
    const read = readCapture(capture(said, 8443), { keys: keysOf(keys) });
    expect(read.tls).toMatchObject([{ decryption: 'decrypted' }]);
    expect(read.http).toMatchObject([
      {
        protocol: 'https',
        request: { method: 'GET', target: '/secret' },
        response: { status: 200, body: { size: 4, head: Buffer.from('yes!') } },
      },
    ]);
    expect(read.problems).toEqual([]);
  });

  it('without keys there is nothing to see but the handshake', async () => {
    const { said } = await session('TLSv1.3', 'TLS_AES_128_GCM_SHA256');
    const { tls, http, problems } = readCapture(capture(said));
    expect(tls).toMatchObject([{ decryption: 'no keys', client: { serverName: 'test.example' } }]);
    expect([http, problems]).toEqual([[], []]);
  });

  it('with the keys of another session it fails', async () => {
    const [one, other] = [await session('TLSv1.2', 'AES128-SHA'), await session('TLSv1.2', 'AES128-SHA')];
    const random = readCapture(capture(one.said)).tls[0]!.client!.random;
    const wrong = other.keys.replace(/CLIENT_RANDOM [0-9a-f]+/, `CLIENT_RANDOM ${random}`);
    const { tls, http } = readCapture(capture(one.said), { keys: keysOf(wrong) });
    expect(tls).toMatchObject([{ decryption: 'failed' }]);
    expect(http).toEqual([]);
  });

  it('keys in the capture itself count', async () => {
    const { said, keys } = await session('TLSv1.3', 'TLS_AES_256_GCM_SHA384');
    const bytes = pcapng(conversation(said, { serverPort: 443 }), { keys });
    expect(readCapture(bytes).http).toMatchObject([{ protocol: 'https', response: { status: 200 } }]);
  });

  it('HTTP/2 is told, not read', async () => {
    const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
    const { said, keys } = await session('TLSv1.3', 'TLS_AES_128_GCM_SHA256', { protocols: ['h2'], request: preface });
    const { tls, problems } = readCapture(capture(said), { keys: keysOf(keys) });
    expect(tls).toMatchObject([{ server: { protocol: 'h2' } }]);
    expect(problems.map(({ code }) => code)).toEqual(['NETWORK_HTTP2']);
  });

  it('where bytes are missing, what was before is kept', async () => {
    const { said, keys } = await session('TLSv1.2', 'ECDHE-RSA-AES128-GCM-SHA256');
    const frames = conversation(said, { serverPort: 443 });
    const lossy = frames.filter((_, index) => index !== frames.length - 4);
    const { tls, http } = readCapture(pcap(lossy), { keys: keysOf(keys) });
    expect(tls).toMatchObject([{ decryption: 'decrypted' }]);
    expect(http).toMatchObject([{ request: { target: '/secret' } }]);
  });
});

describe('handshakes', () => {
  it('of TLS 1.2 show names, protocols, suite and certificate', async () => {
    const { said } = await session('TLSv1.2', 'ECDHE-RSA-AES128-GCM-SHA256');
    const [tls] = readCapture(capture(said)).tls;
    expect(tls).toMatchObject({
      client: { serverName: 'test.example', protocols: ['http/1.1'], legacyVersion: 0x303 },
      server: { version: 0x303, cipher: 0xc02f, protocol: 'http/1.1' },
      certificates: [{ subject: 'CN=test.example', issuer: 'CN=test.example', serial: '01' }],
    });
  });

  it('are found on any port, after anything, in tunnels and after STARTTLS', async () => {
    const { said } = await session('TLSv1.2', 'AES128-SHA');
    const names = (before: Said[], port = 443) =>
      readCapture(capture([...before, ...said], port)).tls.map(({ client }) => client?.serverName);
    expect(names([], 9001)).toEqual(['test.example']);
    expect(
      names(
        [
          ['<', '* OK IMAP ready\r\n'],
          ['>', 'a STARTTLS\r\n'],
          ['<', 'a OK\r\n'],
        ],
        143,
      ),
    ).toEqual(['test.example']);
    expect(
      names(
        [
          ['>', 'CONNECT x:443 HTTP/1.1\r\n\r\n'],
          ['<', 'HTTP/1.1 200 OK\r\n\r\n'],
        ],
        8080,
      ),
    ).toEqual(['test.example']);
    const mail: Said[] = [
      ['<', '220 mail.example ESMTP\r\n'],
      ['>', 'EHLO me\r\n'],
      ['<', '250-mail.example\r\n250 STARTTLS\r\n'],
      ['>', 'STARTTLS\r\n'],
      ['<', '220 go ahead\r\n'],
    ];
    expect(names(mail, 587)).toEqual(['test.example']);
  });

  it('in records of a few bytes', async () => {
    const { said } = await session('TLSv1.2', 'AES128-SHA');
    const [direction, hello] = said[0]! as ['>', Buffer];
    const body = hello.subarray(5);
    const small: Said[] = Array.from({ length: Math.ceil(body.length / 7) }, (_, i) => {
      const part = body.subarray(i * 7, i * 7 + 7);
      return [direction, Buffer.concat([Buffer.from([22, 3, 1, 0, part.length]), part])];
    });
    expect(readCapture(capture(small)).tls).toMatchObject([{ client: { serverName: 'test.example' } }]);
  });

  it('a message that claims too much is given up', () => {
    const claim = Buffer.from('16030100041fffffff', 'hex');
    claim[5] = 1;
    const more = Array.from(
      { length: 50 },
      (): Said => ['>', Buffer.concat([Buffer.from([22, 3, 1, 0x40, 0]), Buffer.alloc(0x4000)])],
    );
    expect(readCapture(capture([['>', claim], ...more])).tls).toEqual([]);
  });
});
