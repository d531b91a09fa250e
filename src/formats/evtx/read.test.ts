import { describe, expect, it } from 'vitest';
import {
  type EvtxElement,
  type EvtxValue,
  evtxEvent,
  evtxOf,
  field,
  wide,
} from '../../../tests/support/evtx-writer.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { isEvtx, readEvtx } from './read.ts';
import type { EvtxEnd, EvtxEvent } from './types.ts';

function read(bytes: Buffer, signal?: AbortSignal): { events: EvtxEvent[]; end: EvtxEnd } {
  const reader = readEvtx(new MemorySource(bytes, 'a.evtx'), { signal });
  const events: EvtxEvent[] = [];
  for (;;) {
    const next = reader.next();
    if (next.done) return { events, end: next.value };
    events.push(next.value);
  }
}
const WHOLE = { damage: [], moreDamage: 0 };
const dataOf = (...data: EvtxElement[]) => read(evtxOf([[evtxEvent(1, 'C', data)]])).events[0]!.data;
const value = (type: number, hex: string): EvtxValue => ({ type, bytes: Buffer.from(hex, 'hex') });

describe('an event log', () => {
  it('has events with fields', () => {
    const log = evtxOf([[evtxEvent(7, 'Security', [field('Image', wide('C:\\a.exe'))], 'Auditing')], []]);
    expect(isEvtx(log)).toBe(true);
    expect(read(log)).toEqual({
      events: [
        {
          ...{ record: 1, event_id: 7, provider: 'Auditing', channel: 'Security', computer: 'PC' },
          ...{ time: '2025-01-01T00:00:00.1234567Z', level: 4, pid: 42, user: 'S-1-5-18' },
          data: { Image: 'C:\\a.exe' },
        },
      ],
      end: { events: 1, chunks: 2, ...WHOLE },
    });
  });

  it('may have elements without a template', () => {
    const event: EvtxElement = { name: 'Event', children: [{ name: 'UserData', children: [{ name: 'X' }] }] };
    expect(read(evtxOf([[event, event]], false))).toMatchObject({
      events: [{ record: 1, event_id: null, time: '2025-01-01T00:00:01.0000000Z', data: { X: '' } }, { record: 2 }],
      end: { events: 2, ...WHOLE },
    });
  });

  it('may have chunks that are not used', () => {
    const log = evtxOf([[evtxEvent(1, 'C', [])], [evtxEvent(2, 'C', [])]]);
    log.fill(0, 4096, 4096 + 0x1_0000);
    expect(read(log)).toMatchObject({ events: [{ event_id: 2 }], end: { chunks: 1, ...WHOLE } });
  });
});

describe('values', () => {
  it.each<[string, EvtxValue, string]>([
    ['nothing', value(0x00, ''), ''],
    ['text with its end', wide('a\0'), 'a'],
    ['bytes of text', value(0x02, '6162e9'), 'abé'],
    ['a small negative number', value(0x03, 'ff'), '-1'],
    ['a negative number', value(0x05, 'feff'), '-2'],
    ['a number with a sign', value(0x07, 'feffffff'), '-2'],
    ['a long number', value(0x0a, 'ffffffffffffffff'), '18446744073709551615'],
    ['a long number with a sign', value(0x09, 'ffffffffffffffff'), '-1'],
    ['a fraction', value(0x0b, '0000c03f'), '1.5'],
    ['a long fraction', value(0x0c, '000000000000f83f'), '1.5'],
    ['true', value(0x0d, '01000000'), 'true'],
    ['bytes', value(0x0e, 'c0ffee'), 'C0FFEE'],
    ['a GUID', value(0x0f, '00112233445566778899aabbccddeeff'), '{33221100-5544-7766-8899-AABBCCDDEEFF}'],
    ['a pointer', value(0x10, '1000000000000000'), '0x10'],
    ['a short pointer', value(0x10, '10000000'), '0x10'],
    ['a time', value(0x11, '0080e1a8d95bdb01'), '2024-12-31T23:13:53.6943104Z'],
    ['a time before 1970', value(0x11, '0100000000000000'), '1601-01-01T00:00:00.0000001Z'],
    ['no time', value(0x11, 'ffffffffffffff7f'), '9223372036854775807'],
    ['a time in parts', value(0x12, 'e907010003000200030004000500ff00'), '2025-01-02T03:04:05.255Z'],
    ['an account', value(0x13, '010500000000000515000000010000000200000003000000f4010000'), 'S-1-5-21-1-2-3-500'],
    ['an account that is cut', value(0x13, '0105000000000005'), '0105000000000005'],
    ['a number in hexadecimal', value(0x14, '75e40300'), '0x3e475'],
    ['a long one', value(0x15, '75e4030000000000'), '0x3e475'],
    ['fewer bytes than the type has', value(0x08, 'ff'), 'FF'],
    ['an unknown type', value(0x33, '0102'), '0102'],
  ])('%s', (_, given, text) => expect(dataOf(field('a', given))).toEqual({ a: text }));

  it('in a list are fields of their own', () => {
    const list: EvtxValue = { type: 0x81, bytes: Buffer.from('a\0\0b\0', 'utf16le') };
    const numbers = value(0x86, '010002000300');
    expect(dataOf({ name: 'Data', children: [list] }, field('n', numbers))).toEqual({
      ...{ 0: 'a', 1: '', 2: 'b', n: '1', 'n#2': '2', 'n#3': '3' },
    });
  });

  it('may be named as object members', () =>
    expect(Object.entries(dataOf(field('__proto__', wide('x')), field('constructor', wide('y'))))).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]));
});

