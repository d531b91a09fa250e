import type { ApiDef } from '../formats/call-log/types.ts';
import { capeRule } from './rules/cape.ts';
import { cuckoo2Rule } from './rules/cuckoo2.ts';
import { documentedRule } from './rules/documented.ts';
import { laterListsRule } from './rules/later-lists.ts';
import { linuxRule } from './rules/linux.ts';
import type { Emit } from './state.ts';

type Rule = (def: ApiDef) => Emit | undefined;

/** Which rules read the calls of which monitor. `cuckoo-0` stands for 0.4 to 0.6. */
const RULES: ReadonlyMap<string, readonly Rule[]> = new Map([
  ['cuckoo-0', [documentedRule, laterListsRule]],
  ['cuckoo-1', [documentedRule, laterListsRule]],
  ['cuckoo-2', [cuckoo2Rule]],
  ['cape', [capeRule, laterListsRule]],
  ['linux', [linuxRule]],
]);

/** Everything that is done with calls of an API, or undefined where that is nothing. */
export function compileRules(def: ApiDef, vocabulary: string): Emit | undefined {
  const emits = (RULES.get(vocabulary) ?? []).flatMap((rule) => rule(def) ?? []);
  if (emits.length <= 1) return emits[0];
  return (call, process) => {
    for (const emit of emits) emit(call, process);
  };
}

/** Whether no rule of any monitor reads calls of this API, whatever its log calls the arguments. */
export function isUnread(def: ApiDef): boolean {
  return [...RULES.keys()].every((vocabulary) => compileRules(def, vocabulary) === undefined);
}
