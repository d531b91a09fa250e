import type { Process, ProcessNode } from '../plugin/container.ts';

/** A process further down is a root: a tree must not be deeper than what writes it can go. */
export const MAX_TREE_DEPTH = 256;

/**
 * Who started whom. A process stands below its parent if the parent was seen before it, else it is a root, so that
 * a process id that was used twice never makes a circle. With `lateParents` a parent may also be seen later, as
 * where a monitor gets into a service host only after its children ran. Processes must be in order of `first_seen`;
 * of several with one id, the first counts. No tree is deeper than `MAX_TREE_DEPTH`.
 */
export function processTree(processes: readonly Process[], lateParents = false): ProcessNode[] {
  const nodes = new Map<number, ProcessNode>();
  const all = new Set(processes.map(({ process_id }) => process_id));
  const waiting: ProcessNode[] = [];
  const roots = new Set<ProcessNode>();
  const tops = new Tops();
  for (const process of processes) {
    if (nodes.has(process.process_id)) continue;
    const node = toNode(process);
    const parent = nodes.get(process.parent_id);
    nodes.set(process.process_id, node);
    if (parent !== undefined) {
      parent.children.push(node);
      tops.put(node, parent);
    } else {
      roots.add(node);
      if (lateParents && all.has(process.parent_id)) waiting.push(node);
    }
  }
  const late = new Map<ProcessNode, ProcessNode[]>();
  for (const node of waiting) {
    const parent = nodes.get(node.parent_id)!;
    // Who waits is a root: below it stands what has it at its top.
    if (tops.of(parent) === node) continue;
    roots.delete(node);
    tops.put(node, parent);
    const children = late.get(parent);
    if (children === undefined) late.set(parent, [node]);
    else children.push(node);
  }
  // Children stay in order of first_seen: who waited was seen before the parent, so before its other children.
  for (const [parent, children] of late) parent.children = children.concat(parent.children);
  return cutDeep([...roots]);
}

/** The root above each node. */
class Tops {
  readonly #above = new Map<ProcessNode, ProcessNode>();

  put(node: ProcessNode, parent: ProcessNode): void {
    this.#above.set(node, parent);
  }

  of(node: ProcessNode): ProcessNode {
    const path: ProcessNode[] = [];
    let top = node;
    for (let above = this.#above.get(top); above !== undefined; above = this.#above.get(top)) {
      path.push(top);
      top = above;
    }
    // The next one to ask has a shorter way.
    for (const passed of path) this.#above.set(passed, top);
    return top;
  }
}

function cutDeep(roots: ProcessNode[]): ProcessNode[] {
  const all: ProcessNode[] = [];
  let level = roots;
  while (level.length > 0) {
    for (const root of level) all.push(root);
    for (let depth = 1; depth < MAX_TREE_DEPTH && level.length > 0; depth++) {
      level = level.flatMap(({ children }) => children);
    }
    const cut = level.flatMap(({ children }) => children);
    for (const node of level) if (node.children.length > 0) node.children = [];
    level = cut;
  }
  return all;
}

function toNode(process: Process): ProcessNode {
  const { process_name, process_id, parent_id, first_seen, command_line, process_path, track } = process;
  const node: ProcessNode = { name: process_name, pid: process_id, parent_id, children: [], first_seen };
  if (command_line !== undefined) node.command_line = command_line;
  if (process_path !== undefined) node.process_path = process_path;
  if (track !== undefined) node.track = track;
  return node;
}
