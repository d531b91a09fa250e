import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cuckoo2Log } from '../support/sample-logs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIN = join(ROOT, 'bin', 'ovoscope.js');

/** The commands run what is compiled; compiles it unless nothing changed. */
export function build(): void {
  const { status, stderr, stdout } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the build failed:\n${stdout}${stderr}`);
}

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** Called once it runs. */
  onStart?: (child: ChildProcess) => void;
}

/** A folder in which commands are run as a user would, with a home and a temporary folder of its own. */
export class Workplace {
  readonly folder = temporaryFolder('e2e');
  readonly temporary = join(this.folder, 'tmp');

  constructor() {
    mkdirSync(this.temporary);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  put(name: string, content: string | Uint8Array): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** An analysis of Cuckoo 2 with one process and nine calls. */
  analysis(name: string, log: Uint8Array = cuckoo2Log()): string {
    this.put(`${name}/task.json`, '{"id": 7, "category": "file", "target": "/tmp/sample.exe"}');
    this.put(`${name}/analysis.log`, '2023-05-24 23:45:30,000 [analyzer] DEBUG: Starting analyzer\n');
    this.put(`${name}/logs/752.bson`, log);
    return name;
  }

  run(args: readonly string[], { env = {}, onStart }: RunOptions = {}): Promise<Ran> {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'],
        HOME: this.folder,
        TMPDIR: this.temporary,
        TZ: 'UTC',
        OVOSCOPE_CACHE: join(tmpdir(), 'ovoscope-e2e-cache'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (out[name] += text));
    }
    onStart?.(child);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, ...out }));
    });
  }
}

/** A module of a user: a class of the kind with these members. */
export function userModule(base: 'Signature' | 'Processing' | 'Reporting', members: string, head = ''): string {
  return `import { ${base} } from 'ovoscope';\n${head}\nexport default class extends ${base} {\n${members}\n}\n`;
}
