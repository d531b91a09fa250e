import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, BuildOptions, Loader, Message, Plugin } from 'esbuild';
import { pluginProblems } from '../errors/engine.ts';
import { errorText, type Problem } from '../errors/problem.ts';
import { packageVersion, publicEntries } from './package.ts';

/** What became of one source file: a file that Node can import, or the problems that prevent it. */
export interface Bundled {
  source: string;
  output?: string;
  problems: Problem[];
}

/** Which sources a bundle was made of; it is used again only while they are unchanged. */
interface Recipe {
  output: string;
  inputs: { path: string; sha256: string }[];
}

const CACHE_FORMAT = 1;
const LOADERS: { [extension: string]: Loader } = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
};

/**
 * Makes files of user modules importable on any supported Node: relative imports are put into one file, `ovoscope`
 * and its entries mean the running copy, packages stay where they are installed. Results are kept in a cache by
 * content; esbuild is only loaded when something is new. `replaced` names other files for entries of `ovoscope`.
 */
export async function bundle(
  sources: readonly { path: string; shown: string }[],
  replaced: ReadonlyMap<string, string> = new Map(),
): Promise<Bundled[]> {
  if (sources.length === 0) return [];
  const cache = cacheFolder();
  const entries = new Map([...publicEntries(), ...replaced]);
  const results: Bundled[] = sources.map(({ path }) => ({ source: path, problems: [] }));
  const fresh: { path: string; shown: string; result: Bundled }[] = [];
  for (const [i, source] of sources.entries()) {
    const output = cached(cache, source.path, entries);
    if (output !== undefined) results[i]!.output = output;
    else fresh.push({ ...source, result: results[i]! });
  }
  for (const { path, shown, result } of fresh) {
    try {
      result.output = await build(cache, path, entries);
    } catch (error) {
      const messages = (error as Partial<BuildFailure>).errors;
      if (!Array.isArray(messages)) result.problems.push(pluginProblems.importFailed(shown, error, {}));
      else result.problems.push(...messages.map((message) => syntaxProblem(shown, path, message)));
    }
  }
  return results;
}

function syntaxProblem(shown: string, path: string, { text, location }: Message): Problem {
  if (!location) return pluginProblems.syntax(shown, text, {});
  // esbuild names files relative to its working folder; only a file imported by the module has another name.
  const isSelf = path.endsWith(location.file.split('/').pop()!);
  return pluginProblems.syntax(isSelf ? shown : location.file, text, {
    line: location.line,
    column: location.column + 1,
  });
}

type Entries = ReadonlyMap<string, string>;

async function build(cache: string, path: string, entries: Entries): Promise<string> {
  const { build: esbuild } = await import('esbuild');
  const options: BuildOptions & { write: false; metafile: true } = {
    entryPoints: [path],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
    outfile: join(cache, 'module.mjs'),
    absWorkingDir: dirname(path),
    logLevel: 'silent',
    charset: 'utf8',
    define: { 'import.meta.url': META_URL, 'import.meta.filename': META_FILE, 'import.meta.dirname': META_FOLDER },
    plugins: [resolution(entries), sourceNames()],
    // A user's tsconfig.json may ask for things that only a compiler run by the user can give.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: true, verbatimModuleSyntax: false } },
  };
  if (/\.c?[jt]s$/.test(path)) options.banner = { js: requireBanner(path) };
  const result = await esbuild(options);
  const code = result.outputFiles.find((file) => file.path.endsWith('.mjs'))!.contents;
  const output = join(cache, `${sha256(code)}.mjs`);
  if (!existsSync(output)) writeAtomically(output, code);
  const inputs = Object.keys(result.metafile.inputs)
    .map((input) => join(dirname(path), input))
    .filter((input) => existsSync(input))
    .map((input) => ({ path: input, sha256: sha256(readFileSync(input)) }));
  const recipe: Recipe = { output, inputs };
  writeAtomically(recipeFile(cache, path, entries), JSON.stringify(recipe));
  return output;
}

function cached(cache: string, path: string, entries: Entries): string | undefined {
  try {
    const recipe = JSON.parse(readFileSync(recipeFile(cache, path, entries), 'utf8')) as Recipe;
    const isCurrent = recipe.inputs.every((input) => sha256(readFileSync(input.path)) === input.sha256);
    return isCurrent && recipe.inputs.length > 0 && existsSync(recipe.output) ? recipe.output : undefined;
  } catch {
    // No recipe, an unreadable one, or a source that is gone: build it again.
    return undefined;
  }
}

