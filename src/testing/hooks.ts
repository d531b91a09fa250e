type Body = () => void | Promise<void>;
type Register = (name: string, body: Body) => unknown;

/** What a test runner offers. `skip` and `only` are used where they are there. */
export interface TestHooks {
  describe: (name: string, body: () => void) => unknown;
  it: Register & { skip?: Register; only?: Register };
}

/** The running test runner's functions: those of one with globals (Jest, Mocha, ours), Vitest's, or Node's own. */
async function findHooks(): Promise<TestHooks> {
  const globals = globalThis as unknown as Partial<TestHooks>;
  if (typeof globals.describe === 'function' && typeof globals.it === 'function') return globals as TestHooks;
  // Vitest has no globals unless it is told to. Its variable in the environment is inherited by what tests start.
  const isVitest = '__vitest_worker__' in globalThis;
  return (await import(isVitest ? 'vitest' : 'node:test')) as unknown as TestHooks;
}

export const hooks: TestHooks = await findHooks();
