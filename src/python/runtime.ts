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
  /** What Pyodide's code needs to be found as a module. */
  packageFile: string;
  /** The process's script, compiled, also when the sources run. */
  script: string;
  /** Our Python. */
  pythonFolder: string;
}

export function findRuntime(): Runtime {
  const packageFile = require.resolve('pyodide/package.json');
  return {
    code: require.resolve('pyodide/pyodide.asm.mjs'),
    wasm: require.resolve('pyodide/pyodide.asm.wasm'),
    library: require.resolve('pyodide/python_stdlib.zip'),
    packageFile,
    script: join(packageRoot, 'dist', 'src', 'python', 'child', 'main.js'),
    pythonFolder: join(packageRoot, 'python'),
  };
}
