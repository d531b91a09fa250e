import { expect } from 'vitest';
import type { Processing, Results } from '../../src/index.ts';
import { canonical, unholdable } from '../../src/testing/plain-data.ts';
import { type MemoryTaskFacts, memoryTask, runModule } from './memory-task.ts';

interface Given extends MemoryTaskFacts {
  files: { [path: string]: string | Uint8Array };
  results?: Results;
  options?: { [name: string]: unknown };
  /** Problems that damage may cause; any other fails. */
  problems: readonly string[];
  /** Places at which each file is cut, and bytes of each that are changed. */
  places?: number;
}

/**
 * Runs a module with each of its files missing, empty, cut at many places and with bytes changed, and with a signal
 * that has aborted. It must neither throw nor give what JSON cannot hold, and record the stated problems only.
 */
export async function expectSurvives<M extends Processing>(Module: new () => M, given: Given): Promise<void> {
  const run = async (files: Given['files'], what: string) => {
    const { results, options } = given;
    const extra = { ...(results && { results }), ...(options && { options }) };
    const { value, problems } = await runModule(Module, memoryTask(files, given), extra).catch((error: unknown) => {
      throw new Error(`${what}: ${String(error)}`, { cause: error });
    });
    if (value !== undefined) expect(unholdable(value, 'value', { bigints: true }), what).toBeUndefined();
    const odd = problems.map(({ code }) => code).filter((code) => !given.problems.includes(code));
    expect(odd, `${what}: ${JSON.stringify(problems.slice(0, 3))}`).toEqual([]);
    return canonical({ value: value ?? null, problems });
  };
  expect(await run(given.files, 'the second time')).toBe(await run(given.files, 'as it is'));
  await run({}, 'no file at all');
  for (const [path, content] of Object.entries(given.files)) {
    const bytes = Buffer.from(content);
    const places = Math.min(given.places ?? 32, bytes.length);
    const changed = (what: string, data: Uint8Array) => run({ ...given.files, [path]: data }, `${path} ${what}`);
    const { [path]: _, ...others } = given.files;
    await run(others, `${path} missing`);
    await changed('empty', new Uint8Array());
    await changed('of zeros', new Uint8Array(1000));
    await changed('of another format', Buffer.from('<html>{"a": [1, 2]}\n\0\xff\r\n-- \u2028'));
    for (let i = 0; i < places; i++) {
      const at = Math.floor((bytes.length * i) / places);
      await changed(`cut at ${at}`, bytes.subarray(0, at));
      const flipped = Buffer.from(bytes);
      flipped[at] = flipped[at]! ^ (1 << (i % 8));
      await changed(`with a changed bit at ${at}`, flipped);
    }
  }
  const signal = AbortSignal.abort(new Error('enough'));
  const aborted = runModule(Module, memoryTask(given.files, given), {
    ...(given.results && { results: given.results }),
    signal,
  });
  await aborted.catch((error: Error) => expect(error.message).toBe('enough'));
}
