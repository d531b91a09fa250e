import type { Place, Problem } from './problem.ts';

/** A place in a configuration file. */
export interface Spot {
  file: string;
  line?: number | undefined;
  column?: number | undefined;
}

function where(spot: Spot): Place {
  const place: Place = { file: spot.file };
  if (spot.line !== undefined) place.line = spot.line;
  if (spot.column !== undefined) place.column = spot.column;
  return place;
}

function place(spot: Spot): string {
  return [spot.file, spot.line, spot.column].filter((part) => part !== undefined).join(':');
}

/** Mistakes in a configuration file. */
export const configProblems = {
  unreadable: (file: string, text: string): Problem => ({
    code: 'CONFIG_UNREADABLE',
    message: `the configuration ${file} cannot be read: ${text}`,
    where: { file },
  }),
  syntax: (spot: Spot, text: string): Problem => ({
    code: 'CONFIG_SYNTAX',
    message: `${place(spot)}: not TOML: ${text}`,
    where: where(spot),
  }),
  unknownKey: (spot: Spot, key: string, known: readonly string[], nearest: string | undefined): Problem => ({
    code: 'CONFIG_UNKNOWN_KEY',
    message: `${place(spot)}: unknown option "${key}"`,
    hint: nearest === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${nearest}"?`,
    where: where(spot),
  }),
  wrongValue: (spot: Spot, key: string, found: string, expected: string): Problem => ({
    code: 'CONFIG_WRONG_VALUE',
    message: `${place(spot)}: ${key} is ${found}, but should be ${expected}`,
    where: where(spot),
  }),
  unknownModule: (spot: Spot, kind: string, name: string, nearest: string | undefined): Problem => ({
    code: 'CONFIG_UNKNOWN_MODULE',
    message: `${place(spot)}: there is no ${kind} called "${name}"`,
    hint: nearest === undefined ? 'The list command shows what there is.' : `Did you mean "${nearest}"?`,
    where: where(spot),
  }),
};
