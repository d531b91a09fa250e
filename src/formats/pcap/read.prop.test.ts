import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conversation, pcap, pcapng } from '../../../tests/support/capture-writer.ts';
import { readCapture } from '../../../tests/support/read-capture.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { openCapture } from './read.ts';

const frames = conversation([
  ['>', 'GET / HTTP/1.1\r\nHost: example.org\r\n\r\n'],
  ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes'],
]);
const CAPTURES = [pcap(frames), pcap(frames, { bigEndian: true }), pcapng(frames), pcapng(frames, { bigEndian: true })];

function records(source: ByteSource) {
  const reader = openCapture(source);
  const all: { offset: number; time: number; text: string }[] = [];
  while (reader.next()) {
    const { bytes, start, end, offset, time } = reader.packet;
    all.push({ offset, time, text: Buffer.from(bytes.subarray(start, end)).toString('hex') });
  }
  return { all, problem: reader.problem };
}

it('cut anywhere, what is read is a prefix, and the byte where it stopped is told', () => {
  const whole = CAPTURES.map((bytes) => records(new MemorySource(bytes)));
  fc.assert(
    fc.property(fc.nat(CAPTURES.length - 1), fc.double({ min: 0, max: 1, noNaN: true }), (which, part) => {
      const bytes = CAPTURES[which]!;
      const cut = Math.max(24, Math.floor(part * bytes.length));
      const { all, problem } = records(new MemorySource(bytes.subarray(0, cut)));
      expect(all).toEqual(whole[which]!.all.slice(0, all.length));
      const stopped = problem?.where.offset ?? cut;
      expect(problem === undefined || problem.code === 'CAPTURE_TRUNCATED').toBe(true);
      expect(stopped).toBeLessThanOrEqual(cut);
      // Nothing that was whole is left out: the next record of the whole capture begins where reading stopped, or later.
      const next = whole[which]!.all[all.length];
      if (next) expect(next.offset).toBeGreaterThanOrEqual(stopped);
    }),
    { numRuns: 300 },
  );
});

it('arbitrary bytes after a header, and flipped bytes anywhere, never throw', () => {
  const mutation = fc.tuple(
    fc.nat(CAPTURES.length - 1),
    fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 30 }),
  );
  fc.assert(
    fc.property(mutation, fc.uint8Array({ maxLength: 300 }), ([which, flips], junk) => {
      const bytes = Buffer.concat([CAPTURES[which]!, junk]);
      for (const [at, value] of flips) bytes[24 + (at % (bytes.length - 24))] = value;
      readCapture(bytes);
      const header = CAPTURES[which]!.subarray(0, which < 2 ? 24 : 60);
      readCapture(Buffer.concat([header, junk]));
    }),
    { numRuns: 400 },
  );
});
