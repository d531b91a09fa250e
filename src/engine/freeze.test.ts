import { expect, it } from 'vitest';
import { deepFreeze } from './freeze.ts';

it('freezes plain objects and lists at every level', () => {
  const value = deepFreeze({ a: { b: [{ c: 1 }] } });
  expect(() => (value.a.b[0]!.c = 2)).toThrow(TypeError);
  expect(() => value.a.b.push({ c: 3 })).toThrow(TypeError);
});

it('leaves objects of classes alone', () => {
  class Calls {
    cached = 0;
    read() {
      return ++this.cached;
    }
  }
  const { calls } = deepFreeze({ calls: new Calls() });
  expect(calls.read()).toBe(1);
});

it('ends on values that hold themselves, and takes any depth', () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  expect(Object.isFrozen(deepFreeze(loop))).toBe(true);
  let deep: unknown[] = [];
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(Object.isFrozen(deepFreeze(deep))).toBe(true);
});

it('gives back what is no object', () => {
  expect(deepFreeze(undefined)).toBeUndefined();
  expect(deepFreeze('text')).toBe('text');
});
