import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { pluginProblems } from '../errors/engine.ts';
import type { Problem } from '../errors/problem.ts';
import { kindOf, type PluginKind } from '../plugin/kind.ts';
import type { Processing } from '../plugin/processing.ts';
import type { Reporting } from '../plugin/reporting.ts';
import type { Signature, SignatureClass } from '../plugin/signature.ts';
import type { Registry } from '../rules/registry.ts';
import { bundle, importText, sourceSpot } from './bundle.ts';
import type { Config, Section } from './config/types.ts';
import { builtInFiles, implicitFolder, isRulePart, isYaml, type PluginFile, userFiles } from './discover.ts';
import { orderByNeeds } from './order.ts';
import { packageVersion } from './package.ts';
import type { RulePart } from './rule-parts.ts';
import { describeValue, validate } from './validate.ts';
import { versionGate } from './version.ts';

/** A module that can be run. */
export interface Loaded<T> {
  /** Its name; the key for a processing module. */
  name: string;
  file: PluginFile;
  /** Makes a new instance. */
  make: () => T;
  /** The instance that was made to look at its fields. */
  specimen: T;
  enabled: boolean;
  section: Section | undefined;
}

export interface Plugins {
  /** In the order in which they run. */
  processing: Loaded<Processing>[];
  signatures: Loaded<Signature>[];
  reporting: Loaded<Reporting>[];
  /** The rule keys and types there are, where users have some of their own. */
  rules?: Registry;
  /** Everything that is wrong with any module, in path order. */
  problems: Problem[];
}

/** A file to load, with the file to import in its place where it had to be bundled. */
export interface ImportableFile extends PluginFile {
  importPath: string;
}

export interface Prepared {
  files: ImportableFile[];
  problems: Problem[];
}

/**
 * Finds all modules, built-in ones first, and makes those of users importable. Runs none of their code.
 * `folders` are the user's; `./modules` is added where it exists. `isWanted` picks files.
 */
export async function preparePlugins(
  folders: readonly string[],
  isWanted: (file: PluginFile) => boolean = () => true,
): Promise<Prepared> {
  const implicit = implicitFolder();
  const user = userFiles(implicit === undefined ? folders : [implicit, ...folders]);
  user.files = user.files.filter(isWanted);
  const bundles = await bundle(user.files.filter((file) => !isYaml(file)));
  const builtIn = builtInFiles().filter(isWanted);
  const files: ImportableFile[] = builtIn.map((file) => ({ ...file, importPath: file.path }));
  for (const file of user.files) {
    if (isYaml(file)) {
      files.push({ ...file, importPath: file.path });
      continue;
    }
    const { output, problems } = bundles.shift()!;
    if (output !== undefined) files.push({ ...file, importPath: output });
    user.problems.push(...problems);
  }
  return { files, problems: user.problems };
}

export interface LoadOptions {
  config?: Config;
  /** Called before a file is imported, and with undefined after the last; for whoever watches for hangs. */
  onImport?: (file: ImportableFile | undefined) => void;
}

/** The built-in processing modules alone, for work that needs no others. */
export function builtInProcessing(): Prepared {
  const files = builtInFiles().filter(({ kind }) => kind === 'processing');
  return { files: files.map((file) => ({ ...file, importPath: file.path })), problems: [] };
}

/** The rule keys and types there are, with those of users; absent where users have none. No other module is loaded. */
export async function loadRuleParts(folders: readonly string[]): Promise<Pick<Plugins, 'rules' | 'problems'>> {
  return loadPlugins(await preparePlugins(folders, isRulePart));
}

/** Imports and checks modules. A bad one is left out with problems; the others are not touched. */
export async function loadPlugins({ files, problems }: Prepared, options: LoadOptions = {}): Promise<Plugins> {
  const { config, onImport } = options;
  const plugins: Plugins = { processing: [], signatures: [], reporting: [], problems: [...problems] };
  const parts: RulePart[] = [];
  if (files.some((file) => file.origin === 'user')) process.setSourceMapsEnabled(true);
  for (const file of files) {
    onImport?.(file);
    if (isYaml(file)) {
      const classes = await yamlClasses(file, plugins.problems);
      for (const Class of classes) take(plugins, file, Class, classes.length === 1, config);
      continue;
    }
    let exported: { [name: string]: unknown };
    try {
      exported = (await import(pathToFileURL(file.importPath).href)) as { [name: string]: unknown };
    } catch (error) {
      const spot = sourceSpot(error, file.path);
      plugins.problems.push(pluginProblems.importFailed(file.shown, importText(error), spot));
      continue;
    }
    if (isRulePart(file)) {
      parts.push({ file, exported: exported['default'] });
      continue;
    }
    const found = candidates(exported, file, plugins.problems);
    for (const candidate of found) take(plugins, file, candidate, found.length === 1, config);
  }
  if (parts.length > 0) {
    const { registryWith } = await import('./rule-parts.ts');
    plugins.rules = registryWith(parts, plugins.problems);
  }
  onImport?.(undefined);
  const { ordered, problems: orderProblems } = orderByNeeds(plugins.processing);
  plugins.processing = ordered;
  plugins.problems.push(...orderProblems);
  return plugins;
}

