import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { filesBelow, isTest, textOf } from './sources.ts';

/**
 * The architecture: who may import what. A folder may import itself, Node and the packages that are listed; `types`
 * are only for `import type`. What is further down may import what is further up, never the other way.
 */
const LAYERS: { [folder: string]: { imports: string[]; types?: string[]; packages?: string[] } } = {
  'src/util': { imports: [] },
  'src/errors': { imports: ['src/util'] },
  'src/attack': { imports: [] },
  'src/formats': {
    imports: ['src/errors', 'src/util'],
    packages: ['wasmagic', 'tldts', 'asn1js', 'pkijs', '@virustotal/yara-x'],
  },
  'src/plugin': { imports: ['src/errors', 'src/util'], types: ['src/formats'] },
  'src/query': { imports: ['src/plugin', 'src/util'] },
  'src/behavior': { imports: ['src/formats', 'src/errors', 'src/util'], types: ['src/plugin'] },
  'src/analysis': { imports: ['src/formats', 'src/errors', 'src/util'], types: ['src/plugin'] },
  'src/rules': { imports: ['src/plugin', 'src/query', 'src/errors', 'src/util'], packages: ['re2js'] },
  'src/report': {
    imports: ['src/attack', 'src/errors', 'src/util', 'web/components'],
    types: ['src/plugin'],
    packages: ['preact', 'preact-render-to-string'],
  },
  'src/destinations': {
    imports: ['src/report', 'src/errors', 'src/util'],
    types: ['src/plugin'],
    packages: ['pg', 'mongodb'],
  },
  'src/testing': { imports: ['src/plugin', 'src/query', 'src/errors', 'src/util'], packages: ['vitest'] },
  'src/python': {
    imports: ['src/plugin', 'src/query', 'src/errors', 'src/util'],
    types: ['src/formats'],
    packages: ['pyodide'],
  },
  'src/yaml-signatures': {
    imports: ['src/testing', 'src/rules', 'src/plugin', 'src/query', 'src/errors', 'src/util'],
    packages: ['yaml', 're2js'],
  },
  'src/engine': {
    imports: [
      'src/attack',
      'src/yaml-signatures',
      'src/python',
      'src/destinations',
      'src/storage',
      'src/analysis',
      'src/behavior',
      'src/rules',
      'src/report',
      'src/formats',
      'src/plugin',
      'src/query',
      'src/errors',
      'src/util',
    ],
    packages: ['esbuild', 'smol-toml'],
  },
  'src/storage': {
    imports: ['src/errors', 'src/util'],
    types: ['src/plugin'],
    packages: ['@photostructure/sqlite', 'pg'],
  },
  'src/authoring': {
    imports: [
      'src/yaml-signatures',
      'src/attack',
      'src/testing',
      'src/engine',
      'src/analysis',
      'src/query',
      'src/plugin',
      'src/errors',
      'src/util',
    ],
  },
  'src/server': {
    imports: ['src/engine', 'src/storage', 'src/report', 'src/query', 'src/plugin', 'src/errors', 'src/util'],
  },
  'src/cli': {
    imports: [
      'src/attack',
      'src/authoring',
      'src/python',
      'src/analysis',
      'src/engine',
      'src/storage',
      'src/server',
      'src/rules',
      'src/report',
      'src/query',
      'src/formats',
      'src/plugin',
      'src/errors',
      'src/util',
    ],
    packages: ['commander', 'picocolors'],
  },
  'src/index.ts': { imports: ['src/plugin', 'src/errors'], types: ['src/util'] },
  'web/components': { imports: [], types: ['src/report'], packages: ['preact'] },
  'web/client': { imports: ['web/components'], types: ['src/report'], packages: ['preact'] },
  modules: { imports: [], packages: ['ovoscope'] },
};

const IMPORT = /^\s*(?:import|export)\s(?:(type)\s)?(?:[^;'"]*?\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/gm;

interface Import {
  file: string;
  target: string;
  isType: boolean;
}

function importsOf(file: string): Import[] {
  return [...textOf(file).matchAll(IMPORT)].map(([, type, standing, dynamic]) => {
    const name = (standing ?? dynamic)!;
    const target = name.startsWith('.') ? join(dirname(file), name) : name;
    return { file, target, isType: type !== undefined };
  });
}

function folderOf(path: string): string | undefined {
  return Object.keys(LAYERS).find((folder) => path === folder || path.startsWith(`${folder}/`));
}

function packageOf(target: string): string {
  return target.split('/', target.startsWith('@') ? 2 : 1).join('/');
}

/** Why an import is against the map; undefined where it isn't. */
function fault({ file, target, isType }: Import): string | undefined {
  const own = folderOf(file)!;
  const { imports, types = [], packages = [] } = LAYERS[own]!;
  if (target.startsWith('node:')) return undefined;
  if (/^(?:src|web|modules|tests)\//.test(target)) {
    const other = folderOf(target);
    if (other === own || (other !== undefined && imports.includes(other))) return undefined;
    if (isType && other !== undefined && types.includes(other)) return undefined;
  } else if (packages.includes(packageOf(target))) return undefined;
  return `${file} imports ${isType ? 'types of ' : ''}${target}`;
}

const sources = ['src', 'web', 'modules'].flatMap((folder) =>
  filesBelow(folder, (path) => /\.tsx?$/.test(path) && !isTest(path)),
);

describe('layers', () => {
  it('every source belongs to a folder of the map', () => {
    expect(sources.filter((path) => folderOf(path) === undefined)).toEqual([]);
  });

  it('no import goes against the map', () => {
    expect(
      sources
        .flatMap(importsOf)
        .map(fault)
        .filter((found) => found !== undefined),
    ).toEqual([]);
  });

  it('reads every form of import there is', () => {
    const found = sources.flatMap(importsOf);
    expect(found.length).toBeGreaterThan(300);
    // What the expression doesn't see, it cannot check: count the same with another one.
    const words = sources.map((file) => textOf(file).match(/(?:\sfrom |\bimport\()'[^'\n]+'/g)?.length ?? 0);
    const strings = sources.map((file) => textOf(file).match(/["`][^"`\n]*\sfrom '[^"`\n]*["`]/g)?.length ?? 0);
    const standing = words.reduce((a, b) => a + b, 0) - strings.reduce((a, b) => a + b, 0);
    const bare = found.filter(({ file, target }) => new RegExp(`^\\s*import '${target}'`, 'm').test(textOf(file)));
    expect(found.length - bare.length).toBe(standing);
  });

  it('the map itself has no circle', () => {
    const visit = (folder: string, path: string[]): void => {
      expect(path, `circle: ${[...path, folder].join(' → ')}`).not.toContain(folder);
      for (const next of LAYERS[folder]?.imports ?? []) visit(next, [...path, folder]);
    };
    for (const folder of Object.keys(LAYERS)) visit(folder, []);
  });
});
