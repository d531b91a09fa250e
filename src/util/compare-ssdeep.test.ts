import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import { compareSsdeep } from './compare-ssdeep.ts';

const VECTORS = '5-static/hashvectors/';
const PAIR = [
  '3:GltlVg//t/vkxdlldvl/zllVFE/lsllH/tvlvl//lN/1llruFAA9rFoyu8IVM8Fr:ya3t/8Mc7A9xoyoFilyWy5B6tG',
  '6:ya3t/8MBAVDv/T/4f1/S/5BO8pK+V6tx6Hny6C6EoR32LlW5:neMBAKi5BrMx6S6ZR32',
] as const;

test('block sizes that differ by a factor of two can be compared, both ways round', () => {
  expect([compareSsdeep(PAIR[0], PAIR[1]), compareSsdeep(PAIR[1], PAIR[0])]).toEqual([40, 40]);
});

test('other block sizes cannot', () => {
  expect(compareSsdeep(PAIR[0], PAIR[1].replace('6:', '12:'))).toBe(0);
});

test('equal hashes are alike, however short', () => {
  expect([compareSsdeep('3::', '3::'), compareSsdeep('3:ab:c,"name:1"', '3:ab:c')]).toEqual([100, 100]);
});

test('a small block size caps the score', () => {
  const text = 'abcdefghij';
  expect(compareSsdeep(`3:${text}:x`, `3:${text}:y`)).toBe(10);
});

test('runs of more than three equal characters count as three', () => {
  expect(compareSsdeep(`96:abc${'D'.repeat(200)}:x`, '96:abcDDD:x')).toBe(100);
});

test.each([
  '',
  '192:asdasd',
  'asd:asdasd:aaaa',
  '0:a:b',
  '-3:a:b',
  `3:${'abcd'.repeat(17)}:a`,
  '99999999999999999:a:b',
])('no hash: %j', (text) => {
  expect([compareSsdeep(text, PAIR[0]), compareSsdeep(PAIR[0], text)]).toEqual([undefined, undefined]);
});

// What ssdeep 2.14.1 says of every pair: one byte for each, all of them as a SHA-256, and how many are above 0.
const MATRICES = {
  malware: { sha256: 'd66d86b7ac3bef596793492605c4edae450a3eaf25edf7e462c17c2084d450b0', above: 664 },
  static: { sha256: 'd1135cb22ce2f8314f42ce641a3607789954734099b04e7b8c103fd285f13738', above: 441 },
};

describeShared('published scores', () => {
  test('every pair of 512 hashes with various block sizes', () => {
    const path = `${VECTORS}ssdeep-ffuzzy/compare/malware_all.uniform_blocksize.16x32.txt`;
    expect(matrix(readFileSync(sharedData(path), 'utf8').trim().split('\n'))).toEqual(MATRICES.malware);
  });

  test('every pair of the static collection', () => {
    const facts: { ssdeep?: string }[] = JSON.parse(readFileSync(sharedData(`${VECTORS}hashes.json`), 'utf8'));
    expect(matrix(facts.flatMap((fact) => fact.ssdeep ?? []))).toEqual(MATRICES.static);
  });

  test('the scores of another implementation', () => {
    const text = readFileSync(sharedData(`${VECTORS}ssdeep-glaslos/score_test.go.txt`), 'utf8');
    const hash = (name: string) => new RegExp(`var ${name} = "([^"]+)"`).exec(text)![1]!;
    expect([
      compareSsdeep(hash('h1'), hash('h1')),
      compareSsdeep(hash('h1'), hash('h2')),
      compareSsdeep(hash('h3'), hash('h4')),
      compareSsdeep(hash('h5'), hash('h6')),
    ]).toEqual([100, 35, 97, 54]);
  });
});

function matrix(hashes: string[]): { sha256: string; above: number } {
  const scores = Uint8Array.from(hashes.flatMap((a) => hashes.map((b) => compareSsdeep(a, b)!)));
  return {
    sha256: createHash('sha256').update(scores).digest('hex'),
    above: scores.filter((score) => score > 0).length,
  };
}
