import { describe, expect, it } from 'vitest';
import { OvoscopeError } from '../errors/problem.ts';
import { writeJson } from './json-writer.ts';

const text = (value: unknown, indent = 0) => [...writeJson(value, { indent })].join('');

/** A call list as the engine has them: iterable, and too large for `toJSON`. */
function calls(count: number, make: (i: number) => unknown) {
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < count; i++) yield make(i);
    },
    toJSON() {
      throw new Error('a call list was held in memory');
    },
  };
}

describe('writeJson', () => {
  it('indents as JSON.stringify does and ends with a newline', () => {
    const value = { a: [1, { b: [] }, {}], c: {}, d: 'x', e: [[]] };
    expect(text(value, 4)).toBe(`${JSON.stringify(value, null, 4)}\n`);
    expect(text(value)).toBe(JSON.stringify(value));
  });

  it('streams iterables as lists', () => {
    const value = {
      calls: calls(3, (i) => ({ id: i, arguments: [{ name: 'n', value: 'v' }] })),
      none: calls(0, () => 1),
    };
    const plain = { calls: [...value.calls], none: [] };
    expect(text(value, 2)).toBe(`${JSON.stringify(plain, null, 2)}\n`);
  });

  it('gives pieces of bounded size while it streams', () => {
    let made = 0;
    const list = calls(20_000, (i) => {
      made = i;
      return { id: i, api: 'NtClose' };
    });
    const pieces = writeJson({ list });
    const first = pieces.next().value as string;
    expect(first.length).toBeLessThan(70_000);
    expect(made).toBeLessThan(2000);
    const rest = [...pieces];
    expect(Math.max(...rest.map((piece) => piece.length))).toBeLessThan(70_000);
    expect(JSON.parse(first + rest.join('')).list).toHaveLength(20_000);
  });

  it('ends the iteration when its reader stops', () => {
    let ended = false;
    const list = {
      *[Symbol.iterator]() {
        try {
          for (;;) yield 'x'.repeat(1000);
        } finally {
          ended = true;
        }
      },
    };
    for (const _ of writeJson([list])) break;
    expect(ended).toBe(true);
  });

  it('writes bigints as integers', () => {
    expect(text([2n ** 64n, -1n])).toBe('[18446744073709551616,-1]');
  });

  it('writes lone surrogates as escapes, in keys too', () => {
    expect(text({ '\udc00': 'a\ud800b😀' })).toBe(String.raw`{"\udc00":"a\ud800b😀"}`);
  });

  it('leaves out what JSON has no word for, and writes null in lists', () => {
    const hole = [undefined, () => 1, Symbol('s'), Number.NaN, Number.POSITIVE_INFINITY, -0];
    expect(text({ a: undefined, b: () => 1, c: hole })).toBe('{"c":[null,null,null,null,null,0]}');
    expect(text(undefined)).toBe('null');
    expect(text(calls(2, () => ({ a: undefined })))).toBe('[{},{}]');
  });

  it('writes what toJSON returns', () => {
    expect(text([{ toJSON: () => ({ a: 1 }) }, new Date(0)])).toBe('[{"a":1},"1970-01-01T00:00:00.000Z"]');
  });

  it('writes __proto__ as a key like others', () => {
    expect(text(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
  });

  it('writes a value that is there twice, twice', () => {
    const shared = { a: 1 };
    expect(text([shared, shared, calls(2, () => [shared, shared])])).toBe(
      '[{"a":1},{"a":1},[[{"a":1},{"a":1}],[{"a":1},{"a":1}]]]',
    );
  });

  it.each([
    ['itself', (v: { x: unknown[] }) => v, 'x[1]', 'it contains itself'],
    ['itself inside a call', (v: { x: unknown[] }) => calls(1, () => [v.x]), 'x[1][0]', 'it contains itself'],
    ['a Map', () => new Map(), 'x[1]', 'it is a Map'],
  ])('names the path of a value that contains %s', (_, make, path, what) => {
    const value: { x: unknown[] } = { x: [0] };
    value.x.push(make(value));
    let error: unknown;
    try {
      text(value);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(OvoscopeError);
    expect((error as OvoscopeError).problem).toMatchObject({
      code: 'JSON_UNWRITABLE',
      message: `${path} cannot be written as JSON: ${what}`,
    });
  });

  it('refuses endless nesting instead of overflowing', () => {
    let deep: unknown = 0;
    for (let i = 0; i < 5000; i++) deep = [deep];
    expect(() => text(deep)).toThrow('nested deeper than 1000');
    expect(() => text(calls(1, () => deep))).toThrow('nested deeper than 1000');
  });
});
