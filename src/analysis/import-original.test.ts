import { expect, it } from 'vitest';
import { importDetections, importTtps } from './import-original.ts';

it.each([
  [{ T1116: 'a', T1055: 'b', T1106: 'a' }],
  [
    [
      { ttp: 'T1116', signature: 'a' },
      { ttp: 'T1055', signature: 'b' },
      { ttp: 'T1106', signature: 'a' },
      { ttp: 'T1106', signature: 'a' },
    ],
  ],
  [
    [
      { signature: 'a', ttps: ['T1116', 'T1106'], mbcs: [] },
      { signature: 'b', ttps: ['T1055'], mbcs: [] },
      { ttps: ['T1'] },
      null,
    ],
  ],
])('reads each shape of techniques: %j', (value) => {
  const rows = importTtps(value as never).map((row) => ({ ...row, ttps: row.ttps.sort() }));
  expect(rows).toEqual([
    { signature: 'a', ttps: ['T1106', 'T1116'], mbcs: [] },
    { signature: 'b', ttps: ['T1055'], mbcs: [] },
  ]);
});

it('keeps behaviour ids', () => {
  expect(importTtps([{ signature: 'a', ttps: [], mbcs: ['B0001'] }])).toEqual([
    { signature: 'a', ttps: [], mbcs: ['B0001'] },
  ]);
});

it.each([
  ['Emotet', [{ family: 'Emotet', details: [] }]],
  ['', []],
  [
    [{ family: 'A', details: [{ Yara: 'x' }] }, { family: 'B' }, {}],
    [
      { family: 'A', details: [{ Yara: 'x' }] },
      { family: 'B', details: [] },
    ],
  ],
])('reads each shape of detections: %j', (value, wanted) => {
  expect(importDetections(value as never)).toEqual(wanted);
});
