import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectInput } from '../../src/analysis/archive/detect.ts';
import { Store } from '../../src/analysis/archive/store.ts';
import { unpack } from '../../src/analysis/archive/unpack.ts';
import { DEFAULT_LIMITS, type OpenLimits } from '../../src/analysis/limits.ts';
import { type Analysis, type OpenOptions, openAnalysis } from '../../src/analysis/open.ts';
import { OpeningProblems } from '../../src/analysis/opening-problems.ts';
import { OvoscopeError, type Problem } from '../../src/errors/problem.ts';
import { FileSource } from '../../src/util/byte-source.ts';

/** A folder of its own with a place for input, one for unpacking, and a file nobody may touch. */
export class Workbench {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'bench-')));
  readonly temp = mkdtempSync(join(this.dir, 'temp-'));
  readonly sentinel = join(this.dir, 'sentinel');
  #names = 0;

  constructor() {
    writeFileSync(this.sentinel, 'untouched');
  }

  write(bytes: Uint8Array | string, name = `input-${this.#names++}`): string {
    const path = join(this.dir, name);
    writeFileSync(path, bytes);
    return path;
  }

  /** Opens, looks at the analysis, and closes it. What was thrown must be an OvoscopeError. */
  async open<T>(
    path: string,
    look: (analysis: Analysis) => T,
    options: OpenOptions = {},
  ): Promise<{ value: T; error?: undefined } | { value?: undefined; error: Problem }> {
    let analysis: Analysis;
    try {
      analysis = await openAnalysis(path, { tempDir: this.temp, ...options });
    } catch (error) {
      if (error instanceof OvoscopeError) return { error: error.problem };
      throw error;
    }
    try {
      return { value: look(analysis) };
    } finally {
      analysis.close();
    }
  }

  /** Everything in an archive, whether it is an analysis or not. */
  async unpack(
    path: string,
    { password, limits = {} }: { password?: string; limits?: Partial<OpenLimits> } = {},
  ): Promise<{ files: Map<string, Buffer>; problems: Problem[] }> {
    const source = new FileSource(path);
    const problems = new OpeningProblems(path);
    const store = new Store(path, source.size, { ...DEFAULT_LIMITS, ...limits }, problems, this.temp);
    try {
      const kind = await detectInput(source);
      if (kind.kind !== 'zip' && kind.kind !== 'tar') throw new TypeError(`${path} was taken for ${kind.kind}`);
      await unpack(source, kind, store, { passwords: password === undefined ? ['infected'] : [password, 'infected'] });
      const files = new Map<string, Buffer>();
      for (const { path: name, size } of store.index.list('', true)) {
        const file = store.index.open(name);
        const bytes = Buffer.alloc(size);
        file.read(bytes, 0);
        file.close();
        files.set(name, bytes);
      }
      return { files, problems: problems.toArray() };
    } finally {
      source.close();
      store.remove();
    }
  }

  /** What unpacking left behind, and whether the file nobody may touch is as it was. */
  traces(): { left: string[]; sentinel: string } {
    return { left: readdirSync(this.temp), sentinel: readFileSync(this.sentinel, 'utf8') };
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export const CLEAN = { left: [], sentinel: 'untouched' };

export const codes = (problems: readonly Problem[]): string[] => [...new Set(problems.map(({ code }) => code))].sort();
