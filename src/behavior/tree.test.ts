import { describe, expect, it } from 'vitest';
import type { Process, ProcessNode } from '../plugin/container.ts';
import { MAX_TREE_DEPTH, processTree } from './tree.ts';

const process = (process_id: number, parent_id: number): Process =>
  ({ process_id, parent_id, process_name: `${process_id}`, first_seen: '', calls: [] }) as unknown as Process;

const countOf = (roots: readonly ProcessNode[]): number => {
  const open = [...roots];
  let count = 0;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    count++;
    for (const child of node.children) open.push(child);
  }
  return count;
};

describe('a process tree of very many processes', () => {
  const MANY = 150_000;

  it('holds all that came before their common parent, in their order', () => {
    const processes = Array.from({ length: MANY }, (_, i) => process(i + 2, 1));
    const tree = processTree([...processes, process(1, 0), process(MANY + 2, 1)], true);
    expect(tree).toHaveLength(1);
    expect(tree[0]!.children.map(({ pid }) => pid)).toEqual(Array.from({ length: MANY + 1 }, (_, i) => i + 2));
  });
  it('holds a circle with a wide part once', () => {
    const children = Array.from({ length: MANY }, (_, i) => process(i + 3, 1));
    expect(countOf(processTree([process(1, 2), ...children, process(2, 1)], true))).toBe(MANY + 2);
  });
  it.each([false, true])('is never deeper than a writer can go (late parents: %s)', (late) => {
    const down = Array.from({ length: MANY }, (_, i) => process(i + 1, i));
    const up = Array.from({ length: MANY }, (_, i) => process(2 * MANY - i, 2 * MANY - i - 1));
    const tree = processTree([...down, ...up], late);
    expect(countOf(tree)).toBe(2 * MANY);
    expect(() => JSON.stringify(tree)).not.toThrow();
    expect(tree[0]!.children[0]!.children[0]!.pid).toBe(3);
    expect(MAX_TREE_DEPTH).toBeGreaterThan(100);
  });
});
