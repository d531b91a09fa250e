import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../e2e/cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A project of somebody else, in which the packed package is installed. */
let project = '';
let packed: string[] = [];

beforeAll(() => {
  build();
  project = mkdtempSync(join(tmpdir(), 'ovoscope-pack-'));
  const out = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const listing = JSON.parse(out) as { filename: string; files: { path: string }[] }[];
  const [pack] = Array.isArray(listing) ? listing : Object.values(listing as object);
  packed = pack!.files.map(({ path }: { path: string }) => path);
  execFileSync('tar', ['xzf', pack!.filename], { cwd: project });
  writeFileSync(join(project, 'package.json'), '{"name":"outside","private":true,"type":"module"}');
  mkdirSync(join(project, 'node_modules'));
  cpSync(join(project, 'package'), join(project, 'node_modules', 'ovoscope'), { recursive: true });
  linkDependencies();
}, 180_000);

/** What npm would install beside it, without the network: all but the package itself and the tools of this project. */
function linkDependencies(): void {
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name.startsWith('.') || name === 'ovoscope') continue;
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  }
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

function node(...args: string[]) {
  const env = { PATH: process.env['PATH'], HOME: project, OVOSCOPE_CACHE: join(project, 'cache'), TZ: 'UTC' };
  return spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8', env });
}

const entries = Object.keys(
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { exports: object }).exports,
).map((name) => `ovoscope${name.slice(1)}`);

describe('the packed package', () => {
  it('holds what runs, and neither sources nor tests', () => {
    expect(packed).toContain('bin/ovoscope.js');
    expect(packed).toContain('dist/src/cli/main.js');
    expect(packed).toContain('LICENSE');
    expect(
      packed.filter(
        (path) =>
          /\.test\.|\.cases\.[jt]sx?$|^(?:src|tests|modules)\/|testdata|\.ts$/.test(path) && !path.endsWith('.d.ts'),
      ),
    ).toEqual([]);
  });

  it.each(entries)('%s resolves, by import and by require', (name) => {
    const attributes = name.endsWith('.json') ? ", { with: { type: 'json' } }" : '';
    const imported = node(
      '--input-type=module',
      '-e',
      `const x = await import('${name}'${attributes}); if (!Object.keys(x).length) process.exit(9);`,
    );
    expect([imported.status, imported.stderr]).toEqual([0, '']);
    if (name.endsWith('.json')) return;
    const resolved = node('--input-type=commonjs', '-e', `process.stdout.write(require.resolve('${name}'))`);
    expect(resolved.stdout).toContain('node_modules');
  });

  it('compiles with the code of authors, in a strict project', () => {
    copyFileSync(join(ROOT, 'tests', 'types', 'author.ts'), join(project, 'author.ts'));
    const options = {
      module: 'NodeNext',
      target: 'ES2023',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
    };
    put('tsconfig.json', JSON.stringify({ compilerOptions: options, files: ['author.ts'] }));
    const { stdout } = node(join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json');
    expect(stdout).toBe('');
  }, 60_000);

  it('runs an analysis, with a module of the project', () => {
    cpSync(join(ROOT, 'examples', 'analysis'), join(project, 'analysis'), { recursive: true });
    put(
      'modules/signatures/outside.ts',
      `import { Signature } from 'ovoscope';
       export default class Outside extends Signature {
         name = 'outside'; description = 'Comes from outside';
         run() { return this instanceof Signature; }
       }`,
    );
    const { status, stdout, stderr } = node(
      'node_modules/ovoscope/bin/ovoscope.js',
      'process',
      'analysis',
      '--out',
      'out',
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('outside');
    expect(readdirSync(join(project, 'out')).sort()).toEqual(['report.html', 'report.json']);
  }, 60_000);

  it('tests a module of the project', () => {
    put(
      'modules/signatures/outside.test.ts',
      `import { SignatureTester, given } from 'ovoscope/testing';
       import { Signature } from 'ovoscope';
       class Reads extends Signature {
         name = 'reads'; description = 'Reads';
         run(results: any) { for (const f of results.behavior?.summary.files ?? []) this.data.push(f); return this.data.length > 0; }
       }
       new SignatureTester().run(Reads, {
         detects: [{ name: 'a file', results: given('a.exe', ['NtCreateFile', { filepath: 'C:\\\\x' }]), data: ['C:\\\\x'] }],
         ignores: [given('a.exe', ['NtClose', {}])],
       });`,
    );
    const { status, stdout } = node('node_modules/ovoscope/bin/ovoscope.js', 'test');
    expect(stdout).toContain('passed');
    expect(status).toBe(0);
  }, 60_000);
});
