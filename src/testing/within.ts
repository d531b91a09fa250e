import { createContext, Script } from 'node:vm';

const script = new Script('work()');

/**
 * Calls a function and stops it, even in the middle of a regular expression, when it has not returned in time. Throws
 * `late` then. Work after an `await` is not stopped.
 */
export function within<T>(ms: number, work: () => T, late: () => Error): T {
  let result: T | undefined;
  let failure: { error: unknown } | undefined;
  const body = () => {
    try {
      result = work();
    } catch (error) {
      failure = { error };
    }
  };
  try {
    script.runInContext(createContext({ work: body }), { timeout: ms });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw late();
    throw error;
  }
  if (failure) throw failure.error;
  return result as T;
}
