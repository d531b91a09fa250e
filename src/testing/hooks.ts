type Body = () => void | Promise<void>;
type Register = (name: string, body: Body) => unknown;

/** What a test runner offers. `skip` and `only` are used where they are there. */
export interface TestHooks {
  describe: (name: string, body: () => void) => unknown;
  it: Register & { skip?: Register; only?: Register };
}

/** Vitest offers its functions as a module unless `globals` is set; inside it, that module is loaded already. */
const vitest = process.env['VITEST'] ? await import('vitest').catch(() => undefined) : undefined;

/** The running test runner's functions: Vitest, one with globals (Jest, Mocha), or Node's own. */
export async function findHooks(): Promise<TestHooks> {
  const globals = globalThis as unknown as Partial<TestHooks>;
  if (vitest) return vitest as unknown as TestHooks;
  if (globals.describe && globals.it) return globals as TestHooks;
  return (await import('node:test')) as unknown as TestHooks;
}

export const hooks: TestHooks = await findHooks();