const META_URL = '__ovoscope_url';
const META_FILE = '__ovoscope_file';
const META_FOLDER = '__ovoscope_folder';

/** Gives each source its own idea of where it lies, on its first line, so that line numbers stay. */
function sourceNames(): Plugin {
  return {
    name: 'source-names',
    setup({ onLoad }) {
      onLoad({ filter: /\.[cm]?[jt]sx?$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8').replace(/^\uFEFF?#!.*/, '');
        if (!source.includes('import.meta')) return undefined;
        const names = [pathToFileURL(path).href, path, dirname(path)].map((text) => JSON.stringify(text));
        const head = `const ${META_URL} = ${names[0]}, ${META_FILE} = ${names[1]}, ${META_FOLDER} = ${names[2]}; `;
        return { contents: head + source, loader: LOADERS[extname(path)] ?? 'ts', resolveDir: dirname(path) };
      });
    },
  };
}

/** `ovoscope` is the running copy; other packages are found from the importing file and left outside the bundle. */
function resolution(entries: Entries): Plugin {
  return {
    name: 'resolution',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^[^./]/ }, async (args) => {
        if (args.kind === 'entry-point' || args.pluginData === 'inner' || /^(?:node|file|data):/.test(args.path)) {
          return undefined;
        }
        const own = entries.get(args.path);
        if (own !== undefined) return { path: importName(own, args.kind), external: true };
        if (args.path === 'ovoscope' || args.path.startsWith('ovoscope/')) {
          return {
            errors: [{ text: `ovoscope has no entry "${args.path}"; it has ${[...entries.keys()].join(', ')}` }],
          };
        }
        const found = await esbuild.resolve(args.path, {
          kind: args.kind,
          importer: args.importer,
          resolveDir: args.resolveDir,
          pluginData: 'inner',
        });
        if (found.errors.length > 0) return { errors: found.errors };
        // Sources of a workspace package cannot be imported as they are.
        if (found.external || /\.[cm]?tsx?$/.test(found.path)) return found;
        return { path: importName(found.path, args.kind), external: true };
      });
    },
  };
}

function importName(path: string, kind: string): string {
  return kind === 'require-call' || kind === 'require-resolve' ? path : pathToFileURL(path).href;
}

function requireBanner(path: string): string {
  return `import { createRequire as __ovoscope_require } from 'node:module'; const require = __ovoscope_require(${JSON.stringify(path)});`;
}

/** The user's own cache, or a private temporary folder where there is none to write to. */
function cacheFolder(): string {
  const base =
    process.env['OVOSCOPE_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ovoscope');
  const folder = join(base, 'modules');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = statSync(folder);
    // Code is imported from here: nobody else may be able to put it there.
    const isOwn = process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o022) === 0);
    if (isOwn) return folder;
  } catch {
    // A home that is read-only or missing is common in containers.
  }
  return (privateFolder ??= mkdtempSync(join(tmpdir(), 'ovoscope-modules-')));
}

let privateFolder: string | undefined;

function recipeFile(cache: string, path: string, entries: Entries): string {
  const known = JSON.stringify([...entries]);
  return join(cache, `${sha256([CACHE_FORMAT, packageVersion(), known, path].join('\0'))}.json`);
}

function writeAtomically(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(temporary, content, { flag: 'wx', mode: 0o600 });
  renameSync(temporary, path);
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** One line for people: where an error of a bundled module came from, as its source has it. */
export function sourceSpot(error: unknown, path: string): { line?: number; column?: number } {
  if (!(error instanceof Error) || error.stack === undefined) return {};
  for (const line of error.stack.split('\n')) {
    const at = line.indexOf(path);
    if (at < 0) continue;
    const [, row, column] = /^:(\d+):(\d+)/.exec(line.slice(at + path.length)) ?? [];
    if (row !== undefined && column !== undefined) return { line: Number(row), column: Number(column) };
  }
  return {};
}

/** What an import gave up with, without Node's decoration. */
export function importText(error: unknown): string {
  return errorText(error).split('\n')[0]!;
}
