import { expect, it } from 'vitest';
import { perCall } from './per-call.ts';
import { sampleCall, sampleProcess } from './sample.cases.ts';

it('computes once for each call in turn', () => {
  const seen: string[] = [];
  const api = perCall((call, process) => {
    seen.push(`${process.process_id} ${call.id}`);
    return call.api;
  });
  const process = sampleProcess([]);
  const calls = [sampleCall(['A', '', {}], 0), sampleCall(['B', '', {}], 1)];
  expect([calls[0]!, calls[0]!, calls[1]!, calls[0]!].map((call) => api(call, process))).toEqual(['A', 'A', 'B', 'A']);
  expect(seen).toEqual(['1000 0', '1000 1', '1000 0']);
});

it('tells calls apart that a reader puts into one object', () => {
  const id = perCall((call) => call.id);
  const process = sampleProcess([]);
  const call = sampleCall(['A', '', {}], 0);
  expect(id(call, process)).toBe(0);
  call.id = 1;
  expect(id(call, process)).toBe(1);
});
