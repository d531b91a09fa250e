import { expect, test } from 'vitest';
import { Cancelled, TimeOver, withBudget } from './budget.ts';

const never = () => new Promise<never>(() => {});

test('gives what the work gives, and its error', async () => {
  await expect(withBudget(() => 7, { seconds: 10 })).resolves.toBe(7);
  const fail = withBudget(() => Promise.reject(new Error('own')), { seconds: 10 });
  await expect(fail).rejects.toThrow('own');
});

test('a synchronous throw is a rejection', async () => {
  const work = () => {
    throw new Error('at once');
  };
  await expect(withBudget(work, { seconds: 10 })).rejects.toThrow('at once');
});

test('leaves behind work that heeds no signal', async () => {
  await expect(withBudget(never, { seconds: 0.01, graceMs: 5 })).rejects.toBeInstanceOf(TimeOver);
});

test('aborts the signal when the time is over, and says so whatever the work throws', async () => {
  const work = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('its own way'))));
  await expect(withBudget(work, { seconds: 0.01 })).rejects.toBeInstanceOf(TimeOver);
});

test('is cancelled by the outer signal, before and during the work', async () => {
  const before = AbortSignal.abort();
  await expect(withBudget(() => 1, { seconds: 10, outer: before })).rejects.toBeInstanceOf(Cancelled);
  const controller = new AbortController();
  const running = withBudget(never, { seconds: 10, outer: controller.signal, graceMs: 5 });
  controller.abort();
  await expect(running).rejects.toBeInstanceOf(Cancelled);
});