/** Signatures written in YAML; the library for it is only loaded where there are some. */
async function yamlClasses(file: PluginFile, problems: Problem[]): Promise<SignatureClass[]> {
  const { readYamlSignatures, yamlProblems } = await import('../yaml-signatures/read-signatures.ts');
  try {
    const read = readYamlSignatures(readFileSync(file.path, 'utf8'), file.shown);
    problems.push(...yamlProblems(read));
    return read.signatures.map(({ Class }) => Class);
  } catch (error) {
    problems.push(pluginProblems.importFailed(file.shown, error, {}));
    return [];
  }
}

/** The default export, and any other export that extends a base class. */
function candidates(exported: { [name: string]: unknown }, file: PluginFile, problems: Problem[]): Constructor[] {
  const found = new Set<Constructor>();
  const standard = exported['default'];
  if (kindOf(standard) !== undefined) found.add(standard as Constructor);
  else if (standard !== undefined) {
    problems.push(pluginProblems.notAPlugin(file.shown, file.kind as PluginKind, describeValue(standard)));
    return [];
  }
  for (const value of Object.values(exported)) {
    if (kindOf(value) !== undefined && !isBase(value as Constructor)) found.add(value as Constructor);
  }
  if (found.size === 0) problems.push(pluginProblems.noExport(file.shown, file.kind as PluginKind));
  return [...found];
}

type Constructor = new () => Processing | Signature | Reporting;

/** Whether a class is one of the base classes themselves, exported again by a module. */
function isBase(candidate: Constructor): boolean {
  return kindOf(Object.getPrototypeOf(candidate)) === undefined;
}

function take(
  plugins: Plugins,
  file: PluginFile,
  Class: Constructor,
  isAlone: boolean,
  config: Config | undefined,
): void {
  const { problems } = plugins;
  const kind = kindOf(Class)!;
  if (kind !== file.kind) {
    problems.push(pluginProblems.wrongKind(file.shown, file.kind as PluginKind, kind));
    return;
  }
  let specimen: Processing | Signature | Reporting;
  try {
    specimen = new Class();
  } catch (error) {
    problems.push(pluginProblems.constructorThrew(file.shown, Class.name || 'the class', error));
    return;
  }
  const { name, errors, warnings } = validate(kind, specimen, file);
  problems.push(...errors, ...warnings);
  // One of several classes is named for what it does; a lone one is found by its file.
  if (isAlone && errors.length === 0 && name !== file.stem) {
    problems.push(pluginProblems.nameDiffers(file.shown, name, file.stem));
  }
  if (errors.length > 0) return;
  if (kind === 'signature' && !passesVersion(specimen as Signature, file, problems)) return;

  const list = plugins[LISTS[kind]] as Loaded<unknown>[];
  const section = config?.[LISTS[kind]].get(name);
  const loaded = { name, file, make: () => new Class(), specimen, enabled: isEnabled(specimen, section), section };
  const twin = list.find((other) => other.name === name);
  if (twin !== undefined) problems.push(pluginProblems.duplicateName(kind, name, twin.file.shown, file.shown));
  else list.push(loaded);
}

const LISTS = { processing: 'processing', signature: 'signatures', reporting: 'reporting' } as const satisfies {
  [kind in PluginKind]: keyof Plugins;
};

function isEnabled(specimen: { enable: boolean; enabled?: boolean }, section: Section | undefined): boolean {
  return section?.enabled ?? (specimen.enable && specimen.enabled !== false);
}

function passesVersion(signature: Signature, file: PluginFile, problems: Problem[]): boolean {
  const failed = versionGate(packageVersion(), signature.minimum, signature.maximum);
  if (failed === undefined) return true;
  problems.push(pluginProblems.version(file.shown, signature.name, failed.field, failed.wanted, packageVersion()));
  return false;
}
