import { describe, expect, it } from 'vitest';
import { ethernet, ip4, pcap, pcapng, tcp } from '../../../tests/support/capture-writer.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { openCapture } from './read.ts';

interface Seen {
  records: { offset: number; time: number; bytes: string; wireLength: number; linkType: number }[];
  problem: { code: string; offset: number | undefined } | undefined;
}

function readAll(bytes: Uint8Array, maxRecord?: number): Seen {
  const reader = openCapture(new MemorySource(bytes, 'dump.pcap'), maxRecord === undefined ? {} : { maxRecord });
  const records: Seen['records'] = [];
  while (reader.next()) {
    const { packet } = reader;
    records.push({
      offset: packet.offset,
      time: packet.time,
      bytes: Buffer.from(packet.bytes.subarray(packet.start, packet.end)).toString('hex'),
      wireLength: packet.wireLength,
      linkType: packet.linkType,
    });
  }
  const { problem } = reader;
  return { records, problem: problem && { code: problem.code, offset: problem.where.offset } };
}

const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'nothing';
};

const one = Buffer.from('0102030405', 'hex');
const two = Buffer.from('aa', 'hex');
const both = [
  { bytes: one, time: 1_500_000_000.25 },
  { bytes: two, time: 1_500_000_001.5, wireLength: 9 },
];

describe('classic captures', () => {
  it.each([
    { bigEndian: false, nanoseconds: false },
    { bigEndian: true, nanoseconds: false },
    { bigEndian: false, nanoseconds: true },
    { bigEndian: true, nanoseconds: true },
  ])('%o', (options) => {
    expect(readAll(pcap(both, { ...options, linkType: 101 }))).toEqual({
      records: [
        { offset: 24, time: 1_500_000_000.25, bytes: '0102030405', wireLength: 5, linkType: 101 },
        { offset: 45, time: 1_500_000_001.5, bytes: 'aa', wireLength: 9, linkType: 101 },
      ],
      problem: undefined,
    });
  });

  it('reads the longer record headers of the patched libpcap', () => {
    const plain = pcap([one]);
    const patched = Buffer.concat([plain.subarray(0, 40), Buffer.alloc(8), plain.subarray(40)]);
    patched.writeUInt32LE(0xa1b2cd34, 0);
    expect(readAll(patched).records).toMatchObject([{ bytes: '0102030405' }]);
  });

  it('keeps the link type where the header says that frames end with a checksum', () => {
    const capture = pcap([one]);
    capture.writeUInt32LE(0x14000001, 20);
    expect(readAll(capture).records).toMatchObject([{ linkType: 1 }]);
  });

  it('one without packets', () => {
    expect(readAll(pcap([]))).toEqual({ records: [], problem: undefined });
  });

  it('is read up to a record that claims too much', () => {
    const capture = pcap([one, one]);
    capture.writeUInt32LE(0x7fffffff, 24 + 21 + 8);
    expect(readAll(capture)).toMatchObject({
      records: [{ offset: 24 }],
      problem: { code: 'CAPTURE_DAMAGED', offset: 45 },
    });
  });

  it('reads records across the edge of what is held in memory', () => {
    const large = Array.from({ length: 40 }, (_, i) => Buffer.alloc(60_000, i));
    const { records, problem } = readAll(pcap(large));
    expect(problem).toBeUndefined();
    expect(records.map(({ bytes }) => bytes)).toEqual(large.map((bytes) => bytes.toString('hex')));
  });
});

describe('pcapng', () => {
  it.each([
    { bigEndian: false, resolution: 6 },
    { bigEndian: true, resolution: 6 },
    { bigEndian: false, resolution: 9 },
    { bigEndian: true, resolution: 9 },
  ])('%o', (options) => {
    expect(readAll(pcapng(both, options)).records).toMatchObject([
      { time: 1_500_000_000.25, bytes: '0102030405', wireLength: 5, linkType: 1 },
      { time: 1_500_000_001.5, bytes: 'aa', wireLength: 9, linkType: 1 },
    ]);
  });

  it('simple packets have no time, and the length that the interface allows', () => {
    expect(readAll(pcapng([one], { simple: true })).records).toMatchObject([{ time: 0, bytes: '0102030405' }]);
  });

  it('sections in different byte orders, one after the other', () => {
    const capture = Buffer.concat([pcapng([one]), pcapng([two], { bigEndian: true })]);
    expect(readAll(capture).records.map(({ bytes }) => bytes)).toEqual(['0102030405', 'aa']);
  });

  it('passes over blocks it does not know, however long', () => {
    const unknown = Buffer.alloc(3_000_000);
    unknown.writeUInt32LE(0xbad, 0);
    unknown.writeUInt32LE(unknown.length, 4);
    unknown.writeUInt32LE(unknown.length, unknown.length - 4);
    const [head, body] = [pcapng([]), pcapng([one])];
    const capture = Buffer.concat([head, unknown, body.subarray(head.length)]);
    expect(readAll(capture)).toMatchObject({ records: [{ bytes: '0102030405' }], problem: undefined });
  });

  it('gives the TLS keys that it carries', () => {
    const reader = openCapture(new MemorySource(pcapng([one], { keys: 'CLIENT_RANDOM a b\n' })));
    while (reader.next());
    expect(reader.secrets).toContain('CLIENT_RANDOM a b');
  });

  it.each([
    ['a block shorter than its head', (bytes: Buffer) => bytes.writeUInt32LE(8, 32), 28],
    ['a block that is no multiple of four', (bytes: Buffer) => bytes.writeUInt32LE(21, 32), 28],
    ['a packet of an interface that was never described', (bytes: Buffer) => bytes.writeUInt32LE(7, 68), 60],
    ['a packet longer than its block', (bytes: Buffer) => bytes.writeUInt32LE(4000, 80), 60],
    ['an unknown byte order', (bytes: Buffer) => bytes.writeUInt32LE(1, 8), 0],
  ])('stops at %s', (_, damage, offset) => {
    const capture = pcapng([one]);
    damage(capture);
    expect(readAll(capture).problem).toEqual({ code: 'CAPTURE_DAMAGED', offset });
  });
});

describe('files that are no captures', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'CAPTURE_EMPTY'],
    ['less than a magic number', Buffer.from([0xd4, 0xc3]), 'CAPTURE_TRUNCATED'],
    ['half a header', pcap([]).subarray(0, 20), 'CAPTURE_TRUNCATED'],
    ['text', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'CAPTURE_FORMAT'],
    ['a compressed file', Buffer.from('1f8b08000000000000030300', 'hex'), 'CAPTURE_FORMAT'],
  ])('%s', (_, bytes, expected) => {
    expect(code(() => readAll(bytes))).toBe(expected);
  });
});

it('every byte is seen once, in order, also those behind damage', () => {
  const capture = pcap([ethernet(0x0800, ip4(tcp('x'))), one]);
  capture.writeUInt32LE(0xffffffff, capture.length - 5 - 8);
  const seen: Buffer[] = [];
  const reader = openCapture(new MemorySource(capture), { onBytes: (bytes) => void seen.push(Buffer.from(bytes)) });
  while (reader.next());
  reader.drain();
  expect(Buffer.concat(seen).equals(capture)).toBe(true);
});
