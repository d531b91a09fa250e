import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readJson } from '../../src/formats/json/read.ts';
import { MemorySource } from '../../src/util/byte-source.ts';
import { describeShared, sharedData } from '../support/shared-data.ts';

const suite = sharedData('7-hostile/json/JSONTestSuite/test_parsing/');

describeShared('JSONTestSuite', () => {
  const files = readdirSync(suite).filter((name) => name.endsWith('.json'));

  it('has vectors of all three kinds', () => {
    expect(new Set(files.map((name) => name[0]))).toEqual(new Set(['y', 'n', 'i']));
  });

  it.each(files)('%s', (name) => {
    const bytes = readFileSync(suite + name);
    const whole = readJson(bytes);
    expect(readJson(new MemorySource(bytes), { chunk: 3 })).toEqual(whole);
    const clean = whole.stopped === undefined && whole.trailing === undefined && Object.keys(whole.notes).length === 0;
    if (name.startsWith('n_')) expect(clean).toBe(false);
    if (name.startsWith('y_')) {
      expect({ ...whole, value: null, notes: { ...whole.notes, duplicateKeys: undefined } }).toEqual({
        value: null,
        stopped: undefined,
        trailing: undefined,
        notes: {},
        dropped: [],
        droppedMore: 0,
      });
      expect(whole.value).toEqual(JSON.parse(bytes.toString()));
    }
  });
});
