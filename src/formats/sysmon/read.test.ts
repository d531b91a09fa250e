import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MemorySource } from '../../util/byte-source.ts';
import { readSysmon, type SysmonEnd, type SysmonEvent } from './read.ts';

function read(text: string | Uint8Array, options = {}): { events: SysmonEvent[]; end: SysmonEnd } {
  const reader = readSysmon(new MemorySource(Buffer.from(text)), options);
  const events: SysmonEvent[] = [];
  for (let next = reader.next(); ; next = reader.next()) {
    if (next.done) return { events, end: next.value };
    events.push(next.value);
  }
}

const event = (data: string, id = '1') =>
  `<Event xmlns='x'><System><Provider Name='Microsoft-Windows-Sysmon'/><EventID>${id}</EventID>` +
  `<TimeCreated SystemTime='2019-05-13T04:31:15.2Z'/><Computer>PC</Computer></System><EventData>${data}</EventData></Event>`;
const whole = (...events: string[]) => `<Events>\n${events.join('\n')}\n</Events>`;
const fields = (events: SysmonEvent[]) => events.map(({ data }) => data);

test('an event with its fields', () => {
  const { events, end } = read(whole(event(`<Data Name='Image'>C:\\a.exe</Data><Data Name="User"/><Data>x</Data>`)));
  expect(events).toEqual([
    { event_id: 1, time: '2019-05-13T04:31:15.2Z', computer: 'PC', data: { Image: 'C:\\a.exe', User: '', 2: 'x' } },
  ]);
  expect(end).toEqual({ events: 1 });
});

test('entities are those of XML, declarations are none', () => {
  const text = `<!DOCTYPE x [<!ENTITY a "aaaa">]>${whole(event(`<Data Name='a'>&lt;&amp;a; &a; &#65;&#x110000;</Data>`))}`;
  expect(fields(read(text).events)).toEqual([{ a: '<&a; &a; A&#x110000;' }]);
});

test('UTF-8, UTF-16 with a mark, and a code page', () => {
  const text = whole(event(`<Data Name='a'>ä</Data>`));
  for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(text, 'latin1')]) {
    expect(fields(read(bytes).events)).toEqual([{ a: 'ä' }]);
  }
});

test('lines of the journal hold events too', () => {
  const { events, end } = read(
    `Nov 22 host sysmon[7]: ${event('<Data Name="a">-</Data>', '11').replace(" xmlns='x'", '')}\n`,
  );
  expect([events[0]?.event_id, end]).toEqual([11, { events: 1 }]);
});

test('names of object members are names', () => {
  const [first] = read(whole(event(`<Data Name='__proto__'>x</Data><Data Name='constructor'>y</Data>`))).events;
  expect(Object.entries(first!.data)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});

describe('damage', () => {
  it('the file ends within an event', () => {
    expect(read(whole(event('')).slice(0, -20)).end).toEqual({ events: 0, damage: 'the file ends within event 1' });
  });

  it('an event without its end costs that event only', () => {
    const { events, end } = read(whole(event('', '1').slice(0, -8), event('', '2')));
    expect(events.map((each) => each.event_id)).toEqual([2]);
    expect(end.damage).toBe('event 1 has no end');
  });

  it('a field without its end', () => {
    const { events, end } = read(whole(event(`<Data Name='a'>1</Data><Data Name='b'>2`)));
    expect(fields(events)).toEqual([{ a: '1' }]);
    expect(end.damage).toBe('a field of event 1 has no end');
  });

  it('an event that is too long, and the next one', () => {
    const { events, end } = read(whole(event('x'.repeat(3_000_000)), event('', '5')));
    expect(events.map((each) => each.event_id)).toEqual([5]);
    expect(end.damage).toContain('event 1 is longer');
  });

  it('an id that is none', () => {
    expect(read(whole(event('', '1e9'))).events[0]?.event_id).toBeNull();
  });

  it.each(['', '<html></html>', 'PML_\0\0'])('another format: %j', (text) => {
    expect(read(text).end.damage).toContain('has no element <Events>');
  });

  it('an empty list is none', () => {
    expect(read('<Events></Events>').end).toEqual({ events: 0 });
  });
});

test('where reads end makes no difference', () => {
  const text = whole(...Array.from({ length: 4000 }, (_, i) => event(`<Data Name='n'>ä${i}</Data>`)));
  const { events, end } = read(text);
  expect(end).toEqual({ events: 4000 });
  expect(events.map(({ data }) => data['n'])).toEqual(Array.from({ length: 4000 }, (_, i) => `ä${i}`));
});

test('beginnings without number end', () => {
  expect(read('<Event >'.repeat(300_000)).end.damage).toBe('event 1 has no end');
});

test('any text ends', () => {
  const parts = [
    '<Event>',
    '</Event>',
    '<System>',
    '</System>',
    '<EventData>',
    '<Data Name="',
    '">',
    '<Data>',
    '</Data>',
  ];
  const part = fc.constantFrom(...parts, '<', '>', '&', ';', '/', 'x', '<EventID>1', '<TimeCreated SystemTime=', "'");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (each) => {
      const { events, end } = read(each.join(''));
      expect(end.events).toBe(events.length);
    }),
    { numRuns: 1000 },
  );
});
