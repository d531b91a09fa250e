import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import init, { Compiler, type Scanner } from '@virustotal/yara-x';
import { parseFault } from './fault.ts';
import { type EngineMatch, toHit } from './to-hit.ts';
import type { CompileRequest, RuleFault, RuleSource, ScanRequest, WorkerReply } from './types.ts';

// A thread of its own: nothing but its end stops a scan that runs wild.

const GLOBALS = ['filename', 'filepath', 'extension', 'filetype'] as const;

let memory: WebAssembly.Memory | undefined;
/** Made once: a scanner takes much longer to make than a small file to scan. */
let scanner: Scanner | undefined;
/** Those that a rule names: to set one takes milliseconds. */
let used: (typeof GLOBALS)[number][] = [];

async function load(): Promise<void> {
  if (memory) return;
  const manifest = createRequire(import.meta.url).resolve('@virustotal/yara-x/package.json');
  const module_or_path = await readFile(join(dirname(manifest), 'pkg', 'yara_x_js_bg.wasm'));
  ({ memory } = await init({ module_or_path }));
}

function compile(sources: readonly RuleSource[]): Extract<WorkerReply, { kind: 'compiled' }> {
  const faults: RuleFault[] = [];
  // One broken source spoils a compiler, so the good ones are compiled again.
  for (let good = [...sources]; ; ) {
    const compiler = newCompiler();
    const broken: RuleFault[] = [];
    for (const { file, text } of good) {
      compiler.newNamespace(file);
      try {
        compiler.addSource(text);
      } catch (error) {
        broken.push(parseFault(file, error instanceof Error ? error.message : String(error)));
      }
    }
    faults.push(...broken);
    if (broken.length === 0) {
      scanner = compiler.build().scanner();
      used = GLOBALS.filter((name) => good.some(({ text }) => text.includes(name)));
      compiler.free();
      return { kind: 'compiled', files: good.length, faults };
    }
    compiler.free();
    good = good.filter(({ file }) => !broken.some((fault) => fault.file === file));
  }
}

function newCompiler(): Compiler {
  const compiler = new Compiler();
  for (const name of GLOBALS) compiler.defineGlobal(name, '');
  return compiler;
}

function scan({ bytes, globals, matches }: ScanRequest): WorkerReply {
  if (!scanner) return { kind: 'failed', message: 'no rules have been compiled' };
  scanner.setMaxMatchesPerPattern(matches);
  for (const name of used) scanner.setGlobal(name, globals[name]);
  const { matches: found = [] } = scanner.scan(bytes) as { matches?: EngineMatch[] };
  const hits = found.filter(({ isPrivate }) => !isPrivate).map((match) => toHit(match, bytes));
  return { kind: 'hits', hits, memory: memory?.buffer.byteLength ?? 0 };
}

async function answer(request: CompileRequest | ScanRequest): Promise<WorkerReply> {
  try {
    await load();
    return request.kind === 'compile' ? compile(request.sources) : scan(request);
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (request: CompileRequest | ScanRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply));
});
