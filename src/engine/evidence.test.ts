import { describe, expect, it, test } from 'vitest';
import { snapshotEvidence } from './evidence.ts';

const limits = { items: 5, size: 1000, depth: 4 };
const codes = (problems: { code: string }[]) => problems.map(({ code }) => code);

describe('what JSON can hold', () => {
  it.each([
    [
      { file: 'a.exe', n: 1, deep: { list: [true, null] } },
      { file: 'a.exe', n: 1, deep: { list: [true, null] } },
    ],
    [2n ** 64n, '18446744073709551616'],
    [{ at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
    [{ gone: undefined, kept: 0 }, { kept: 0 }],
    [undefined, null],
    [{ toJSON: () => ({ api: 'NtClose' }) }, { api: 'NtClose' }],
  ])('keeps %o without a problem', (piece, plain) => {
    expect(snapshotEvidence('x', [piece])).toEqual({ data: [plain], count: 1, problems: [] });
  });

  it('is a copy that later changes do not reach', () => {
    const piece = { list: ['a'] };
    const { data } = snapshotEvidence('x', [piece]);
    piece.list.push('b');
    expect(data).toEqual([{ list: ['a'] }]);
  });

  it('takes __proto__ for a name like any other', () => {
    const { data } = snapshotEvidence('x', [JSON.parse('{"__proto__": {"polluted": 1}}')]);
    expect(Object.keys(data[0] as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('what JSON cannot hold', () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  const throwing = {
    get value() {
      throw new Error('no');
    },
  };
  it.each([
    ['NaN', () => Number.NaN, '[NaN]'],
    ['a function', () => () => 1, '[a function]'],
    ['a symbol', () => Symbol('s'), '[a symbol]'],
    ['bytes', () => new Uint8Array(9), '[bytes]'],
    ['an object that holds itself', () => loop, { self: '[an object that holds itself]' }],
    ['a getter that throws', () => throwing, '[an object that cannot be read (no)]'],
    ['too many levels', () => [[[[['deep']]]]], [[[['[more than 4 levels]']]]]],
  ])('is replaced by words, with a problem: %s', (_, make, plain) => {
    const piece = make();
    const { data, problems } = snapshotEvidence('x', [piece], 0, limits);
    expect(data).toEqual([plain]);
    expect(codes(problems)).toEqual(['SIGNATURE_EVIDENCE_NOT_PLAIN']);
  });

  it('makes lists of sets and maps', () => {
    const { data, problems } = snapshotEvidence('x', [new Set(['a']), new Map([['k', 1]])]);
    expect(data).toEqual([['a'], [['k', 1]]]);
    expect(codes(problems)).toEqual(['SIGNATURE_EVIDENCE_NOT_PLAIN']);
  });

  it('says so when data is no list any more', () => {
    const { data, problems } = snapshotEvidence('x', 'text');
    expect(data).toEqual([]);
    expect(codes(problems)).toEqual(['SIGNATURE_EVIDENCE_NOT_PLAIN']);
  });

  it('says it once for each signature', () => {
    expect(snapshotEvidence('x', [Number.NaN, Number.NaN]).problems).toHaveLength(1);
  });
});

describe('limits', () => {
  it('keeps the first pieces and counts the rest', () => {
    const { data, count, problems } = snapshotEvidence('x', [1, 2, 3, 4, 5, 6, 7], 10, limits);
    expect(data).toEqual([1, 2, 3, 4, 5]);
    expect(count).toBe(17);
    expect(problems[0]!.message).toContain('17 pieces of evidence; the report keeps the first 5');
  });

  it('leaves out a piece that does not fit any more', () => {
    const { data, count } = snapshotEvidence('x', ['a'.repeat(900), 'b'.repeat(200), 'c'], 0, limits);
    expect(data).toEqual(['a'.repeat(900)]);
    expect(count).toBe(3);
  });

  it('keeps the beginning of a first piece that is too large', () => {
    const { data } = snapshotEvidence('x', ['a'.repeat(5000)], 0, limits);
    expect(data).toEqual(['a'.repeat(1000)]);
  });

  test('an iterable without end is cut', () => {
    const endless = {
      *[Symbol.iterator]() {
        for (;;) yield null;
      },
    };
    const { data } = snapshotEvidence('x', [endless], 0, limits);
    expect((data[0] as unknown[]).length).toBeLessThanOrEqual(1000);
  });
});
