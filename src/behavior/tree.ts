import type { Process, ProcessNode } from '../plugin/container.ts';

/**
 * Who started whom. A process stands below its parent if the parent was seen before it; else it is a root, so that
 * a process id that was used twice never makes a circle. Processes must be in order of `first_seen`; of several
 * with one id, the first counts.
 */
export function processTree(processes: readonly Process[]): ProcessNode[] {
  const nodes = new Map<number, ProcessNode>();
  const roots: ProcessNode[] = [];
  for (const process of processes) {
    if (nodes.has(process.process_id)) continue;
    const node = toNode(process);
    (nodes.get(process.parent_id)?.children ?? roots).push(node);
    nodes.set(process.process_id, node);
  }
  return roots;
}

function toNode(process: Process): ProcessNode {
  const { process_name, process_id, parent_id, first_seen, command_line, process_path, track } = process;
  const node: ProcessNode = { name: process_name, pid: process_id, parent_id, children: [], first_seen };
  if (command_line !== undefined) node.command_line = command_line;
  if (process_path !== undefined) node.process_path = process_path;
  if (track !== undefined) node.track = track;
  return node;
}
