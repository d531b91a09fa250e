import { describe, expect, it } from 'vitest';
import { Turns } from './_turns.ts';

/** A clock that moves only when somebody sleeps. */
function fakeClock() {
  const clock = {
    time: 1_000_000,
    slept: [] as number[],
    now: () => clock.time,
    sleep: async (ms: number) => {
      clock.slept.push(ms);
      clock.time += ms;
    },
  };
  return clock;
}
const signal = new AbortController().signal;

describe('questions', () => {
  it('wait for their turn', async () => {
    const clock = fakeClock();
    const turns = new Turns(clock);
    for (let i = 0; i < 3; i++) await turns.take('a', 4, signal);
    expect(clock.slept).toEqual([15_000, 15_000]);
    clock.time += 40_000;
    await turns.take('a', 4, signal);
    expect(clock.slept).toHaveLength(2);
  });

  it('to another service do not', async () => {
    const clock = fakeClock();
    const turns = new Turns(clock);
    await turns.take('a', 4, signal);
    await turns.take('b', 4, signal);
    await turns.take('a', 0, signal);
    expect(clock.slept).toEqual([]);
  });

  it('that come together wait one after the other', async () => {
    const waits: number[] = [];
    const turns = new Turns({ now: () => 0, sleep: async (ms) => void waits.push(ms) });
    await Promise.all([1, 2, 3].map(() => turns.take('a', 60, signal)));
    expect(waits).toEqual([1000, 2000]);
  });

  it('end with the run', async () => {
    const turns = new Turns();
    const aborted = AbortSignal.abort(new Error('enough'));
    await turns.take('a', 1, aborted);
    await expect(turns.take('a', 1, aborted)).rejects.toThrow();
  });
});
