import { createHash } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledRoot } from '../../engine/package.ts';
import { cacheFolder } from '../cache-folder.ts';

/**
 * A file that exports what `ovoscope/query` does, each function wrapped so that it tells the trace what it is asked.
 * Made of the names that the entry exports, so that none can be forgotten.
 */
export async function tracedEntry(): Promise<string> {
  const query = pathToFileURL(join(compiledRoot, 'src', 'query', 'index.js')).href;
  const trace = pathToFileURL(join(compiledRoot, 'src', 'authoring', 'explain', 'trace.js')).href;
  const names = Object.keys((await import(query)) as object).sort();
  const lines = [
    ['import * as query', JSON.stringify(query)].join(' from '),
    ['import { trace }', JSON.stringify(trace)].join(' from '),
    ...names.map((name) => `export const ${name} = trace.traced(${JSON.stringify(name)}, query.${name});`),
  ];
  const text = `${lines.join('\n')}\n`;
  const path = join(cacheFolder('explain'), `${createHash('sha256').update(text).digest('hex').slice(0, 32)}.mjs`);
  if (!existsSync(path)) {
    writeFileSync(`${path}.${process.pid}`, text, { mode: 0o600 });
    renameSync(`${path}.${process.pid}`, path);
  }
  return path;
}
