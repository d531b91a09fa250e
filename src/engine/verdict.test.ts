import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Match } from '../plugin/container.ts';
import { judge, type Visibility } from './verdict.ts';

const clear: Visibility = { hasActivity: true, behaviorFailed: false, failedSignatures: 0 };

function match(severity: number, confidence = 100, name = `s${severity}`): Match {
  return { severity, confidence, name, description: `Does ${name}`, alert: false, references: [], data: [] };
}

describe('bands', () => {
  it.each([
    ['no threat found', []],
    ['no threat found', [match(2)]],
    ['suspicious', [match(2), match(2)]],
    ['suspicious', [match(3)]],
    ['malicious', [match(3), match(3)]],
    ['malicious', [match(4)]],
    ['malicious', [match(5)]],
    ['suspicious', [match(4, 50)]],
  ])('is %s', (band, matches) => {
    expect(judge(matches, clear).band).toBe(band);
  });

  it('is inconclusive where nothing was seen to run, whatever little matched', () => {
    const blind = { ...clear, hasActivity: false };
    expect(judge([], blind).band).toBe('inconclusive');
    expect(judge([match(1)], blind).band).toBe('inconclusive');
    expect(judge([match(4)], blind).band).toBe('malicious');
  });

  it('is inconclusive where the behaviour could not be read', () => {
    const verdict = judge([match(2)], { ...clear, behaviorFailed: true });
    expect(verdict.band).toBe('inconclusive');
    expect(verdict.reason).toBe('1 signature matched (1 of severity 2), but the behaviour could not be read.');
  });
});

describe('ledger', () => {
  it('halves each further match of a severity, strongest first', () => {
    const { ledger, sum } = judge([match(3, 50, 'weak'), match(3, 100, 'strong'), match(2, 100, 'other')], clear);
    expect(ledger.map(({ signature, points }) => [signature, points])).toEqual([
      ['strong', 5],
      ['other', 2],
      ['weak', 1.25],
    ]);
    expect(sum).toBe(8.25);
  });

  it('keeps the sum where the score is capped', () => {
    const { score, sum } = judge([match(5), match(4)], clear);
    expect([score, sum]).toEqual([10, 17]);
  });

  it('says in a sentence why', () => {
    const { reason } = judge([match(1), match(3), match(3)], { ...clear, failedSignatures: 1 });
    expect(reason).toBe(
      '3 signatures matched (2 of severity 3, 1 of severity 1); the strongest is "Does s3" (5 points); 1 signature failed and could have added to it.',
    );
    expect(judge([], clear).reason).toBe('No signature matched.');
  });
});

describe('laws', () => {
  const severity = (max: number) => fc.integer({ min: 1, max });
  const matches = (max: number) =>
    fc
      .array(fc.tuple(severity(max), fc.integer({ min: 0, max: 100 })), { maxLength: 60 })
      .map((list) => list.map(([level, confidence], i) => match(level, confidence, `s${i}`)));

  it('rows add up to the sum exactly, in any order', () => {
    fc.assert(
      fc.property(matches(5), (list) => {
        const { ledger, sum, score } = judge(list, clear);
        const points = ledger.map((row) => row.points);
        expect(points.reduce((a, b) => a + b, 0)).toBe(sum);
        expect(points.toReversed().reduce((a, b) => a + b, 0)).toBe(sum);
        expect(score).toBe(Math.min(10, sum));
        expect(ledger).toHaveLength(list.length);
      }),
    );
  });

  it('informational matches alone are never suspicious, noteworthy ones never malicious', () => {
    fc.assert(fc.property(matches(1), (list) => judge(list, clear).score < 3));
    fc.assert(fc.property(matches(2), (list) => judge(list, clear).score < 7));
  });

  it('one more match never lowers the score, beyond a 64th for each row that moves', () => {
    fc.assert(
      fc.property(matches(5), severity(5), (list, level) => {
        const more = judge([...list, match(level, 100, 'more')], clear).sum;
        return more >= judge(list, clear).sum - list.length / 64;
      }),
    );
  });

  it('the order of the matches does not matter', () => {
    fc.assert(fc.property(matches(5), (list) => judge(list, clear).sum === judge(list.toReversed(), clear).sum));
  });
});
