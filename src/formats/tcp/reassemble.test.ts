import { describe, expect, it } from 'vitest';
import { tcp } from '../../../tests/support/capture-writer.ts';
import { Addresses } from '../pcap/addresses.ts';
import { REASSEMBLY_LIMITS, type ReassemblyLimits, TcpReassembler } from './reassemble.ts';
import type { Direction, Ends, StreamConsumer } from './types.ts';

interface Piece {
  from?: 'client' | 'server';
  seq: number;
  ack?: number;
  text?: string;
  flags?: string;
  /** Bytes that the sniffer cut off. */
  cut?: number;
  port?: number;
}

/** What consumers saw: text, `<n>` for missing bytes, `|` for an end; connections one after the other. */
function feed(pieces: readonly Piece[], limits: Partial<ReassemblyLimits> = {}) {
  const seen: { ends: Ends; streams: [string, string]; isClosed: boolean }[] = [];
  const open = (ends: Ends): StreamConsumer => {
    const entry = { ends, streams: ['', ''] as [string, string], isClosed: false };
    seen.push(entry);
    const add = (direction: Direction, text: string) => {
      entry.streams[direction] += text;
    };
    return {
      data: (direction, bytes, start, end) => add(direction, Buffer.from(bytes.subarray(start, end)).toString()),
      gap: (direction, length) => add(direction, `<${length}>`),
      end: (direction) => add(direction, '|'),
      close: () => {
        entry.isClosed = true;
      },
    };
  };
  const reassembler = new TcpReassembler(new Addresses(), open, { ...REASSEMBLY_LIMITS, ...limits });
  for (const [index, piece] of pieces.entries()) {
    const { from = 'client', seq, ack = 0, text = '', flags = 'A', cut = 0, port = 40000 } = piece;
    const [sport, dport] = from === 'client' ? [port, 80] : [80, port];
    const [src, dst] = from === 'client' ? [1, 2] : [2, 1];
    const bytes = tcp(text, { sport, dport, seq, ack, flags });
    const moment = { time: index, offset: index };
    reassembler.segment(src, dst, bytes, 0, bytes.length - cut, 20, bytes.length - 20, moment);
  }
  reassembler.finish({ time: 0, offset: 0 });
  return { seen, streams: seen.map(({ streams }) => streams), evicted: reassembler.evicted };
}

const client = (...pieces: Piece[]) => feed(pieces).streams.map(([stream]) => stream);
const SYN: Piece = { seq: 99, flags: 'S' };

describe('order', () => {
  it('segments in order, and the end', () => {
    const { seen } = feed([
      SYN,
      { from: 'server', seq: 499, flags: 'SA' },
      { seq: 100, text: 'GET ' },
      { from: 'server', seq: 500, text: 'OK' },
      { seq: 104, text: '/' },
      { seq: 105, flags: 'FA' },
      { from: 'server', seq: 502, flags: 'FA' },
    ]);
    expect(seen).toEqual([
      {
        ends: { client: '0.0.0.1', clientPort: 40000, server: '0.0.0.2', serverPort: 80 },
        streams: ['GET /|', 'OK|'],
        isClosed: true,
      },
    ]);
  });

  it('segments that come too early wait', () => {
    expect(client(SYN, { seq: 106, text: 'cc' }, { seq: 103, text: 'bbb' }, { seq: 100, text: 'aaa' })).toEqual([
      'aaabbbcc',
    ]);
  });

  it('the FIN may come first', () => {
    expect(client(SYN, { seq: 103, flags: 'FA' }, { seq: 100, text: 'aaa' })).toEqual(['aaa|']);
  });

  it('what is sent again counts once', () => {
    const again: Piece = { seq: 100, text: 'aaa' };
    expect(client(SYN, again, again, { seq: 100, text: 'aaab' }, { seq: 102, text: 'abc' })).toEqual(['aaabc']);
  });

  it('sequence numbers wrap around', () => {
    const near = 0xfffffffe;
    expect(
      client({ seq: near - 1, flags: 'S' }, { seq: 1, text: 'ef' }, { seq: near, text: 'abc' }, { seq: 3, text: 'g' }),
    ).toEqual(['abcefg']);
  });

  it('data in the SYN', () => {
    expect(client({ seq: 99, flags: 'S', text: 'ab' }, { seq: 102, text: 'c' })).toEqual(['abc']);
  });

  it('a keep-alive probe carries nothing new', () => {
    expect(client(SYN, { seq: 100, text: 'a' }, { seq: 100, text: '\0' }, { seq: 101, text: 'b' })).toEqual(['ab']);
  });
});

describe('overlap', () => {
  it('what was delivered cannot be changed', () => {
    expect(client(SYN, { seq: 100, text: 'good' }, { seq: 100, text: 'EVIL!' })).toEqual(['good!']);
  });

  it('among those that wait the earlier start wins, then the earlier arrival', () => {
    expect(
      client(
        SYN,
        { seq: 103, text: 'XYZ' },
        { seq: 102, text: 'cde' },
        { seq: 102, text: 'QQQ' },
        { seq: 100, text: 'ab' },
      ),
    ).toEqual(['abcdeZ']);
  });
});

