import type { Processing } from 'ovoscope';

/** A whole number of a module's options from 0 on; where it is none, the module's default. */
export function limitOf(module: Processing, name: string): number {
  const isLimit = (value: unknown): value is number => typeof value === 'number' && value >= 0;
  const value = [module.options[name], module.defaults[name]].find(isLimit);
  return Math.floor(value ?? 0);
}
