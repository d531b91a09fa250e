import type { ApiDef } from '../../formats/call-log/types.ts';
import type { Emit } from '../state.ts';
import { handleRegistryRule } from './registry.ts';

/** The documented lists (`files`, `keys`, `mutexes`) from logs of the monitors up to 1.x. */
export function documentedRule(def: ApiDef): Emit | undefined {
  const registry = handleRegistryRule(def);
  if (registry !== undefined) return registry;
  if (def.category === 'filesystem') {
    const names = def.args.flatMap(({ name }, i) => (name === 'FileName' ? [i] : []));
    if (names.length === 0) return undefined;
    return (call, process) => {
      for (const i of names) process.add('files', call.text(i));
    };
  }
  if (def.category === 'synchronization') {
    const name = def.indexOf('MutexName');
    return name < 0 ? undefined : (call, process) => process.add('mutexes', call.text(name));
  }
  return undefined;
}
