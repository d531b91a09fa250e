import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { errorText, OvoscopeError, type Processing } from 'ovoscope';
import { programProblems } from 'ovoscope/formats';
import { openFile } from './_file_record.ts';

const COPY = 4 << 20;
const TAIL = 2000;

/** A folder of its own for a program of the user's, which never reads or writes in the analysis. */
export class ProgramFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'ovoscope-program-'));

  /** A copy of a file of the analysis; undefined, with a problem, where it can't be made. */
  async copy(module: Processing, path: string, name: string): Promise<string | undefined> {
    const source = openFile(module, path);
    if (!source) return undefined;
    const target = join(this.path, name);
    let file: number | undefined;
    try {
      file = openSync(target, 'wx', 0o600);
      const buffer = new Uint8Array(Math.min(COPY, source.size));
      for (let at = 0, got = 1; got > 0 && at < source.size; at += got) {
        module.signal.throwIfAborted();
        got = source.read(buffer, at);
        writeSync(file, buffer, 0, got);
        await setImmediate();
      }
      return target;
    } catch (error) {
      if (module.signal.aborted) throw error;
      module.problem(programProblems.copyFailed(path, errorText(error)));
      return undefined;
    } finally {
      source.close();
      if (file !== undefined) closeSync(file);
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export interface ProgramOptions {
  folder: ProgramFolder;
  /** After so many seconds it is ended. */
  seconds: number;
  /** Most bytes of its output that are kept; it is ended when there is more. Without, output is thrown away. */
  output?: number;
}

/**
 * Runs a program, without a shell, with an environment of its own, and gives what it wrote: its output, and the end of
 * what it said beside it. Throws OvoscopeError where it
 * can't be started, fails, takes too long or writes too much; it, and what it started, has ended by then.
 */
export async function runProgram(
  module: Processing,
  program: string,
  parameters: readonly string[],
  { folder, seconds, output }: ProgramOptions,
): Promise<{ output: Buffer; said: string }> {
  module.signal.throwIfAborted();
  const child = spawn(program, parameters, {
    cwd: folder.path,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: folder.path, TMPDIR: folder.path },
    stdio: ['ignore', output === undefined ? 'ignore' : 'pipe', 'pipe'],
    detached: true,
  });
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  const parts: Buffer[] = [];
  let bytes = 0;
  let tail = '';
  let fault: OvoscopeError | undefined;
  const stop = (why: OvoscopeError) => {
    fault ??= why;
    kill();
  };
  child.stdout?.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes <= output!) parts.push(part);
    else stop(new OvoscopeError(programProblems.tooMuch(program, output!)));
  });
  child.stderr!.on('data', (part: Buffer) => (tail = (tail + part.toString('utf8')).slice(-TAIL)));
  const timer = setTimeout(() => stop(new OvoscopeError(programProblems.timeout(program, seconds))), seconds * 1000);
  module.signal.addEventListener('abort', kill, { once: true });
  try {
    await new Promise<void>((resolve) => {
      child.on('error', (error) => {
        fault ??= new OvoscopeError(programProblems.notStarted(program, errorText(error)));
        resolve();
      });
      child.on('close', (status, signal) => {
        if (status !== 0) fault ??= new OvoscopeError(programProblems.failed(program, status ?? signal ?? '?', tail));
        resolve();
      });
    });
  } finally {
    clearTimeout(timer);
    module.signal.removeEventListener('abort', kill);
    kill();
  }
  module.signal.throwIfAborted();
  if (fault) throw fault;
  return { output: Buffer.concat(parts), said: tail };
}
