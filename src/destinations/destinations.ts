import { createHash } from 'node:crypto';
import { destinationProblems } from '../errors/destinations.ts';
import { errorText, OvoscopeError, type Problem } from '../errors/problem.ts';
import type { Results } from '../plugin/container.ts';
import { analysisKey } from '../report/indicators.ts';
import { elasticsearchDestination, elasticsearchOptions } from './elasticsearch.ts';
import { fileDestination, fileOptions } from './file.ts';
import { mongodbDestination, mongodbOptions } from './mongodb.ts';
import { flag, type OptionKind, Options, text } from './options.ts';
import { postgresDestination, postgresOptions } from './postgres.ts';
import { Failed, sleep } from './retry.ts';
import { s3Destination, s3Options } from './s3.ts';
import type { Delivery, Destination, DestinationTable, Surroundings } from './types.ts';
import { webhookDestination, webhookOptions } from './webhook.ts';

type Make = (options: Options, surroundings: Surroundings) => Destination;

const KINDS: { readonly [kind: string]: readonly [make: Make, options: { readonly [name: string]: OptionKind }] } = {
  file: [fileDestination, fileOptions],
  s3: [s3Destination, s3Options],
  webhook: [webhookDestination, webhookOptions],
  postgres: [postgresDestination, postgresOptions],
  elasticsearch: [elasticsearchDestination, elasticsearchOptions],
  mongodb: [mongodbDestination, mongodbOptions],
};
const COMMON: { readonly [name: string]: OptionKind } = { kind: text, name: text, enabled: flag };

export const DESTINATION_KINDS = Object.keys(KINDS);

/** The options that a kind of destination has, for whoever documents or checks them. */
export function optionsOfKind(kind: string): { readonly [name: string]: OptionKind } | undefined {
  return Object.hasOwn(KINDS, kind) ? { ...COMMON, ...KINDS[kind]![1] } : undefined;
}

/** A mistake in a table: which option, what it should be. */
export interface Mistake {
  option: string;
  /** Undefined where the option itself is unknown. */
  expected: string | undefined;
  known: readonly string[];
}

export function checkDestination(table: DestinationTable): Mistake[] {
  const kind = table['kind'];
  const options = typeof kind === 'string' ? optionsOfKind(kind) : undefined;
  if (options === undefined) return [{ option: 'kind', expected: DESTINATION_KINDS.join(', '), known: [] }];
  const known = Object.keys(options);
  const mistakes: Mistake[] = [];
  for (const [option, value] of Object.entries(table)) {
    if (!Object.hasOwn(options, option)) mistakes.push({ option, expected: undefined, known });
    else if (!options[option]!.accepts(value)) mistakes.push({ option, expected: options[option]!.expected, known });
  }
  for (const [option, { isRequired, expected }] of Object.entries(options)) {
    if (isRequired && table[option] === undefined) mistakes.push({ option, expected, known });
  }
  return mistakes;
}

const REAL: Surroundings = { env: process.env, sleep, now: Date.now };

/**
 * Sends an analysis to every destination that is switched on, one after the other. What failed is a problem and costs
 * the others nothing; no credential is ever part of one. Rejects only when `signal` aborts.
 */
export async function deliver(
  tables: readonly DestinationTable[],
  { results, files }: Pick<Delivery, 'results' | 'files'>,
  signal: AbortSignal = new AbortController().signal,
  surroundings: Surroundings = REAL,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const delivery = { key: deliveryKey(results), results, files };
  for (const table of tables) {
    if (table['enabled'] === false) continue;
    const [make] = KINDS[String(table['kind'])]!;
    const destination = make(new Options(table, surroundings.env), surroundings);
    try {
      problems.push(...(await destination.send(delivery, signal)));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof OvoscopeError) problems.push(error.problem);
      else {
        const shown = withoutSecrets(errorText(error), table, surroundings.env);
        const attempts = error instanceof Failed ? error.attempts : 1;
        problems.push(destinationProblems.failed(destination.name, destination.kind, shown, attempts));
      }
    }
  }
  return problems;
}

/** The same for the same analysis, and safe wherever it is written. */
export function deliveryKey(results: Results): string {
  return createHash('sha256').update(analysisKey(results)).digest('hex').slice(0, 32);
}

const DEFAULT_SECRETS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'OVOSCOPE_WEBHOOK_SECRET',
  'OVOSCOPE_ELASTICSEARCH_PASSWORD',
];

/** Drivers and servers quote what they were given. */
function withoutSecrets(message: string, table: DestinationTable, env: Surroundings['env']): string {
  const named = Object.entries(table).flatMap(([option, value]) => (option.endsWith('_env') ? [String(value)] : []));
  let shown = message.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ').slice(0, 500);
  for (const name of [...named, ...DEFAULT_SECRETS]) {
    const secret = env[name];
    if (secret === undefined || secret.length < 4) continue;
    for (const part of [secret, ...partsOfUrl(secret)]) if (part.length >= 4) shown = shown.replaceAll(part, '***');
  }
  return shown;
}

function partsOfUrl(secret: string): string[] {
  if (!URL.canParse(secret)) return [];
  const { password, username } = new URL(secret);
  return [
    password,
    password.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16))),
    username,
  ];
}
