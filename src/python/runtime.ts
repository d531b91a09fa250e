import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const codeRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const isCompiled = import.meta.url.endsWith('.js');
const packageRoot = isCompiled ? dirname(codeRoot) : codeRoot;

/** Files of the interpreter: those of the `pyodide` package, and our own. */
export interface Runtime {
  code: string;
  wasm: string;
  library: string;
  /** With the version, which snapshots depend on. */
  packageFile: string;
  /** The process's script, compiled, also when the sources run. */
  script: string;
  /** Our Python. */
  pythonFolder: string;
}

export function findRuntime(): Runtime {
  // Where they really are: the process sees no links that lead there.
  const find = (name: string) => realpathSync(require.resolve(name));
  return {
    code: find('pyodide/pyodide.asm.mjs'),
    wasm: find('pyodide/pyodide.asm.wasm'),
    library: find('pyodide/python_stdlib.zip'),
    packageFile: find('pyodide/package.json'),
    script: join(packageRoot, 'dist', 'src', 'python', 'child', 'main.js'),
    pythonFolder: join(packageRoot, 'python'),
  };
}
