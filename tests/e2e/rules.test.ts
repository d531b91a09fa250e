import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, Workplace } from './cli.ts';

beforeAll(build, 120_000);

const OWN_RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const BROKEN = `{
  "info": {"\ttype": "hash"},
  "rules": {},
  "file_opened": [{"rules": ["C:\\Windows*"], "score": 2.5}],
}
`;
const MENDED = `{
  "info": {"type": "hash"},
  "rules": {
    "file_opened": [{"rules": ["C:\\\\Windows*"], "score": 2.5}]
  }
}
`;
const REPORT = {
  info: { version: '2.0.7', score: 3.2, ovoscope: { version: '0.1.0' } },
  file: { md5: '0123456789abcdef0123456789abcdef' },
  signatures: [{ name: 'kept_as_stored', severity: 3 }],
  behavior: { processes: [{ process_name: 'a', calls: [{ api: 'x' }] }], summary: { file_opened: ['c:\\windows\\x'] } },
  network: { hosts: ['203.0.113.7'], http: [], tcp: [], udp: [], dns: [] },
};

describe('rules check', () => {
  it('tells every warning with its place, and exits with 0', async () => {
    const place = new Workplace();
    place.put('r.json', BROKEN);
    const { code, stdout, stderr } = await place.run(['rules', 'check', 'r.json']);
    expect(code).toBe(0);
    expect(stdout.match(/^ {2}--> .*$/gm)).toEqual([
      '  --> r.json:2:12',
      '  --> r.json:4:3',
      '  --> r.json:4:33',
      '  --> r.json:4:60',
    ]);
    expect(stdout).toContain('1 file, 1 rule object, 0 errors, 4 warnings');
    expect(stderr).toContain('ovoscope rules fix');
  });

  it('exits with 12 for errors, and for warnings when strict', async () => {
    const place = new Workplace();
    place.put('r.json', BROKEN);
    place.put('s.json', '{"info": {"type": "hash"}, "rules": {"dir_remove": []}}');
    expect((await place.run(['rules', 'check', '--strict', 'r.json'])).code).toBe(12);
    const { code, stdout } = await place.run(['rules', 'check', 's.json']);
    expect(code).toBe(12);
    expect(stdout).toContain('  = help: Did you mean "dir_removed"?');
  });

  it('prints findings as JSON, a line each', async () => {
    const place = new Workplace();
    place.put('r.json', BROKEN);
    const { stdout } = await place.run(['rules', 'check', '--json', 'r.json']);
    const found = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { [name: string]: unknown });
    expect(found[0]).toMatchObject({
      severity: 'warning',
      code: 'RULES_SPACE_IN_KEY',
      file: 'r.json',
      line: 2,
      column: 12,
      mendable: true,
    });
    expect(found).toHaveLength(4);
  });

  it('exits with 10 for what is not there', async () => {
    const { code, stderr } = await new Workplace().run(['rules', 'check', 'none.json']);
    expect(code).toBe(10);
    expect(stderr).toContain('RULES_UNREADABLE');
  });
});

describe('rules fix', () => {
  it('writes the mended file, which is then clean', async () => {
    const place = new Workplace();
    const path = place.put('r.json', BROKEN);
    const { code, stderr } = await place.run(['rules', 'fix', 'r.json']);
    expect([code, stderr]).toEqual([0, 'r.json: 4 things mended\n']);
    expect(readFileSync(path, 'utf8')).toBe(MENDED);
    const before = statSync(path).mtimeMs;
    expect((await place.run(['rules', 'check', '--strict', 'r.json'])).code).toBe(0);
    await place.run(['rules', 'fix', 'r.json']);
    expect(statSync(path).mtimeMs).toBe(before);
  });

  it('leaves the file alone when told to write elsewhere', async () => {
    const place = new Workplace();
    const path = place.put('r.json', BROKEN);
    expect((await place.run(['rules', 'fix', '--stdout', 'r.json'])).stdout).toBe(MENDED);
    await place.run(['rules', 'fix', '--out', 'm.json', 'r.json']);
    expect(readFileSync(place.path('m.json'), 'utf8')).toBe(MENDED);
    expect(readFileSync(path, 'utf8')).toBe(BROKEN);
  });

  it('tells what is left to be mended by hand', async () => {
    const place = new Workplace();
    place.put('r.json', '{"info": {"type": "hash"}, "rules": {"dir_remove": [],}}');
    const { code, stderr } = await place.run(['rules', 'fix', 'r.json']);
    expect(code).toBe(12);
    expect(stderr).toContain('there is no rule key "dir_remove"');
    expect(stderr).toContain('r.json: 1 thing mended, 1 to be mended by hand');
    expect(readFileSync(place.path('r.json'), 'utf8')).toBe('{"info": {"type": "hash"}, "rules": {"dir_remove": []}}');
  });
});

