import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { conversation, pcap, type Said, type Talk } from '../../../tests/support/capture-writer.ts';
import { type Read, readCapture } from '../../../tests/support/read-capture.ts';

const read = (said: readonly Said[], talk: Talk = {}): Read => readCapture(pcap(conversation(said, talk)));

/** Each exchange in a line: `GET /x 200 5 bytes`. */
const told = (said: readonly Said[], talk: Talk = {}): string[] =>
  read(said, talk).http.map(({ request, response }) => {
    const asked = request ? `${request.method} ${request.target} ${request.body.size}` : '?';
    return `${asked} > ${response ? `${response.status} ${response.body.size}` : '?'}`;
  });

const bodies = (said: readonly Said[]) => read(said).http.map(({ response }) => response!.body);
const oddities = (said: readonly Said[]) => read(said).http.flatMap((exchange) => exchange.oddities);

const GET: Said = ['>', 'GET /a HTTP/1.1\r\nHost: example.org\r\n\r\n'];
const OK: Said = ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'];
const encoded = (name: string, body: Uint8Array): Said => [
  '<',
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: ${name}\r\nContent-Length: ${body.length}\r\n\r\n`),
    body,
  ]),
];

describe('bodies', () => {
  it('by length', () => {
    expect(told([GET, OK])).toEqual(['GET /a 0 > 200 2']);
  });

  it('in chunks, with extensions and trailers', () => {
    const chunked =
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n';
    expect(told([GET, ['<', chunked], GET, OK])).toEqual(['GET /a 0 > 200 5', 'GET /a 0 > 200 2']);
  });

  it('until the end of the connection', () => {
    expect(told([GET, ['<', 'HTTP/1.0 200 OK\r\n\r\n'], ['<', 'one '], ['<', 'two']])).toEqual(['GET /a 0 > 200 7']);
  });

  it('byte by byte', () => {
    const bytes = (direction: '>' | '<', text: string) => [...text].map((letter): Said => [direction, letter]);
    expect(told([...bytes('>', GET[1] as string), ...bytes('<', OK[1] as string)])).toEqual(['GET /a 0 > 200 2']);
  });

  it.each([
    ['HEAD', 'HEAD /a HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n'],
    ['204', GET[1], 'HTTP/1.1 204 No Content\r\nContent-Length: 99\r\n\r\n'],
    ['304', GET[1], 'HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n'],
  ])('none: %s', (_, request, response) => {
    const lines = told([['>', request], ['<', response], GET, OK]);
    expect(lines.map((line) => line.split(' > ')[1])).toEqual([expect.stringMatching(/ 0$/), '200 2']);
  });

  it('of requests', () => {
    const post = 'POST /p HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello';
    const { http } = read([['>', post], OK]);
    expect(http[0]!.request).toMatchObject({ body: { size: 5 }, plainBody: Buffer.from('hello') });
  });

  it('have hashes and first bytes', () => {
    expect(bodies([GET, OK])).toEqual([
      {
        size: 2,
        md5: '444bcb3a3fcf8389296c49467f27e1d6',
        sha1: '7a85f4764bbd6daf1c3545efbbf0f279a6dc0beb',
        sha256: '2689367b205c16ce32ed4200942b8b8b1e262dfc70d9bc9fbc77c49699a4f1df',
        head: Buffer.from('ok'),
        missing: 0,
      },
    ]);
  });
});

describe('encodings', () => {
  const text = Buffer.from('hello hello hello hello');
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', text],
    ['deflate, gzip', gzipSync(deflateSync(text))],
  ])('%s', (name, body) => {
    expect(bodies([GET, encoded(name, body)])).toMatchObject([{ size: text.length, head: text }]);
  });

  it('one that is not known stays on, and is told', () => {
    const said: Said[] = [GET, encoded('pack200-gzip', text)];
    expect(bodies(said)).toMatchObject([{ size: text.length, encoding: 'pack200-gzip' }]);
    expect(oddities(said)).toEqual(['the encoding "pack200-gzip" is not known']);
  });

  it('a body that was cut gives what it has', () => {
    const whole = gzipSync(Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)));
    const [body] = bodies([
      GET,
      [
        '<',
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${whole.length}\r\n\r\n`),
          whole.subarray(0, whole.length >> 1),
        ]),
      ],
    ]);
    expect(body!.missing).toBe(whole.length - (whole.length >> 1));
    expect(body!.size).toBeGreaterThan(0);
  });

  it('what is no gzip is told', () => {
    expect(oddities([GET, encoded('gzip', text)])).toEqual(['a body is not what "gzip" makes']);
  });

  it('a bomb stays packed', () => {
    const bomb = gzipSync(Buffer.alloc(80 << 20), { level: 9 });
    const said: Said[] = [GET, encoded('gzip', bomb)];
    expect(bodies(said)).toMatchObject([{ size: bomb.length, encoding: 'gzip' }]);
    expect(oddities(said)).toEqual(['a body becomes more than 67108864 bytes']);
  });

  it('many bombs share one limit', () => {
    const bomb = gzipSync(Buffer.alloc(3 << 20));
    const said = Array.from({ length: 5 }, () => [GET, encoded('gzip', bomb)]).flat();
    const { http } = readCapture(pcap(conversation(said)), { limits: { decoded: 7 << 20 } });
    expect(http.map(({ response }) => response!.body.encoding)).toEqual([undefined, undefined, 'gzip', 'gzip', 'gzip']);
  });
});

