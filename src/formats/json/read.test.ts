import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../util/byte-source.ts';
import { readJson } from './read.ts';
import { type ArrayStream, JsonFlags, type JsonPath } from './types.ts';

const read = (text: string, options = {}) => readJson(Buffer.from(text), options);

describe('readJson', () => {
  it('keeps integers beyond 2^53 exactly', () => {
    const { value } = read('[9007199254740991, 9007199254740993, -18446744073709551616, 1e3, 1.5, -0]');
    expect(value).toEqual([9007199254740991, 9007199254740993n, -18446744073709551616n, 1000, 1.5, -0]);
  });

  it('keeps an integer of thousands of digits as text', () => {
    const digits = '7'.repeat(3000);
    expect(read(`[${digits}]`)).toMatchObject({ value: [digits], notes: { longNumbers: { count: 1, offset: 1 } } });
  });

  it('accepts the words that Python writes for numbers that are none', () => {
    const result = read('{"a": NaN, "b": -Infinity}');
    expect(result.value).toEqual({ a: Number.NaN, b: Number.NEGATIVE_INFINITY });
    expect(result.notes.notFinite).toEqual({ count: 2, offset: 6 });
  });

  it('keeps __proto__ as a key', () => {
    const { value } = read('{"__proto__": {"polluted": 1}, "constructor": 2}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('keeps the last of equal keys and counts the others', () => {
    expect(read('{"a": 1, "b": 2, "a": 3, "a": 4}')).toMatchObject({
      value: { a: 4, b: 2 },
      notes: { duplicateKeys: { count: 2, offset: 17 } },
    });
  });

  it('keeps lone surrogates', () => {
    expect(read(String.raw`["\ud800", "a\udfff\n", "\ud83d\ude00"]`).value).toEqual(['\ud800', 'a\udfff\n', '😀']);
  });

  it('reads bytes that are no UTF-8 as U+FFFD and says so', () => {
    const result = readJson(Buffer.from([0x5b, 0x22, 0x61, 0xff, 0x62, 0x22, 0x5d]));
    expect(result.value).toEqual(['a\ufffdb']);
    expect(result.notes.badUtf8).toEqual({ count: 1, offset: 1 });
  });

  it('does not take a written U+FFFD for damage', () => {
    expect(read('["\ufffd"]').notes).toEqual({});
  });

  it('keeps control characters and unknown escapes as they stand, and says so', () => {
    const result = read('["a\u0001\tb", "\\x41\\u12", "\\u0041\\n\u0002"]');
    expect(result.value).toEqual(['a\u0001\tb', '\\x41\\u12', 'A\n\u0002']);
    expect(result.notes.badText?.count).toBe(3);
  });

  it('skips a byte order mark', () => {
    expect(read('\ufeff[1]')).toMatchObject({ value: [1], stopped: undefined });
  });

  it('says where something follows the value', () => {
    expect(read('[1] \n x')).toMatchObject({ value: [1], trailing: 6 });
    expect(read('[1] \n ').trailing).toBeUndefined();
  });

  it.each([
    ['{"a": [1, {"b": "x', { a: [1, {}] }, 18],
    ['{"a": [1, {"b": "x"', { a: [1, { b: 'x' }] }, 19],
    ['[1, 2,', [1, 2], 6],
    ['[1, 2 3]', [1, 2], 6],
    ['{"a": 1, b: 2}', { a: 1 }, 9],
    ['{"a" 1}', {}, 5],
    ['[tru', [], 1],
    ['["\\', [], 3],
    ['', undefined, 0],
    ['  ', undefined, 2],
  ])('keeps what came before the end of %j', (text, value, offset) => {
    const result = read(text);
    expect(result.value).toEqual(value);
    expect(result.stopped?.offset).toBe(offset);
  });

  it('stops at the depth limit', () => {
    const deep = (n: number) => '['.repeat(n) + ']'.repeat(n);
    expect(read(deep(512)).stopped).toBeUndefined();
    expect(read(deep(513)).stopped).toEqual({ offset: 512, what: 'nested deeper than 512' });
    expect(read('{"a":'.repeat(100_000)).stopped?.what).toBe('nested deeper than 512');
  });
});

describe('strings of readJson', () => {
  it('decodes very many broken escapes', () => {
    const { value, notes } = read(`"${String.raw`\x\u00e9\ud800\u12\n`.repeat(50_000)}\u0001"`);
    expect(value).toBe(`${'\\x\u00e9\ud800\\u12\n'.repeat(50_000)}\u0001`);
    expect(notes.badText?.count).toBe(1);
  });
});

describe('the budget of readJson', () => {
  it('drops the rest of a list that is too long, and reads what follows it', () => {
    const list = JSON.stringify(Array.from({ length: 1000 }, (_, i) => `string ${i}`));
    const result = read(`{"strings": ${list}, "info": {"id": 1}}`, { budget: 10_000 });
    const { strings, info } = result.value as { strings: string[]; info: unknown };
    expect(strings.length).toBeGreaterThan(10);
    expect(strings.length).toBeLessThan(500);
    expect(info).toEqual({ id: 1 });
    expect(result.dropped).toHaveLength(1);
    expect(result.dropped[0]!.path).toEqual(['strings', strings.length]);
    const commas = 2;
    expect(result.dropped[0]!.bytes).toBe(list.length - JSON.stringify(strings).length - commas);
    expect(result.stopped).toBeUndefined();
  });

  it('drops one long string and keeps its neighbours', () => {
    const result = read(`["a", "${'x\\"'.repeat(500)}", "b"]`, { maxString: 100, chunk: 7 });
    expect(result.value).toEqual(['a', 'b']);
    expect(result.dropped).toEqual([{ path: [1], offset: 6, bytes: 1502 }]);
  });

  it('still finds streamed arrays when nothing may be built any more', () => {
    const seen: number[] = [];
    const streams = {
      'a.*.calls': () => ({ element: (offset: number) => void seen.push(offset), end: () => 'calls' }),
    };
    const text = `{"x": "${'y'.repeat(500)}", "a": [{"big": [${'1,'.repeat(200)}1], "calls": [7, 8]}]}`;
    const result = read(text, { budget: 100, streams });
    expect(seen).toHaveLength(2);
    expect(result.value).toMatchObject({ a: [{ calls: 'calls' }] });
    expect(result.stopped).toBeUndefined();
  });
});

describe('streamed arrays of readJson', () => {
  function collect(text: string, chunk: number, pattern = 'p.*.calls') {
    const found: { path: JsonPath; elements: [string, number][] }[] = [];
    const bytes = Buffer.from(text);
    const streams = {
      [pattern]: (path: JsonPath): ArrayStream => {
        const elements: [string, number][] = [];
        found.push({ path, elements });
        return {
          element: (offset, length, flags) => {
            elements.push([bytes.toString('utf8', offset, offset + length), flags]);
          },
          end: () => elements.length,
        };
      },
    };
    return { found, result: readJson(new MemorySource(bytes), { streams, chunk }) };
  }

  const calls = String.raw`{"a": "x]\"}", "n": [1,{"é": "\\"}]} , 12,"s\"t" ,null, [] ,{"v": 123456789012345678},{"w":NaN}`;

  it.each([1, 2, 3, 5, 16, 1000])('gives the place of each element with chunks of %i bytes', (chunk) => {
    const { found, result } = collect(
      `{"p": [{"pid": 1, "calls": [ ${calls} ], "z": 2}, {"calls": []}], "q": 3}`,
      chunk,
    );
    expect(result).toMatchObject({
      value: { p: [{ pid: 1, calls: 7, z: 2 }, { calls: 0 }], q: 3 },
      stopped: undefined,
    });
    expect(found.map((f) => f.path)).toEqual([
      ['p', 0, 'calls'],
      ['p', 1, 'calls'],
    ]);
    const texts = found[0]!.elements.map(([text]) => text);
    expect(texts).toEqual([
      String.raw`{"a": "x]\"}", "n": [1,{"é": "\\"}]}`,
      '12',
      String.raw`"s\"t"`,
      'null',
      '[]',
      '{"v": 123456789012345678}',
      '{"w":NaN}',
    ]);
    expect(found[0]!.elements[5]![1] & JsonFlags.longDigits).toBe(JsonFlags.longDigits);
    expect(found[0]!.elements[6]![1] & JsonFlags.words).toBe(JsonFlags.words);
  });

  it.each([
    ['{"p": [{"calls": [{"a": 1}, {"b": ', 1, 34],
    ['{"p": [{"calls": [{"a": 1}, {"b": 2}', 1, 36],
    ['{"p": [{"calls": [{"a": 1} {"b": 2}]}]}', 1, 27],
    ['{"p": [{"calls": [{"a": 1},, {"b": 2}]}]}', 1, 27],
  ])('keeps the elements before the damage in %j', (text, count, offset) => {
    const { found, result } = collect(text, 8);
    expect(found[0]!.elements.length).toBeGreaterThanOrEqual(count);
    expect(result.stopped?.offset).toBe(offset);
    expect(result.value).toEqual({ p: [{ calls: found[0]!.elements.length }] });
  });

  it('reads over arrays beyond the most that are streamed', () => {
    const text = `{"p": [${'{"calls": [1]},'.repeat(5)} {"calls": [1], "pid": 7}]}`;
    const streams = { 'p.*.calls': () => ({ element() {}, end: () => 'streamed' }) };
    const result = read(text, { streams, maxStreams: 2 });
    expect(result.value).toEqual({ p: [{ calls: 'streamed' }, { calls: 'streamed' }, {}, {}, {}, { pid: 7 }] });
    expect(result.dropped.map((drop) => drop.path)).toEqual([2, 3, 4, 5].map((index) => ['p', index, 'calls']));
  });

  it('builds what is not an array where one was expected', () => {
    expect(collect('{"p": [{"calls": {"0": 1}}]}', 8).result.value).toEqual({ p: [{ calls: { 0: 1 } }] });
  });
});
