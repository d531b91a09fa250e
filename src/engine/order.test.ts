import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codes, processing } from './fake.cases.ts';
import { orderByNeeds } from './order.ts';

const module = (key: string, ...needs: string[]) => processing(key, () => 1, needs);
const names = (modules: { name: string }[]) => modules.map(({ name }) => name);

it('keeps the order where nothing is needed', () => {
  expect(names(orderByNeeds([module('c'), module('a'), module('b')]).ordered)).toEqual(['c', 'a', 'b']);
});

it('puts a module after what it needs, and what waited right there', () => {
  const { ordered, problems } = orderByNeeds([module('a', 'c'), module('b'), module('c'), module('d')]);
  expect(names(ordered)).toEqual(['b', 'c', 'a', 'd']);
  expect(problems).toEqual([]);
});

it('puts a module after what it reads where it is there, unless that waits for it', () => {
  const reading = (key: string, after: string[], needs: string[] = []) => processing(key, () => 1, needs, after);
  const order = (...modules: ReturnType<typeof module>[]) => names(orderByNeeds(modules).ordered);
  expect(order(reading('a', ['c', 'nobody']), module('b'), module('c'))).toEqual(['b', 'c', 'a']);
  expect(order(reading('a', ['b']), module('b', 'a'), module('c'))).toEqual(['c', 'a', 'b']);
  expect(order(reading('a', ['b']), reading('b', ['a']))).toEqual(['a', 'b']);
  expect(orderByNeeds([reading('a', ['b']), module('b', 'a')]).problems).toEqual([]);
});

it('names both sides of a need that nobody meets, and leaves out who needs that in turn', () => {
  const { ordered, problems } = orderByNeeds([
    module('network', 'behaviour'),
    module('behavior'),
    module('map', 'network'),
  ]);
  expect(names(ordered)).toEqual(['behavior']);
  expect(codes(problems)).toEqual(['PLUGIN_NEED_MISSING', 'PLUGIN_NEED_MISSING']);
  expect(problems[0]!.message).toContain('network in network.ts needs "behaviour"');
  expect(problems[0]!.hint).toContain('Did you mean "behavior"?');
});

it('names all modules of a circle', () => {
  const { ordered, problems } = orderByNeeds([module('a', 'b'), module('b', 'c'), module('c', 'a'), module('d')]);
  expect(names(ordered)).toEqual(['d']);
  expect(problems[0]!.code).toBe('PLUGIN_NEED_CYCLE');
  expect(problems[0]!.message).toContain('a → b → c → a (a.ts, b.ts, c.ts)');
});

it('takes a module that needs itself for a circle', () => {
  expect(codes(orderByNeeds([module('a', 'a')]).problems)).toEqual(['PLUGIN_NEED_CYCLE']);
});

it('does not take a disabled module for one that gives its key', () => {
  const off = { ...module('a'), enabled: false };
  const { ordered, problems } = orderByNeeds([off, module('b', 'a')]);
  expect(codes(problems)).toEqual(['PLUGIN_NEED_MISSING']);
  expect(names(ordered)).toEqual(['a']);
});

it('puts what reads a module that waits as late as it can', () => {
  const waiting = module('w');
  waiting.specimen.waits = true;
  const { ordered } = orderByNeeds([module('a', 'w'), module('b', 'a'), waiting, module('c'), module('d', 'c')]);
  expect(names(ordered)).toEqual(['w', 'c', 'd', 'a', 'b']);
});

it('gives every order that respects the needs, whatever the graph', () => {
  const key = fc.integer({ min: 0, max: 9 }).map(String);
  const graph = fc.array(fc.tuple(key, fc.uniqueArray(key, { maxLength: 3 })), { maxLength: 10 });
  fc.assert(
    fc.property(graph, (entries) => {
      const unique = [...new Map(entries)];
      const { ordered } = orderByNeeds(unique.map(([name, needs]) => module(name, ...needs)));
      const seen = new Set<string>();
      for (const { name, specimen } of ordered) {
        expect(specimen.needs.every((need) => seen.has(need))).toBe(true);
        seen.add(name);
      }
    }),
  );
});
