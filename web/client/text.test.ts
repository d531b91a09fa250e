import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defang, refang as refangInReports } from '../../src/report/defang.ts';
import { rawText, refang, timeText } from './text.ts';

it('takes brackets away exactly as the writer of reports does', () => {
  const piece = fc.constantFrom(
    'http://',
    'HXXPS://',
    'fxp://',
    'a.example',
    '[.]',
    '[:]',
    '[',
    ']',
    '@',
    'x',
    '203.0.113.7',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      expect(refang(text)).toBe(refangInReports(text));
      expect(refang(defang(text, 'text'))).toBe(refangInReports(defang(text, 'text')));
    }),
  );
});

it('leaves brackets that are the own of a text', () => {
  expect(rawText('⟦⟧a[.]b')).toBe('a[.]b');
  expect(rawText('a[.]b')).toBe('a.b');
});

it('writes times after and before the start', () => {
  expect([timeText(12_431), timeText(-5), timeText(Number.NaN)]).toEqual(['+12.431', '−0.005', '']);
});
