import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { compiledRoot } from '../../engine/package.ts';
import { signatureProblems } from '../../errors/engine.ts';
import { OvoscopeError, type Problem } from '../../errors/problem.ts';
import type { ExplainRequest, Explanation } from './explain.ts';

/** Tracing makes a signature slower than it is. */
const SLOWER = 4;

/** Explains a signature in a thread of its own. Rejects with OvoscopeError where it doesn't come to an end. */
export async function explainApart(
  request: ExplainRequest,
  signal: AbortSignal,
): Promise<Explanation | { problems: Problem[] }> {
  const worker = new Worker(join(compiledRoot, 'src', 'authoring', 'explain', 'explain-worker.js'), {
    workerData: request,
  });
  const seconds = request.config.limits.signatureSeconds * SLOWER;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(
        () => reject(new OvoscopeError(signatureProblems.timeout(request.name, seconds))),
        seconds * 1000,
      );
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`the thread ended with code ${code}`)));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
