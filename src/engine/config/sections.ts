import { configProblems } from '../../errors/config.ts';
import type { Problem } from '../../errors/problem.ts';
import { nearest } from '../../util/nearest.ts';
import type { Loaded, Plugins } from '../load.ts';
import { calls, shownValue } from './read.ts';
import type { Config, Section } from './types.ts';

/** What a section of a signature may set, besides `enabled`. */
const SIGNATURE_OPTIONS: { [name: string]: unknown } = { severity: 1, confidence: 100, alert: false };

/** Checks the module sections of a configuration against the modules there are; all mistakes at once. */
export function checkSections(
  config: Config,
  plugins: Plugins,
  shown: string,
  pythonNames: ReadonlySet<string> = new Set(),
): Problem[] {
  return [
    ...check(config.processing, 'processing module', plugins.processing, shown, (module) => module.specimen.defaults),
    ...check(config.signatures, 'signature', plugins.signatures, shown, () => SIGNATURE_OPTIONS, pythonNames),
    ...check(config.reporting, 'reporting module', plugins.reporting, shown, (module) => module.specimen.defaults),
  ];
}

function check<T>(
  sections: Map<string, Section>,
  kind: string,
  modules: Loaded<T>[],
  file: string,
  defaultsOf: (module: Loaded<T>) => { readonly [name: string]: unknown },
  others: ReadonlySet<string> = new Set(),
): Problem[] {
  const problems: Problem[] = [];
  const byName = new Map(modules.map((module) => [module.name, module]));
  for (const [name, section] of sections) {
    const module = byName.get(name);
    if (module === undefined && others.has(name))
      problems.push(...checkOptions(section, name, SIGNATURE_OPTIONS, file));
    else if (module === undefined) {
      const { line, column } = section.position;
      problems.push(configProblems.unknownModule({ file, line, column }, kind, name, nearest(name, byName.keys())));
    } else {
      const defaults = defaultsOf(module);
      // A user's module need not declare its options; then any is let through.
      const isChecked = module.file.origin === 'built-in' || Object.keys(defaults).length > 0;
      if (isChecked) problems.push(...checkOptions(section, name, defaults, file));
    }
  }
  return problems;
}

function checkOptions(section: Section, module: string, defaults: { readonly [name: string]: unknown }, file: string) {
  const problems: Problem[] = [];
  const names = Object.keys(defaults);
  for (const [name, value] of Object.entries(section.options)) {
    const { line, column } = section.positions.get(name) ?? section.position;
    const spot = { file, line, column };
    if (!Object.hasOwn(defaults, name)) {
      const known = ['enabled', ...names];
      problems.push(configProblems.unknownKey(spot, `${module}.${name}`, known, nearest(name, known)));
    } else if (name === 'calls') {
      if (calls.read(value) !== undefined) continue;
      problems.push(configProblems.wrongValue(spot, `${module}.calls`, shownValue(value), calls.expected));
    } else if (kindOfValue(value) !== kindOfValue(defaults[name]) && defaults[name] !== null) {
      const expected = `${kindOfValue(defaults[name])}, such as ${shownValue(defaults[name])}`;
      problems.push(configProblems.wrongValue(spot, `${module}.${name}`, shownValue(value), expected));
    }
  }
  return problems;
}

function kindOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 'a number';
    case 'string':
      return 'text';
    case 'boolean':
      return 'true or false';
    default:
      return 'a table';
  }
}