describe('requests and responses', () => {
  it('pipelined', () => {
    const ask = (target: string) => `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const reply = (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    expect(
      told([
        ['>', ask('/1') + ask('/2') + ask('/3')],
        ['<', reply('a') + reply('bb') + reply('ccc')],
      ]),
    ).toEqual(['GET /1 0 > 200 1', 'GET /2 0 > 200 2', 'GET /3 0 > 200 3']);
  });

  it('interim responses are passed over', () => {
    expect(told([GET, ['<', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n'], OK])).toEqual([
      'GET /a 0 > 200 2',
    ]);
  });

  it('an answer without question, and a question without answer', () => {
    expect(told([OK])).toEqual(['? > 200 2']);
    expect(told([GET])).toEqual(['GET /a 0 > ?']);
  });

  it('a server that speaks something else', () => {
    expect(told([GET, ['<', 'go away']])).toEqual(['GET /a 0 > ?']);
  });

  it('a response that was not captured is not taken for the next', () => {
    const ask = (target: string): Said => ['>', `GET ${target} HTTP/1.1\r\n\r\n`];
    const reply = (body: string): Said => ['<', `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`];
    const frames = conversation([
      ask('/1'),
      reply('a'),
      ask('/2'),
      reply('bb'),
      ask('/3'),
      reply('ccc'),
      ask('/4'),
      reply('dddd'),
    ]);
    const { http } = readCapture(pcap(frames.filter((_, index) => index !== 6)));
    expect(http.map(({ request, response }) => [request!.target, response?.body.size])).toEqual([
      ['/1', 1],
      ['/2', undefined],
      ['/3', 3],
      ['/4', 4],
    ]);
  });

  it('a request of HTTP/0.9 is one line', () => {
    const { http } = read([
      ['>', 'GET /old\r\n'],
      ['<', '<html>'],
    ]);
    expect(http).toMatchObject([
      { request: { method: 'GET', target: '/old', version: '0.9' }, response: { status: 0, body: { size: 6 } } },
    ]);
  });

  it('on any port, and where the client is not who connected', () => {
    expect(told([GET, OK], { serverPort: 31337 })).toEqual(['GET /a 0 > 200 2']);
    const turned = read([
      ['<', GET[1]],
      ['>', OK[1]],
    ]);
    expect(turned.http).toMatchObject([
      { ends: { client: '198.51.100.1', server: '10.0.0.1' }, response: { status: 200 } },
    ]);
  });

  it('after something else on the same connection', () => {
    expect(told([['>', '\x05\x01\x00'], ['<', '\x05\x00'], GET, OK])).toEqual(['GET /a 0 > 200 2']);
  });
});

describe('tunnels', () => {
  const connect: Said = ['>', 'CONNECT example.org:80 HTTP/1.1\r\n\r\n'];

  it('what goes through a proxy is read', () => {
    expect(told([connect, ['<', 'HTTP/1.1 200 Connection established\r\n\r\n'], GET, OK])).toEqual([
      'CONNECT example.org:80 0 > 200 0',
      'GET /a 0 > 200 2',
    ]);
  });

  it('a proxy that says no', () => {
    expect(
      told([
        connect,
        ['<', 'HTTP/1.1 407 Proxy\r\nContent-Length: 2\r\n\r\nno'],
        connect,
        ['<', 'HTTP/1.1 200 OK\r\n\r\n'],
        GET,
        OK,
      ]),
    ).toEqual(['CONNECT example.org:80 0 > 407 2', 'CONNECT example.org:80 0 > 200 0', 'GET /a 0 > 200 2']);
  });

  it('a connection that changes its protocol', () => {
    const upgrade: Said = ['>', 'GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n'];
    expect(told([upgrade, ['<', 'HTTP/1.1 101 Switching\r\n\r\n'], ['>', '\x81\x02hi'], ['<', '\x81\x02ho']])).toEqual([
      'GET /chat 0 > 101 0',
    ]);
  });

  it('tunnels in tunnels end somewhere', () => {
    const nested = Array.from({ length: 20 }, (): Said[] => [connect, ['<', 'HTTP/1.1 200 OK\r\n\r\n']]).flat();
    expect(told(nested).length).toBeLessThan(10);
  });
});

describe('shapes that are read in several ways', () => {
  const post = (headers: string, body = ''): Said => ['>', `POST /x HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`];

  it.each([
    [
      'both lengths',
      post('Content-Length: 4\r\nTransfer-Encoding: chunked', '0\r\n\r\n'),
      'Content-Length beside Transfer-Encoding',
    ],
    ['two lengths', post('Content-Length: 0\r\nContent-Length: 5', 'abcde'), '2 different Content-Length headers'],
    ['a negative length', post('Content-Length: -1'), 'Content-Length "-1"'],
    ['a length with a sign', post('Content-Length: +5'), 'Content-Length "+5"'],
    ['an unknown coding', post('Transfer-Encoding: xchunked'), 'Transfer-Encoding "xchunked"'],
    ['two codings', post('Transfer-Encoding: chunked, identity'), 'Transfer-Encoding "chunked, identity"'],
    [
      'a blank before a colon',
      post('Transfer-Encoding : chunked', '0\r\n\r\n'),
      'a blank before the colon of a header',
    ],
    ['a folded header', post('X: a\r\n b'), 'a header over several lines'],
    ['a NUL', post('X: a\0b'), 'a NUL in a head'],
    ['line ends of two kinds', post('X: a\nY: b'), 'line ends of two kinds in one head'],
    [
      'a chunk size that overflows',
      post('Transfer-Encoding: chunked', '10000000000000000\r\nx'),
      'a chunk size of "10000000000000000"',
    ],
    ['a chunk size in another notation', post('Transfer-Encoding: chunked', '0x5\r\nhello'), 'a chunk size of "0x5"'],
    [
      'a chunk longer than its size',
      post('Transfer-Encoding: chunked', '3\r\nhello\r\n'),
      'a chunk that is longer than its size',
    ],
  ])('%s', (_, said, expected) => {
    const { http, problems } = read([said]);
    expect(http[0]!.oddities).toContain(expected);
    expect(problems.map(({ code }) => code)).toContain('NETWORK_ODD_TRAFFIC');
  });

  it('an ordinary request has none', () => {
    expect(read([post('Content-Length: 2', 'ok'), OK]).problems).toEqual([]);
  });

  it('of both lengths the chunks count, so that what is smuggled is seen', () => {
    const smuggled = 'GET /admin HTTP/1.1\r\nHost: a\r\n\r\n';
    expect(
      told([post(`Content-Length: ${5 + smuggled.length}\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${smuggled}`)]),
    ).toEqual(['POST /x 0 > ?', 'GET /admin 0 > ?']);
  });

  it('a head without end', () => {
    const { http, problems } = read([['>', `GET / HTTP/1.1\r\nX: ${'a'.repeat(200_000)}`], GET, OK]);
    expect(http.map(({ request }) => request!.target)).toEqual(['/a']);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('a head of more than 65536 bytes'),
    ]);
  });
});

describe('limits', () => {
  it('heads beyond what may be kept are shortened, and that is told', () => {
    const long: Said = ['>', `GET /a HTTP/1.1\r\nHost: example.org\r\nX: ${'x'.repeat(5000)}\r\n\r\n`];
    const { http, problems } = readCapture(pcap(conversation([long, OK])), { limits: { kept: 1000 } });
    expect(http[0]!.request!.head.text.length).toBeLessThan(300);
    expect(http[0]!.request!.head.headers).toEqual([['Host', 'example.org']]);
    expect(problems.map(({ code }) => code)).toEqual(['NETWORK_KEPT_LIMIT']);
  });
});
