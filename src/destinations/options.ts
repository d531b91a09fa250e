import { destinationProblems } from '../errors/destinations.ts';
import { OvoscopeError } from '../errors/problem.ts';
import type { DestinationTable, Surroundings } from './types.ts';

export interface OptionKind {
  expected: string;
  isRequired?: boolean;
  accepts(value: unknown): boolean;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 2_048;

export const text: OptionKind = { expected: 'text', accepts: isText };
export const variable: OptionKind = {
  expected: 'the name of an environment variable',
  accepts: (value) => isText(value) && /^[A-Za-z_]\w{0,127}$/.test(value),
};
/** The only addresses that anything is ever sent to; credentials in them would end up in messages. */
export const httpUrl: OptionKind = {
  expected: 'an http or https URL without a name and a password in it',
  isRequired: true,
  accepts: (value) => {
    if (!isText(value) || !URL.canParse(value)) return false;
    const { protocol, username, password } = new URL(value);
    return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
  },
};
export const seconds: OptionKind = {
  expected: 'a number of seconds from 1 to 3600',
  accepts: (value) => typeof value === 'number' && value >= 1 && value <= 3_600,
};
export const flag: OptionKind = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
export const required = (kind: OptionKind): OptionKind => ({ ...kind, isRequired: true });
export const matching = (pattern: RegExp, expected: string): OptionKind => ({
  expected,
  accepts: (value) => isText(value) && pattern.test(value),
});

/** The options of a table, checked before. */
export class Options {
  readonly #table: DestinationTable;
  readonly #env: Surroundings['env'];
  readonly name: string;

  constructor(table: DestinationTable, env: Surroundings['env']) {
    this.#table = table;
    this.#env = env;
    this.name = String(table['name'] ?? table['kind']);
  }

  text(option: string, otherwise: string): string;
  text(option: string): string | undefined;
  text(option: string, otherwise?: string): string | undefined {
    return (this.#table[option] as string | undefined) ?? otherwise;
  }

  timeoutMs(otherwise: number): number {
    return Number(this.#table['timeout_seconds'] ?? otherwise) * 1000;
  }

  flag(option: string): boolean {
    return this.#table[option] === true;
  }

  /** The value of the variable that an option names; undefined where neither option nor default is there. */
  secret(option: string, otherwise?: string): string | undefined {
    const name = this.text(option) ?? otherwise;
    const value = name === undefined ? undefined : this.#env[name];
    return value === '' ? undefined : value;
  }

  /** As `secret`. Throws OvoscopeError where the environment does not have it. */
  requiredSecret(option: string, otherwise: string): string {
    const value = this.secret(option, otherwise);
    if (value !== undefined) return value;
    throw new OvoscopeError(destinationProblems.secret(this.name, this.text(option) ?? otherwise));
  }
}
