import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, Workplace } from './cli.ts';

const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
const example = (name: string) => new RegExp(`<!-- example: ${name} -->\n\`\`\`ts\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;

const REPORT = {
  info: { ovoscope: { version: '0.1.0' } },
  target: { file: { md5: 'a'.repeat(32), sha256: 'b'.repeat(64) } },
  network: { dns: [{ request: 'c2.evil.example' }, { request: 7 }, { request: 'other.test' }] },
};
const RULES = {
  info: { type: 'sha256' },
  rules: { dns_question: [{ rules: ['*.EVIL.example'], score: 2.5 }] },
};

describe('rule keys and types of users', () => {
  let place: Workplace;
  beforeAll(() => {
    build();
    place = new Workplace();
    place.put('own/rules/keys/dns_question.ts', example('rule key'));
    place.put('own/rules/types/sha256.ts', example('type'));
    place.put('report.json', JSON.stringify(REPORT));
    place.put('rules/own.json', JSON.stringify(RULES));
    place.put(
      'rules/own.cases.json',
      JSON.stringify({ cases: [{ name: 'asks', type: 'sha256', report: REPORT, total: 2.5, blacklisted: true }] }),
    );
  }, 180_000);

  it('the examples of the documentation are explained in the ledger', async () => {
    const args = ['rules', 'explain', 'report.json', '--rules', 'rules', '--modules', 'own'];
    const { stdout, stderr, code } = await place.run([...args, '--json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        type: 'sha256',
        value: 'b'.repeat(64),
        total: 2.5,
        blacklisted: true,
        objects: [
          {
            key: 'dns_question',
            state: 'matched',
            counted: true,
            evidence: { count: 1, items: [{ rule: '*.EVIL.example', data: 'c2.evil.example' }] },
          },
        ],
      },
    ]);
    expect((await place.run(args)).stdout).toContain(`sha256 ${'b'.repeat(64)}`);
  });

  it('process applies them to the same effect', async () => {
    const analysis = place.analysis('analysis');
    const args = ['process', analysis, '--rules', 'rules', '--modules', 'own', '--out', 'out'];
    expect(await place.run(args)).toMatchObject({ code: 0, stderr: '' });
    const { rules } = JSON.parse(readFileSync(place.path('out/report.json'), 'utf8')) as { rules: unknown[] };
    const explained = await place.run(['rules', 'explain', analysis, '--rules', 'rules', '--modules', 'own', '--json']);
    expect(rules).toMatchObject([{ type: 'sha256', objects: [{ key: 'dns_question', state: 'not-evaluated' }] }]);
    expect(JSON.stringify(rules)).toBe(JSON.stringify(JSON.parse(explained.stdout)));
  });

  it('a decision of a type that the blacklist lacks is told, and stands in the report', async () => {
    const store = place.path('store.db');
    const args = ['--rules', 'rules', '--modules', 'own', '--out', 'stored', '--store', store];
    await place.run(['process', 'report.json', ...args]);
    const report = JSON.parse(readFileSync(place.path('stored/report.json'), 'utf8')) as {
      rules: unknown[];
      problems: { code: string }[];
    };
    expect(report.rules).toMatchObject([{ type: 'sha256', blacklisted: true }]);
    expect(report.problems.map(({ code }) => code)).toContain('RULES_NOT_STORED');
  });

  it('check, fix, test, keys and schema know them, and nobody does without their folder', async () => {
    const own = ['--modules', 'own'];
    expect((await place.run(['rules', 'check', 'rules', ...own])).code).toBe(0);
    expect((await place.run(['rules', 'fix', 'rules/own.json', '--stdout', ...own])).stdout).toBe(
      JSON.stringify(RULES),
    );
    expect((await place.run(['rules', 'test', 'rules', ...own])).stdout).toContain('1 passed, 0 failed');
    expect((await place.run(['rules', 'keys', ...own])).stdout).toContain('dns_question');
    expect((await place.run(['rules', 'schema', ...own])).stdout).toMatch(/"sha256"[\s\S]*"dns_question"/);
    const alone = await place.run(['rules', 'check', 'rules']);
    expect(alone.code).toBe(12);
    expect(alone.stdout).toContain('dns_question');
  });

  it('a wrong one is refused with its problem, once, and nothing else is hurt', async () => {
    place.put('own/rules/keys/mutex.ts', example('rule key').replace('dns_question', 'mutex'));
    place.put('own/rules/keys/broken.js', 'export default { name: "broken", summary: "Nothing." };');
    const { stdout, stderr } = await place.run([
      'rules',
      'explain',
      place.analysis('second'),
      '--rules',
      'rules',
      '--modules',
      'own',
    ]);
    expect(stdout).toContain('dns_question');
    expect(stderr.match(/"mutex": a built-in one and own\/rules\/keys\/mutex\.ts/g)).toHaveLength(1);
    expect(stderr.match(/broken in own\/rules\/keys\/broken\.js: collect is/g)).toHaveLength(1);
  });
});
