import { MemoryCalls } from './memory-calls.ts';

/** Freezes data all the way down, calls included, so that a signature that changes its input is caught. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  const members: Iterable<unknown> = value instanceof MemoryCalls ? value : Object.values(value);
  for (const member of members) frozen(member);
  return value;
}
