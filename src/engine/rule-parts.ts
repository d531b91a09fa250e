import { pluginProblems } from '../errors/engine.ts';
import type { Problem } from '../errors/problem.ts';
import { type AnyRuleKey, type Registry, registry } from '../rules/registry.ts';
import type { RuleType } from '../rules/rule-type.ts';
import type { PluginFile } from './discover.ts';
import { describeValue, type Validation, validateRuleKey, validateRuleType } from './validate.ts';

/** What a file in `rules/keys` or `rules/types` exports, not yet looked at. */
export interface RulePart {
  file: PluginFile;
  exported: unknown;
}

/**
 * The built-in rule keys and types with those of users. A bad one, or one whose name is taken, is left out with
 * problems; the others are not touched.
 */
export function registryWith(parts: readonly RulePart[], problems: Problem[]): Registry {
  const builtIn = registry();
  const keys: AnyRuleKey[] = [];
  const types: RuleType[] = [];
  const takenKeys = namesIn(builtIn.keys);
  const takenTypes = namesIn(builtIn.types);
  for (const { file, exported } of parts) {
    if (file.kind === 'rule-key') {
      if (accepts(file, exported, validateRuleKey, takenKeys, problems)) keys.push(exported as AnyRuleKey);
    } else if (accepts(file, exported, validateRuleType, takenTypes, problems)) types.push(exported as RuleType);
  }
  return registry({ keys, types });
}

/** Name → where it is from. */
function namesIn(all: ReadonlyMap<string, unknown>): Map<string, string> {
  return new Map([...all.keys()].map((name) => [name, 'a built-in one']));
}

function accepts(
  file: PluginFile,
  exported: unknown,
  validate: (part: object, file: PluginFile) => Validation,
  taken: Map<string, string>,
  problems: Problem[],
): boolean {
  const kind = file.kind as 'rule-key' | 'rule-type';
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported)) {
    const found = exported === undefined ? 'missing' : describeValue(exported);
    problems.push(pluginProblems.notARulePart(file.shown, kind, found));
    return false;
  }
  let validation: Validation;
  try {
    validation = validate(exported, file);
  } catch (error) {
    problems.push(pluginProblems.importFailed(file.shown, error, {}));
    return false;
  }
  const { name, errors } = validation;
  problems.push(...errors);
  if (errors.length > 0) return false;
  const first = taken.get(name);
  if (first !== undefined) {
    problems.push(pluginProblems.duplicateName(kind, name, first, file.shown));
    return false;
  }
  if (name !== file.stem && name !== file.stem.replaceAll('-', '_')) {
    problems.push(pluginProblems.nameDiffers(file.shown, name, file.stem));
  }
  taken.set(name, file.shown);
  return true;
}
