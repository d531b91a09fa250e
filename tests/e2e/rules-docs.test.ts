import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { registry } from '../../src/rules/registry.ts';
import { describeShared, sharedData } from '../support/shared-data.ts';
import { build, Workplace } from './cli.ts';

const ANALYSES: { [name: string]: string } = {
  'Cerber, Cuckoo 2.0.7': '2-analyses/cuckoo-2.0.7_win7_cerber_packed',
  'Qakbot, CAPE 2.2': '3-reports/cape-2.2/0000a65749f5902c.json.gz',
  'Swizzor, Cuckoo 0.4.2': '3-reports/cuckoo-0.4.2/report.json.gz',
  'a dropper, Cuckoo 2.0-dev': '3-reports/cuckoo-2.0dev/athend_2.json',
  'a log made for tests, Cuckoo 2.0.7': 'cuckoo/synthetic/v2.0.7',
};

interface Row {
  key: string;
  example: unknown;
  analysis: string;
  matches: string;
}

interface Ledger {
  objects: { key: string; state: string; evidence: { items: { data: string | number }[] } }[];
}

const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
const table = /<!-- table: rule keys -->\n([\s\S]*?)<!-- end -->/.exec(page)![1]!;
const rows: Row[] = table
  .trim()
  .split('\n')
  .slice(2)
  .map((line) => {
    const cells = line.split(' | ').map((cell) => cell.replace(/^\| |\s*\|$/g, '').trim());
    const [key, , example, analysis, matches] = cells.map((cell) => cell.replace(/^`(.*)`$/, '$1'));
    return { key: key!, example: JSON.parse(example!), analysis: analysis!, matches: matches ?? '' };
  });

it('the table of the documentation has every rule key', () => {
  expect(rows.map(({ key }) => key).sort()).toEqual([...registry().keys.keys()].sort());
});

describeShared('the table of the documentation', () => {
  beforeAll(build, 120_000);

  it.each(Object.keys(ANALYSES))('is true of %s', { timeout: 120_000 }, async (name) => {
    const mine = rows.filter(({ analysis }) => analysis === name);
    expect(mine.length).toBeGreaterThan(0);
    const place = new Workplace();
    const rules = Object.fromEntries(mine.map(({ key, example }) => [key, [{ rules: [example], score: 1 }]]));
    place.put('rules.json', JSON.stringify({ info: { type: 'hash' }, rules }));
    if (mine.some(({ key }) => key === '3rd_party_blacklist')) {
      place.put('list.txt', '185.219.83.73\n');
      await place.run(['lists', 'load', 'list.txt', '--category', 'C&C', '--source', 'an example']);
    }
    const path = sharedData(ANALYSES[name]!);
    const { stdout, stderr } = await place.run(['rules', 'explain', path, '--rules', 'rules.json', '--json']);
    if (stdout === '') throw new Error(stderr);
    const { objects } = JSON.parse(stdout) as Ledger;
    for (const { key, matches } of mine) {
      const { state, evidence } = objects.find((object) => object.key === key)!;
      expect(state, key).toBe('matched');
      expect(evidence.items.map(({ data }) => String(data)).join('\n'), key).toContain(matches);
    }
  });
});
