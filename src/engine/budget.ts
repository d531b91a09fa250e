/** A module's time was over. */
export class TimeOver extends Error {
  readonly seconds: number;

  constructor(seconds: number) {
    super(`stopped after ${seconds} s`);
    this.name = 'TimeOver';
    this.seconds = seconds;
  }
}

/** The run was cancelled. */
export class Cancelled extends Error {
  constructor() {
    super('the run was cancelled');
    this.name = 'Cancelled';
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled();
}

/**
 * Runs `work` with a signal that aborts when the time is over or `outer` does. Work that doesn't heed its signal is
 * left behind after `graceMs`: the returned promise rejects, though the work may still go on. Rejects with TimeOver
 * or Cancelled, or as the work does.
 */
export async function withBudget<T>(
  work: (signal: AbortSignal) => T | Promise<T>,
  { seconds, outer, graceMs = 500 }: { seconds: number; outer?: AbortSignal | undefined; graceMs?: number },
): Promise<T> {
  throwIfCancelled(outer);
  const controller = new AbortController();
  let leave: (reason: Error) => void = () => {};
  const left = new Promise<never>((_, reject) => (leave = reject));
  // Rejected while nobody waits for it, when the work ends first.
  left.catch(() => {});
  const timers: NodeJS.Timeout[] = [];
  const stop = (reason: Error) => {
    controller.abort(reason);
    timers.push(setTimeout(() => leave(reason), graceMs));
  };
  const onOuter = () => stop(new Cancelled());
  outer?.addEventListener('abort', onOuter, { once: true });
  timers.push(setTimeout(() => stop(new TimeOver(seconds)), seconds * 1000));
  try {
    return await Promise.race([work(controller.signal), left]);
  } catch (error) {
    // Work that heeds its signal rejects with an error of its own making.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    outer?.removeEventListener('abort', onOuter);
  }
}
