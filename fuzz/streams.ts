import { gzipSync } from 'node:zlib';
import { readDns } from '../src/formats/dns/read.ts';

import { Conversation, type ConversationContext } from '../src/formats/tcp/conversation.ts';
import { Budget } from '../src/formats/tcp/growing-buffer.ts';
import { describeCertificate } from '../src/formats/tls/certificate.ts';
import { ja3, ja3s, ja4 } from '../src/formats/tls/fingerprint.ts';
import { TlsKeys } from '../src/formats/tls/keys.ts';
import type { Said } from '../tests/support/capture-writer.ts';
import { makeCertificate, tlsSession } from '../tests/support/tls-session.ts';

const PORTS = [80, 443, 25, 6667, 53, 12_345];
const keys = new TlsKeys();

function context(): ConversationContext {
  const memory = {
    limits: { head: 4096, encoded: 1 << 20, decoded: 1 << 20 },
    kept: new Budget(1 << 20),
    collected: new Budget(1 << 20),
    pending: new Budget(1 << 20),
    decoded: new Budget(4 << 20),
  };
  return {
    http: { memory, plainBody: 1024, exchange() {}, oddity() {} },
    tls: {
      keys,
      pending: memory.pending,
      session: (session) => {
        sessions.push(session);
      },
      certificate: (der) => describeCertificate(der),
    },
    smtp: { kept: memory.kept, session() {} },
    irc: { kept: memory.kept, message() {} },
    dns: (_ends, _direction, message) => {
      readDns(message);
    },
    missing() {},
    http2() {},
  };
}

let sessions: Parameters<ConversationContext['tls']['session']>[0][] = [];

/**
 * A connection: a byte for the port, then what is said, each with a byte for who says it (a third value is a gap) and
 * two for the length. Once more as a DNS message and a certificate.
 */
export function fuzz(data: Uint8Array): void {
  sessions = [];
  const ends = {
    client: '10.0.0.1',
    clientPort: 40_000,
    server: '198.51.100.1',
    serverPort: PORTS[(data[0] ?? 0) % PORTS.length]!,
  };
  const conversation = new Conversation(context(), ends);
  const moment = { time: 0, offset: 0 };
  for (let at = 1; at + 3 <= data.length; ) {
    const kind = data[at]!;
    const end = Math.min(data.length, at + 3 + ((data[at + 1]! << 8) | data[at + 2]!));
    const direction = (kind & 1) as 0 | 1;
    if (kind >= 0xf0) conversation.gap(direction, 1 + (kind & 15), moment);
    else if (end > at + 3) conversation.data(direction, data, at + 3, end, moment);
    at = end;
  }
  conversation.end(0);
  conversation.close();
  for (const { client, server } of sessions) {
    if (client) ja3(client) && ja4(client);
    if (server) ja3s(server);
  }
  readDns(data);
  describeCertificate(data);
}

const packed = (port: number, said: readonly Said[]): Buffer =>
  Buffer.concat([
    Buffer.from([PORTS.indexOf(port)]),
    ...said.map(([direction, text]) => {
      const bytes = Buffer.from(text as string, 'latin1');
      return Buffer.concat([Buffer.from([direction === '>' ? 0 : 1, bytes.length >> 8, bytes.length & 255]), bytes]);
    }),
  ]);

export async function corpus(): Promise<Uint8Array[]> {
  const gzip = gzipSync('hello '.repeat(100));
  const encoded = Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${gzip.length}\r\n\r\n`),
    gzip,
  ]);
  const web: Said[] = [
    ['>', 'GET /a HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\nHEAD /b HTTP/1.1\r\n\r\n'],
    ['<', encoded],
    ['<', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'],
    [
      '>',
      'POST /c HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nabcde\r\n0\r\nT: 1\r\n\r\n',
    ],
    ['<', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\nuntil the end'],
  ];
  const tunnel: Said[] = [
    ['>', 'CONNECT a:443 HTTP/1.1\r\n\r\n'],
    ['<', 'HTTP/1.1 200 OK\r\n\r\n'],
  ];
  const mail: Said[] = [
    ['<', '220 m\r\n'],
    [
      '>',
      'EHLO me\r\nAUTH PLAIN AGEAYg==\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT 3\r\nabcBDAT 2 LAST\r\n\r\nDATA\r\n',
    ],
    ['<', '354 go\r\n'],
    ['>', 'Subject: x\r\n\r\nbody\r\n..\r\n.\r\nSTARTTLS\r\n'],
    ['<', '220 ok\r\n'],
  ];
  const irc: Said[] = [
    ['>', 'PASS x\r\nNICK a\r\nUSER a b c :d\r\n'],
    ['<', ':s 001 a :hi\r\nPING :x\r\n'],
  ];
  const name = Buffer.from('03777777076578616d706c6500', 'hex').toString('latin1');
  const dns = `\x124\x81\x80\0\x01\0\x02\0\0\0\0${name}\0\x01\0\x01\xc0\x0c\0\x01\0\x01\0\0\0\x05\0\x04\x01\x02\x03\x04\xc0\x0c\0\x0f\0\x01\0\0\0\x05\0\x04\0\x0a\xc0\x0c`;
  const all = [packed(80, web), packed(12_345, tunnel), packed(25, mail), packed(6667, irc)];
  all.push(packed(53, [['<', `\0${String.fromCharCode(dns.length)}${dns}`]]), Buffer.from(dns, 'latin1'));
  for (const [version, ciphers] of [
    ['TLSv1.3', 'TLS_AES_128_GCM_SHA256'],
    ['TLSv1.2', 'ECDHE-RSA-AES128-GCM-SHA256'],
    ['TLSv1.2', 'AES128-SHA'],
  ] as const) {
    const session = await tlsSession({
      version,
      ciphers,
      request: 'GET / HTTP/1.1\r\n\r\n',
      response: 'HTTP/1.1 204 No\r\n\r\n',
    });
    keys.add(session.keys);
    all.push(packed(443, session.said), packed(12_345, [...tunnel, ...session.said]));
  }
  return [...all, makeCertificate().der];
}
