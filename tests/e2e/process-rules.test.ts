import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, Workplace } from './cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLE = join(ROOT, 'examples', 'analysis');
const RULES = join(ROOT, 'rules');

describe('process --rules', () => {
  let place: Workplace;
  beforeAll(() => {
    build();
    place = new Workplace();
  }, 180_000);

  it('puts the same account into the report that rules explain prints, byte for byte', async () => {
    const processed = await place.run(['process', EXAMPLE, '--out', 'out', '--rules', RULES]);
    expect(processed.stderr).toBe('');
    expect(processed.stdout).toMatch(/rules +(?:not )?blacklisted/);
    const report = JSON.parse(readFileSync(place.path('out/report.json'), 'utf8')) as { rules: unknown[] };
    expect(report.rules.length).toBeGreaterThan(0);
    for (const input of [EXAMPLE, place.path('out/report.json')]) {
      const explained = await place.run(['rules', 'explain', input, '--rules', RULES, '--json']);
      const ledgers = JSON.parse(explained.stdout) as unknown;
      expect(JSON.stringify(report.rules)).toBe(JSON.stringify(Array.isArray(ledgers) ? ledgers : [ledgers]));
    }
  });

  it('enters what reaches the threshold into the store that is named', async () => {
    const store = place.path('store.db');
    const options = ['--rules', RULES, '--threshold', '0.5', '--store', store];
    const processed = await place.run(['process', EXAMPLE, '--out', 'out2', ...options]);
    expect(processed.code).toBe(0);
    const listed = await place.run(['blacklist', 'list', '--store', store]);
    const report = JSON.parse(readFileSync(place.path('out2/report.json'), 'utf8')) as {
      rules: { value: string; blacklisted: boolean }[];
    };
    const entered = report.rules.filter(({ blacklisted }) => blacklisted).map(({ value }) => value);
    expect(entered.length).toBeGreaterThan(0);
    for (const value of entered) expect(listed.stdout).toContain(value);
  });

  it('a refused rule file is a problem of the report, and the others apply', async () => {
    const bad = place.put(
      'bad.json',
      '{"info": {"type": "hash"}, "rules": {"no_such_key": [{"rules": ["x"], "score": 1}]}}',
    );
    const processed = await place.run(['process', EXAMPLE, '--out', 'out3', '--rules', bad, RULES]);
    expect(processed.stdout).toContain('RULE');
    const report = JSON.parse(readFileSync(place.path('out3/report.json'), 'utf8')) as {
      rules: unknown[];
      problems: object[];
    };
    expect(report.rules.length).toBeGreaterThan(0);
    expect(JSON.stringify(report.problems)).toContain('bad.json');
  });
});
