import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

export interface PostgresServer {
  /** A URL for an empty schema of its own. */
  newLocation(): Promise<string>;
  /** Runs statements as the superuser, outside any transaction. */
  admin(...statements: string[]): Promise<void>;
  /** Ends the server as a power cut would: every process at once, nothing written. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** A folder that belongs to the server's user. */
  folder: string;
}

/**
 * A throw-away cluster on a socket in a temporary folder, with the server's own defaults. Where PostgreSQL is not
 * installed: in CI, installs it if that is possible and throws if not; elsewhere, returns why the tests are skipped.
 */
export async function startPostgres(): Promise<PostgresServer | { missing: string }> {
  const bin = findBinaries() ?? installed();
  if (!bin) {
    const missing = 'PostgreSQL is not installed (Debian: apt-get install postgresql)';
    if (process.env.CI === 'true') throw new Error(`${missing}; CI must test it`);
    return { missing };
  }
  return new Cluster(bin).initialised();
}

class Cluster implements PostgresServer {
  readonly folder: string;
  readonly #bin: string;
  #schemas = 0;

  constructor(bin: string) {
    this.#bin = bin;
    // Short, for a socket's path has at most 107 bytes.
    this.folder = mkdtempSync(join(tmpdir(), 'ovo-pg-'));
  }

  async initialised(): Promise<this> {
    if (isRoot()) execFileSync('chown', ['postgres', this.folder]);
    await this.#as(
      join(this.#bin, 'initdb'),
      '-D',
      this.#data,
      '-U',
      'postgres',
      '--auth=trust',
      '-E',
      'UTF8',
      '--no-sync',
    );
    await this.start();
    return this;
  }

  async start(): Promise<void> {
    const options = `-k ${this.folder} -c listen_addresses='' -c max_connections=60`;
    await this.#as(
      join(this.#bin, 'pg_ctl'),
      'start',
      '-w',
      '-s',
      '-D',
      this.#data,
      '-o',
      options,
      '-l',
      join(this.folder, 'log'),
    );
  }

  async newLocation(): Promise<string> {
    const schema = `s${++this.#schemas}`;
    await this.admin(`CREATE SCHEMA ${schema}`);
    return `${this.#url}&options=${encodeURIComponent(`-c search_path=${schema}`)}`;
  }

  async admin(...statements: string[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  async crash(): Promise<void> {
    await this.#as(join(this.#bin, 'pg_ctl'), 'stop', '-w', '-s', '-m', 'immediate', '-D', this.#data);
  }

  async stop(): Promise<void> {
    await this.crash();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.folder, 'data');
  }

  get #url(): string {
    return `postgres://postgres@localhost/postgres?host=${encodeURIComponent(this.folder)}`;
  }

  /** The server refuses to run as root. */
  async #as(command: string, ...args: string[]): Promise<void> {
    // The output goes nowhere: a server that inherited our pipe would keep it open.
    const [file, ...all] = isRoot() ? ['runuser', '-u', 'postgres', '--', command, ...args] : [command, ...args];
    const shell = `exec ${[file!, ...all].map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(' ')} >>'${this.folder}/out' 2>&1`;
    try {
      await run('/bin/sh', ['-c', shell], { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' } });
    } catch (error) {
      throw new Error(`${command} failed: ${execFileSync('tail', ['-n', '20', join(this.folder, 'out')])}`, {
        cause: error,
      });
    }
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function findBinaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [...versions.map((version) => join(root, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return candidates.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

function installed(): string | undefined {
  if (process.env.CI !== 'true' || !isRoot()) return undefined;
  mkdirSync('/var/lib/apt/lists', { recursive: true });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], { env, stdio: 'ignore' });
  return findBinaries();
}