describe('missing bytes', () => {
  it('are a gap at the end', () => {
    expect(client(SYN, { seq: 100, text: 'ab' }, { seq: 105, text: 'f' })).toEqual(['ab<3>f']);
  });

  it('what the sniffer cut off may be sent again', () => {
    expect(
      client(SYN, { seq: 100, text: 'abcdef', cut: 4 }, { seq: 102, text: 'cdef' }, { seq: 106, text: 'g' }),
    ).toEqual(['abcdefg']);
  });

  it('of a last packet that was cut are told too', () => {
    expect(client(SYN, { seq: 100, text: 'abcdef', cut: 4 })).toEqual(['ab<4>']);
  });

  it('are given up once they are acknowledged and more has come', () => {
    const more = Array.from({ length: 10 }, (_, i): Piece => ({ seq: 110 + i, text: String(i) }));
    const { streams } = feed([
      SYN,
      { seq: 100, text: 'a' },
      ...more,
      { from: 'server', seq: 1, ack: 120 },
      { seq: 101, text: 'too late!' },
      { seq: 120, text: '.' },
    ]);
    expect(streams[0]![0]).toBe('a<9>0123456789.');
  });

  it('are waited for while nobody says they arrived', () => {
    const more = Array.from({ length: 10 }, (_, i): Piece => ({ seq: 110 + i, text: String(i) }));
    const { streams } = feed([
      SYN,
      { seq: 100, text: 'a' },
      ...more,
      { from: 'server', seq: 1, ack: 101 },
      { seq: 101, text: 'bcdefghij' },
    ]);
    expect(streams[0]![0]).toBe('abcdefghij0123456789');
  });

  it('are given up when too much waits', () => {
    const pieces: Piece[] = [
      SYN,
      { seq: 100, text: 'a' },
      { seq: 200, text: 'x'.repeat(50) },
      { seq: 300, text: 'y'.repeat(60) },
    ];
    const late: Piece = { seq: 101, text: 'late' };
    expect(feed([...pieces, late], { waitingPerSide: 100 }).streams[0]![0]).toBe(
      `a<99>${'x'.repeat(50)}<50>${'y'.repeat(60)}`,
    );
    expect(feed([...pieces, late], { waiting: 100 }).streams[0]![0]).toContain('a<99>');
  });

  it('ten thousand single bytes ahead of a gap', () => {
    const many = Array.from({ length: 10_000 }, (_, i): Piece => ({ seq: 102 + i * 2, text: 'x' }));
    const [stream] = client(SYN, { seq: 100, text: 'a' }, ...many);
    expect(stream!.match(/x/g)).toHaveLength(10_000);
  });

  it('a segment far away is none of this connection', () => {
    expect(client(SYN, { seq: 100, text: 'a' }, { seq: 0x80000000, text: 'evil' }, { seq: 101, text: 'b' })).toEqual([
      'ab',
    ]);
  });
});

describe('connections', () => {
  it('one that was open before is picked up where it is; the lower port is the server', () => {
    const { seen } = feed([
      { from: 'server', seq: 700, text: 'HTTP' },
      { seq: 5, text: 'GET' },
    ]);
    expect(seen).toMatchObject([{ ends: { clientPort: 40000, serverPort: 80 }, streams: ['GET', 'HTTP'] }]);
  });

  it('of one whose SYN was missed the answer tells who is the server', () => {
    const { seen } = feed([
      { from: 'server', seq: 499, flags: 'SA', port: 70 },
      { seq: 100, text: 'a', port: 70 },
    ]);
    expect(seen).toMatchObject([{ ends: { clientPort: 70, serverPort: 80 }, streams: ['a', ''] }]);
  });

  it('one that never gets data is none', () => {
    expect(feed([SYN, SYN, { from: 'server', seq: 1, flags: 'RA' }]).seen).toEqual([]);
  });

  it('another SYN between the same ports is another connection', () => {
    const { streams } = feed([SYN, { seq: 100, text: 'one' }, { seq: 7000, flags: 'S' }, { seq: 7001, text: 'two' }]);
    expect(streams).toEqual([
      ['one', ''],
      ['two', ''],
    ]);
  });

  it('the same SYN again is not', () => {
    expect(client(SYN, { seq: 100, text: 'one' }, SYN, { seq: 103, text: 'two' })).toEqual(['onetwo']);
  });

  it('the same SYN after both ends is', () => {
    const whole: Piece[] = [
      SYN,
      { from: 'server', seq: 499, flags: 'SA' },
      { seq: 100, text: 'a' },
      { seq: 101, flags: 'FA' },
      { from: 'server', seq: 500, flags: 'FA' },
    ];
    expect(feed([...whole, ...whole]).streams).toEqual([
      ['a|', '|'],
      ['a|', '|'],
    ]);
  });

  it('what is sent again after the end opens nothing', () => {
    const { streams } = feed([
      SYN,
      { from: 'server', seq: 499, flags: 'SA' },
      { seq: 100, text: 'a' },
      { seq: 101, flags: 'FA' },
      { from: 'server', seq: 500, flags: 'FA' },
      { seq: 100, text: 'a' },
    ]);
    expect(streams).toEqual([['a|', '|']]);
  });

  it('a reset may be forged: what comes after it still counts', () => {
    expect(client(SYN, { seq: 100, text: 'a' }, { seq: 5, flags: 'R' }, { seq: 101, text: 'b' })).toEqual(['ab']);
  });

  it('a SYN after a reset opens another', () => {
    expect(client(SYN, { seq: 100, text: 'a' }, { seq: 101, flags: 'R' }, SYN, { seq: 100, text: 'b' })).toEqual([
      'a',
      'b',
    ]);
  });

  it('the least recently active makes room', () => {
    const { streams, evicted } = feed(
      [
        { seq: 1, text: 'a', port: 1001 },
        { seq: 1, text: 'b', port: 1002 },
        { seq: 2, text: 'A', port: 1001 },
        { seq: 1, text: 'c', port: 1003 },
        { seq: 3, text: '!', port: 1001 },
        { seq: 2, text: 'B', port: 1002 },
      ],
      { flows: 2 },
    );
    // Ports lower than the server's make the other side the client.
    expect(evicted).toBe(2);
    expect(streams.map((stream) => stream.join(''))).toEqual(['aA!', 'b', 'c', 'B']);
  });
});
