import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MemorySource } from '../../util/byte-source.ts';
import { type ProcmonEnd, type ProcmonEvent, readProcmon } from './read.ts';

function read(text: string | Uint8Array, options = {}): { events: ProcmonEvent[]; end: ProcmonEnd } {
  const reader = readProcmon(new MemorySource(Buffer.from(text)), options);
  const events: ProcmonEvent[] = [];
  for (let next = reader.next(); ; next = reader.next()) {
    if (next.done) return { events, end: next.value };
    events.push(next.value);
  }
}

const whole = (events: string) => `\ufeff<?xml version="1.0"?>\n<procmon><eventlist>${events}</eventlist></procmon>`;
const XML = whole('<event>\n<PID>4</PID>\n<Path></Path><Empty/></event>\n<event><PID>5</PID></event>');

test('fields by their names, null where they are empty', () => {
  expect(read(XML)).toEqual({ events: [{ PID: '4', Path: null, Empty: null }, { PID: '5' }], end: { events: 2 } });
});

test('UTF-16 with a mark', () => {
  expect(read(Buffer.from(XML, 'utf16le')).events).toHaveLength(2);
});

test('entities, those that are none included', () => {
  const { events } = read(
    whole('<event><a>&lt;x&gt; &amp;amp; &#65;&#x1F600; &#x110000; &nope; &constructor;</a></event>'),
  );
  expect(events).toEqual([{ a: '<x> &amp; A\u{1f600} &#x110000; &nope; &constructor;' }]);
});

test('a stack inside an event is passed over', () => {
  expect(read(whole('<event><PID>1</PID><stack><frame><x>1</x></frame></stack><b>2</b></event>')).events).toEqual([
    { PID: '1', stack: null, b: '2' },
  ]);
});

test('names of object members are names', () => {
  const [event] = read(whole('<event><__proto__>x</__proto__><constructor>y</constructor></event>')).events;
  expect(Object.entries(event!)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});

describe('damage', () => {
  it('within an event keeps those before', () => {
    const { events, end } = read(XML.slice(0, XML.lastIndexOf('5')));
    expect([events.length, end]).toEqual([1, { events: 1, damage: 'the file ends within event 2' }]);
  });

  it.each(['', '<html></html>', 'PML_\0\0', '\0'.repeat(1000)])('another format: %j', (text) => {
    expect(read(text).end.damage).toBe('it has no element <procmon>');
  });

  it('an event without end, and one that is too long', () => {
    expect(read(`<procmon><event>${'x'.repeat(2_000_000)}`).end.damage).toContain('longer');
    expect(read(whole(`<event>${' '.repeat(500)}</event>`), { longest: 100 }).end.damage).toContain('longer');
  });

  it('no list at all is no damage where the file says what it is', () => {
    expect(read('<procmon></procmon>').end).toEqual({ events: 0 });
  });
});

test('where reads end makes no difference', () => {
  const long = whole('<event><PID>4</PID><Path>C:\\ä\\x</Path></event>'.repeat(8000));
  expect(read(long).end).toEqual({ events: 8000 });
});

test('any text ends', () => {
  const part = fc.constantFrom(
    '<event>',
    '</event>',
    '<a>',
    '</a>',
    '<b/>',
    '<',
    '>',
    '&',
    ';',
    '&#x',
    'x',
    '</',
    '<!--',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      read(parts.join(''));
    }),
    { numRuns: 1000 },
  );
});
