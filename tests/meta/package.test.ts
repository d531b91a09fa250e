import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, ROOT, textOf } from './sources.ts';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  exports: { [name: string]: string | { types: string; default: string } };
  bin: { [name: string]: string };
  dependencies: { [name: string]: string };
};

const entries = Object.entries(manifest.exports).flatMap(([name, target]) =>
  typeof target === 'string' ? [] : [{ name, ...target }],
);

describe('package.json', () => {
  it.each(entries)('the entry $name has a source', ({ types, default: code }) => {
    const source = code.replace(/^\.\/dist\//, '').replace(/\.js$/, '.ts');
    expect(existsSync(join(ROOT, source)), source).toBe(true);
    expect(types).toBe(code.replace(/\.js$/, '.d.ts'));
  });

  it.each(entries)('tsconfig and Vitest know the entry $name', ({ name }) => {
    const word = `ovoscope${name.slice(1)}`;
    expect(textOf('tsconfig.json')).toContain(`"${word}"`);
    expect(textOf('tsconfig.build.json')).toContain(`"${word}"`);
    if (name !== '.') expect(textOf('vitest.config.ts')).toMatch(new RegExp(`[(|]${name.slice(2)}[|)]`));
  });

  it('the command is there', () => {
    expect(existsSync(join(ROOT, manifest.bin['ovoscope']!))).toBe(true);
  });

  it('every dependency is used, and nothing else is imported', () => {
    const sources = filesBelow('src', (path) => /\.tsx?$/.test(path) && !/\.(?:test|cases)\./.test(path))
      .map(textOf)
      .join('\n');
    for (const name of Object.keys(manifest.dependencies)) {
      expect(sources.includes(`'${name}'`) || sources.includes(`'${name}/`), `${name} is used`).toBe(true);
    }
  });
});
