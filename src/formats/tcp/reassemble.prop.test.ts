import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ethernet, ip4, pcap, tcp } from '../../../tests/support/capture-writer.ts';
import { readCapture } from '../../../tests/support/read-capture.ts';

const REQUESTS =
  'GET /one HTTP/1.1\r\nHost: example.org\r\n\r\nPOST /two HTTP/1.1\r\nHost: example.org\r\nContent-Length: 11\r\n\r\nhello world' +
  'PUT /three HTTP/1.1\r\nHost: example.org\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n6\r\nfghijk\r\n0\r\n\r\n';

const told = (segments: readonly { seq: number; text: string }[]) => {
  const frames = segments.map(({ seq, text }) => ethernet(0x0800, ip4(tcp(text, { seq }))));
  const syn = ethernet(0x0800, ip4(tcp('', { seq: 0xffffff00, flags: 'S' })));
  const { http, problems } = readCapture(pcap([syn, ...frames]));
  return {
    problems,
    http: http.map(({ request }) => [request!.method, request!.target, request!.body.size, request!.body.sha1]),
  };
};

const FIRST = 0xffffff01;
const whole = told([{ seq: FIRST, text: REQUESTS }]);

it('how a stream is cut, doubled, overlapped and mixed up changes nothing', () => {
  expect(whole.http).toHaveLength(3);
  const segment = fc.tuple(fc.nat(REQUESTS.length - 1), fc.integer({ min: 1, max: 60 }));
  fc.assert(
    fc.property(
      fc.array(fc.nat(REQUESTS.length), { maxLength: 40 }),
      fc.array(segment, { maxLength: 20 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (cuts, extra, random) => {
        const edges = [...new Set([0, ...cuts, REQUESTS.length])].sort((a, b) => a - b);
        const parts = edges.slice(1).map((end, i) => [edges[i]!, end] as const);
        const all = [
          ...parts,
          ...extra.map(([start, length]) => [start, Math.min(REQUESTS.length, start + length)] as const),
        ];
        const mixed = all
          .map((part) => ({ part, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ part: [start, end] }) => ({ seq: (FIRST + start) >>> 0, text: REQUESTS.slice(start, end) }));
        expect(told(mixed)).toEqual(whole);
      },
    ),
    { numRuns: 150 },
  );
});
