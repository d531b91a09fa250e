import type { Process, ProcessNode } from '../plugin/container.ts';

/**
 * Who started whom. A process stands below its parent if the parent was seen before it, else it is a root, so that
 * a process id that was used twice never makes a circle. With `lateParents` a parent may also be seen later, as
 * where a monitor gets into a service host only after its children ran. Processes must be in order of `first_seen`;
 * of several with one id, the first counts.
 */
export function processTree(processes: readonly Process[], lateParents = false): ProcessNode[] {
  const nodes = new Map<number, ProcessNode>();
  const all = new Map<number, number>();
  for (const { process_id, parent_id } of processes) if (!all.has(process_id)) all.set(process_id, parent_id);
  const waiting: ProcessNode[] = [];
  const roots = new Set<ProcessNode>();
  for (const process of processes) {
    if (nodes.has(process.process_id)) continue;
    const node = toNode(process);
    const parent = nodes.get(process.parent_id);
    nodes.set(process.process_id, node);
    if (parent !== undefined) parent.children.push(node);
    else {
      roots.add(node);
      if (lateParents && all.has(process.parent_id)) waiting.push(node);
    }
  }
  for (const node of waiting) {
    const parent = nodes.get(node.parent_id)!;
    if (isBelow(parent, node)) continue;
    roots.delete(node);
    // Children stay in order of first_seen: who waited was seen before the parent, so before its other children.
    parent.children.splice(parent.children.filter((child) => waiting.includes(child)).length, 0, node);
  }
  return [...roots];
}

function isBelow(node: ProcessNode, ancestor: ProcessNode): boolean {
  const open = [ancestor];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === node) return true;
    open.push(...at.children);
  }
  return false;
}

function toNode(process: Process): ProcessNode {
  const { process_name, process_id, parent_id, first_seen, command_line, process_path, track } = process;
  const node: ProcessNode = { name: process_name, pid: process_id, parent_id, children: [], first_seen };
  if (command_line !== undefined) node.command_line = command_line;
  if (process_path !== undefined) node.process_path = process_path;
  if (track !== undefined) node.track = track;
  return node;
}
