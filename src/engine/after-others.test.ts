import { expect, it } from 'vitest';
import { afterOthers } from './after-others.ts';

const order = (...items: [name: string, ...after: string[]][]) => {
  const { ordered, cycles } = afterOthers(items.map(([name, ...after]) => ({ name, after })));
  return {
    order: ordered.map(({ index, seen }) => [items[index]![0], ...seen.map((each) => items[each]![0])]),
    cycles,
  };
};

it('leaves the order as it is where nobody waits', () => {
  expect(order(['b'], ['a'])).toEqual({ order: [['b'], ['a']], cycles: [] });
});

it('puts those that wait after what they name, also by glob, and themselves left out', () => {
  const { order: found } = order(['total', '*'], ['b', 'a_*'], ['a_1'], ['a_2']);
  expect(found).toEqual([['a_1'], ['a_2'], ['b', 'a_1', 'a_2'], ['total', 'b', 'a_1', 'a_2']]);
});

it('cuts a circle and tells it', () => {
  expect(order(['x', 'y'], ['y', 'z'], ['z', 'x'], ['other'])).toEqual({
    order: [['z'], ['y', 'z'], ['x', 'y'], ['other']],
    cycles: [['x', 'y', 'z']],
  });
});

it('leaves out what there is not', () => {
  expect(order(['a', 'none'])).toEqual({ order: [['a']], cycles: [] });
});

it('follows chains that are longer than the stack', () => {
  const items = Array.from({ length: 20_000 }, (_, i) => ({ name: `s${i}`, after: [`s${i + 1}`] }));
  const { ordered } = afterOthers(items);
  expect(ordered[0]!.index).toBe(19_999);
});