describe('rules explain', () => {
  const place = new Workplace();
  place.put('report.json', JSON.stringify(REPORT));
  place.put('r.json', BROKEN);
  place.put(
    's.json',
    '{"info": {"type": "hash"}, "rules": {"signature_name": [{"rules": ["kept_as_stored"], "score": 0.5}]}}',
  );
  place.put(
    'ip.json',
    '{"info": {"type": "ip"}, "rules": {"ip_in_subnet": [{"rules": ["203.0.113.0/24"], "score": 2}]}}',
  );

  it('takes a stored report as it stands, and prints the account', async () => {
    const { code, stdout, stderr } = await place.run([
      'rules',
      'explain',
      'report.json',
      '--rules',
      'r.json',
      '--rules',
      's.json',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('     +2.5  matched  file_opened  r.json:4');
    expect(stdout).toContain('           ✓ c:\\windows\\x');
    expect(stdout).toContain('total 2.5 + 0.5 = 3.0\n3.0 ≥ 2.0: blacklisted\nrule set sha256:');
    expect(stderr).toBe('r.json: 4 warnings; see ovoscope rules check\n');
  });

  it('prints the ledger as JSON', async () => {
    const { stdout } = await place.run([
      'rules',
      'explain',
      'report.json',
      '--rules',
      's.json',
      '--json',
      '--threshold',
      '0.5',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      value: REPORT.file.md5,
      type: 'hash',
      total: 0.5,
      threshold: 0.5,
      blacklisted: true,
      objects: [
        {
          file: 's.json',
          line: 1,
          key: 'signature_name',
          values: ['kept_as_stored'],
          score: 0.5,
          group_id: 0,
          state: 'matched',
          counted: true,
        },
      ],
    });
    const both = await place.run([
      'rules',
      'explain',
      'report.json',
      '--rules',
      's.json',
      '--rules',
      'ip.json',
      '--json',
    ]);
    expect((JSON.parse(both.stdout) as { type: string }[]).map(({ type }) => type)).toEqual(['hash', 'ip']);
  });

  it('uses the whitelist of the store, and makes no store where there is none', async () => {
    const own = new Workplace();
    own.put('report.json', JSON.stringify(REPORT));
    own.put(
      'ip.json',
      '{"info": {"type": "ip"}, "rules": {"ip_in_subnet": [{"rules": ["203.0.113.0/24"], "score": 2}]}}',
    );
    const explain = () => own.run(['rules', 'explain', 'report.json', '--rules', 'ip.json']);
    const { stdout } = await explain();
    expect(stdout).toContain('2.0 ≥ 2.0: blacklisted');
    // What people read has nothing to click on.
    expect(stdout).toContain('ip 203[.]0[.]113[.]7\n');
    expect(stdout).toContain('✓ 203[.]0[.]113[.]7\n');
    expect(() => statSync(own.path('.local'))).toThrow();
    await own.run(['whitelist', 'add', '203.0.113.0/24', '--owner', 'us']);
    expect((await explain()).stdout).toBe('No rule touched any value of the analysis.\n');
  });

  it('leaves out a refused file, says so, and exits with 12', async () => {
    place.put('bad.json', '{"info": {"type": "hash"}, "rules": {"x": []}}');
    const { code, stdout, stderr } = await place.run([
      'rules',
      'explain',
      'report.json',
      '--rules',
      'bad.json',
      '--rules',
      's.json',
    ]);
    expect(code).toBe(12);
    expect(stdout).toContain('total 0.5');
    expect(stderr).toContain('RULES_REFUSED');
    expect(stderr).toContain('--> bad.json:1:38');
  });

  it('wants rules, and a threshold that is a number', async () => {
    expect((await place.run(['rules', 'explain', 'report.json'])).code).toBe(2);
    expect((await place.run(['rules', 'explain', 'report.json', '--rules', 's.json', '--threshold', 'x'])).code).toBe(
      2,
    );
    expect((await place.run(['rules', 'explain', 'none', '--rules', 's.json'])).code).toBe(10);
  });

  it('gives the same ledger, byte for byte, for an analysis and for the report made of it', async () => {
    const own = new Workplace();
    own.analysis('one');
    own.put(
      'r.json',
      '{"info": {"type": "hash"}, "rules": {"process_name": [{"rules": ["*"], "score": 1}], "registry_key_opened": [{"rules": ["*"], "score": 1}], "file_opened": [{"rules": ["*"], "score": 1}], "signature_severity": [{"rules": [1, 2, 3], "score": 1}], "cuckoo_score": [{"rules": ["0-99"], "score": 1}], "command_line": [{"rules": ["*"], "score": 1}]}}',
    );
    expect((await own.run(['process', 'one', '--out', 'out'])).code).toBeLessThan(30);
    const explain = (path: string) => own.run(['rules', 'explain', path, '--rules', 'r.json', '--json']);
    const [raw, stored] = [await explain('one'), await explain('out/report.json')];
    expect(stored.stdout).toBe(raw.stdout);
    expect((JSON.parse(raw.stdout) as { total: number }).total).toBeGreaterThan(1);
  });
});

describe('rules test', () => {
  it('runs the cases beside our own rules', async () => {
    const { code, stdout } = await new Workplace().run(['rules', 'test', OWN_RULES]);
    expect(stdout).toMatch(/\n7 passed, 0 failed\n$/);
    expect(code).toBe(0);
  });

  it('finds our own rules clean', async () => {
    expect((await new Workplace().run(['rules', 'check', '--strict', OWN_RULES])).code).toBe(0);
  });

  it('tells what differs, and exits with 23', async () => {
    const place = new Workplace();
    place.put('s.json', '{"info": {"type": "hash"}, "rules": {"string": [{"rules": ["a"], "score": 0.5}]}}');
    place.put('report.json', JSON.stringify({ ...REPORT, strings: ['a'] }));
    const cases = [
      { name: 'good', report: 'report.json', total: 0.5, matched: ['string[0]'] },
      { name: 'bad', report: 'report.json', total: 2 },
      { name: 'lost', report: 'none.json', total: 2 },
    ];
    place.put('s.cases.json', JSON.stringify({ cases }));
    const { code, stdout } = await place.run(['rules', 'test', '.']);
    expect(code).toBe(23);
    expect(stdout).toContain('✓ good s.cases.json\n✗ bad s.cases.json\n    the total is 0.5, not 2.0\n✗ lost');
    expect(stdout).toContain('1 passed, 2 failed');
  });

  it('is no success where nothing was tested', async () => {
    const place = new Workplace();
    place.put('s.cases.json', '{"cases": [{"name": "x"}]}');
    expect((await place.run(['rules', 'test', 's.cases.json'])).code).toBe(12);
    place.put('empty/x.txt', '');
    expect((await place.run(['rules', 'test', 'empty'])).code).toBe(12);
  });
});

describe('rules keys and schema', () => {
  it('list every rule key', async () => {
    const { stdout } = await new Workplace().run(['rules', 'keys', '--json']);
    expect(JSON.parse(stdout)).toHaveLength(27);
  });

  it('print the schema that is published', async () => {
    const { stdout } = await new Workplace().run(['rules', 'schema']);
    expect(stdout).toBe(readFileSync(new URL('../../schema/rule-file.schema.json', import.meta.url), 'utf8'));
  });
});