describe('damage', () => {
  const LOG = evtxOf([
    [evtxEvent(1, 'C', [field('a', wide('x'))]), evtxEvent(2, 'C', [field('a', wide('y'))])],
    [evtxEvent(3, 'C', [])],
  ]);
  const ids = (bytes: Buffer) => read(bytes).events.map(({ event_id }) => event_id);
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(LOG);
    change(bytes);
    return bytes;
  };
  const second = LOG.indexOf('**\0\0', 4096 + 513, 'latin1');

  it('of a chunk costs the chunk', () => {
    const bytes = changed((log) => log.write('XXX', 4096));
    expect(ids(bytes)).toEqual([3]);
    expect(read(bytes).end.damage).toEqual([{ offset: 4096, what: 'a chunk does not begin as one' }]);
  });

  it('of a checksum is told', () => {
    const bytes = changed((log) => log.write('z', log.indexOf(Buffer.from('y\0'), second)));
    expect(read(bytes).events[1]!.data).toEqual({ a: 'z' });
    expect(read(bytes).end.damage).toEqual([
      { offset: 4096 + 512, what: 'the checksum of the events of a chunk does not fit' },
    ]);
    const head = changed((log) => log.writeUInt8(1, 4096 + 130));
    expect(read(head).end.damage[0]!.what).toBe('the checksum of the header of a chunk does not fit');
    const file = changed((log) => log.writeUInt8(9, 10));
    expect(read(file).end.damage).toEqual([{ offset: 0, what: 'the checksum of its header does not fit' }]);
  });

  it('of an event costs the event', () => {
    const bytes = changed((log) => log.fill(0xee, 4096 + 512, 4096 + 516));
    expect(ids(bytes)).toEqual([2, 3]);
  });

  it('at the end keeps what comes before', () => {
    const cut = LOG.subarray(0, second + 40);
    expect(ids(cut)).toEqual([1]);
    expect(read(cut).end.damage.map(({ what }) => what)).toEqual([
      'the file ends within a chunk',
      'no event begins where one should',
    ]);
  });

  it('of what is no log at all is told', () => {
    expect(read(Buffer.from('hello')).end.damage).toEqual([{ offset: 0, what: 'it does not begin as an event log' }]);
    expect(read(Buffer.alloc(0)).end.damage).toHaveLength(1);
  });

  it('by templates that use each other without end costs little', () => {
    // A value that is binary XML and holds a template instance, whose template is the one around it.
    const bytes = Buffer.from(LOG);
    const template = bytes.indexOf(Buffer.from([0x0c, 1]), 4096 + 512);
    const inner = bytes.indexOf(Buffer.from([0x0d]), template + 40);
    const place = bytes.readUInt32LE(template + 6);
    bytes[inner] = 0x0c;
    bytes.writeUInt32LE(place, inner + 6);
    const { end } = read(bytes);
    expect(end.damage.length).toBeGreaterThan(0);
    expect(ids(bytes)).toContain(3);
  });

  it('by very many events that use one large template stops at a budget', () => {
    const fields = Array.from({ length: 250 }, (_, i) => field(`field ${i}`, 'text'));
    const log = evtxOf([[evtxEvent(1, 'C', fields)]]);
    const at = 4096 + 512;
    const template = log.indexOf(Buffer.from([0x0c, 1]), at);
    const place = log.readUInt32LE(template + 6);
    let from = at + log.readUInt32LE(at + 4);
    // Records of nothing but a reference.
    for (; from + 60 < 4096 + 0x1_0000; from += 50) {
      log.write('**\0\0', from, 'latin1');
      log.writeUInt32LE(50, from + 4);
      Buffer.from([0x0f, 1, 1, 0, 0x0c, 1]).copy(log, from + 24);
      log.writeUInt32LE(place, from + 34);
      log.writeUInt32LE(50, from + 46);
    }
    log.writeUInt32LE(0x1_0000, 4096 + 48);
    const { events, end } = read(log);
    expect(end.damage.some(({ what }) => what.includes('more parts than are read'))).toBe(true);
    expect(events.length).toBeLessThan(400);
  });
});

it('ends when it is told to', () => {
  const log = evtxOf([[evtxEvent(1, 'C', [])]]);
  expect(() => read(log, AbortSignal.abort(new Error('enough')))).toThrow('enough');
});
