import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join, relative, resolve } from 'node:path';
import { pluginProblems } from '../errors/engine.ts';
import { errorText, type Problem } from '../errors/problem.ts';
import type { PluginKind } from '../plugin/kind.ts';
import { codeRoot, compiledRoot } from './package.ts';

/** What a file of a module folder should hold: a class, or an object that rule files are read with. */
export type FileKind = PluginKind | 'rule-key' | 'rule-type';

/** A file that should hold a module. */
export interface PluginFile {
  kind: FileKind;
  /** Absolute. */
  path: string;
  /** As messages and lists show it. */
  shown: string;
  /** File name without extension: what the module should be called. */
  stem: string;
  origin: 'built-in' | 'user';
}

export const FOLDERS: readonly [folder: string, kind: FileKind][] = [
  ['processing', 'processing'],
  ['signatures', 'signature'],
  ['reporting', 'reporting'],
  ['rules/keys', 'rule-key'],
  ['rules/types', 'rule-type'],
];

const MODULE = /\.(?:ts|js|mts|mjs|cts|cjs)$/;
const YAML = /\.ya?ml$/;
const IGNORED = /^[._]|\.d\.[cm]?ts$|\.(?:test|prop|cases|bench)\.[cm]?[jt]s$/;

/** Whether a file name is one that the loader takes for a module. */
export function isModuleName(name: string): boolean {
  return MODULE.test(name) && !IGNORED.test(name);
}

/** Whether a file holds signatures written in YAML. */
export function isYaml({ path }: Pick<PluginFile, 'path'>): boolean {
  return YAML.test(path);
}

/** Whether a file holds a rule key or a type of rules. */
export function isRulePart({ kind }: PluginFile): boolean {
  return kind === 'rule-key' || kind === 'rule-type';
}

/** The modules that come with this copy, sorted by path. */
export function builtInFiles(): PluginFile[] {
  const root = join(codeRoot, 'modules');
  return FOLDERS.flatMap(([folder, kind]) =>
    filesIn(join(root, folder), kind).map((path) =>
      pluginFile(kind, path, `modules/${slashes(relative(root, path))}`, 'built-in'),
    ),
  );
}

/**
 * Modules of the user's folders, folder by folder, each sorted by path. A folder that cannot be read, or holds none
 * of the kinds, is a problem.
 */
export function userFiles(folders: readonly string[]): { files: PluginFile[]; problems: Problem[] } {
  const files: PluginFile[] = [];
  const problems: Problem[] = [];
  for (const folder of new Set(folders.map((path) => resolve(path)))) {
    try {
      if (!statSync(folder).isDirectory()) throw new Error('it is not a folder');
      const kinds = FOLDERS.filter(([name]) => isFolder(join(folder, name)));
      if (kinds.length === 0)
        throw new Error('it has no folder processing, signatures, reporting, rules/keys or rules/types');
      for (const [name, kind] of kinds) {
        for (const path of filesIn(join(folder, name), kind))
          files.push(pluginFile(kind, path, shortest(path), 'user'));
      }
    } catch (error) {
      problems.push(pluginProblems.folder(folder, errorText(error)));
    }
  }
  return { files, problems };
}

/** `./modules` of the working folder, where it exists and isn't the built-in one. */
export function implicitFolder(cwd = process.cwd()): string | undefined {
  const folder = resolve(cwd, 'modules');
  const own = [join(codeRoot, 'modules'), join(compiledRoot, 'modules'), resolve(compiledRoot, '..', 'modules')];
  if (own.includes(folder)) return undefined;
  return FOLDERS.some(([name]) => isFolder(join(folder, name))) ? folder : undefined;
}

/** Test files of the modules in a folder, and signatures that hold cases of their own, sorted by path. */
export function testFiles(folder: string): string[] {
  const tests = walk(folder, (name) => /\.test\.[cm]?[jt]s$/.test(name));
  return [...tests, ...filesIn(join(folder, 'signatures'), 'signature').filter((path) => YAML.test(path))].sort(
    byCodeUnit,
  );
}

function pluginFile(kind: FileKind, path: string, shown: string, origin: PluginFile['origin']): PluginFile {
  return { kind, path, shown, stem: basename(path, extname(path)), origin };
}

function filesIn(folder: string, kind: FileKind): string[] {
  const isYamlName = (name: string) => kind === 'signature' && YAML.test(name) && !IGNORED.test(name);
  return walk(folder, (name) => isModuleName(name) || isYamlName(name));
}

function walk(folder: string, wanted: (name: string) => boolean): string[] {
  if (!isFolder(folder)) return [];
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const isLink = entry.isSymbolicLink();
    if (entry.isDirectory()) {
      if (!/^[._]/.test(entry.name) && entry.name !== 'node_modules') found.push(...walk(path, wanted));
    } else if (
      wanted(entry.name) &&
      (entry.isFile() || (isLink && statSync(path, { throwIfNoEntry: false })?.isFile()))
    ) {
      found.push(path);
    }
  }
  return found.sort(byCodeUnit);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return slashes(fromHere.startsWith('..') ? path : fromHere);
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
