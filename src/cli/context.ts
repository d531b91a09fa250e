import type { Command } from 'commander';
import type pc from 'picocolors';
import type { Config } from '../engine/config/types.ts';
import type { LogLevel } from '../engine/log.ts';
import { cliProblems } from '../errors/cli.ts';
import { OvoscopeError, type Problem } from '../errors/problem.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { messageText } from './text.ts';

export type Colors = ReturnType<typeof pc.createColors>;

/** What `main` gives to every command. */
export interface CliContext {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly colors: Colors;
  /** For what goes to stderr. */
  readonly errorColors: Colors;
  readonly env: NodeJS.ProcessEnv;
  /** Aborts on Ctrl-C, and when nobody reads stdout any more. */
  readonly signal: AbortSignal;
  /** What `main` returns when the command has ended. */
  exitCode: ExitCode;
}

/** One of the two streams. Nothing is lost: `print` waits until there is room. */
export interface Output {
  readonly isTerminal: boolean;
  readonly columns: number;
  print(text: string): Promise<void>;
}

/** Writes problems to stderr, each with its hint. */
export async function printProblems(context: CliContext, problems: readonly Problem[]): Promise<void> {
  const { bold, dim } = context.errorColors;
  for (const { code, message, hint } of problems) {
    const lines = [`${bold(code)}  ${messageText(message)}`];
    if (hint !== undefined) lines.push(dim(`  → ${messageText(hint)}`));
    await context.stderr.print(`${lines.join('\n')}\n`);
  }
}

/** Options that every command with modules takes. */
export interface CommonOptions {
  config?: string;
  modules?: string[];
}

export function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration; default is ovoscope.toml of this folder, if there is one')
    .option('--modules <dir>', 'folder with modules of your own; may be given several times', collect);
}

/** For options that may be given several times. */
export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

/** The configuration a command runs with; throws OvoscopeError with the first mistake after telling all. */
export async function configOf(context: CliContext, file: string | undefined): Promise<Config> {
  const { readConfig } = await import('../engine/config/read.ts');
  const { config, problems } = readConfig(file);
  if (problems.length === 0) return config;
  await printProblems(context, problems);
  throw new Told(EXIT.usage);
}

/** Ends a command whose problem has been told already. */
export class Told extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode) {
    super('already told');
    this.exitCode = exitCode;
  }
}

/** Ends a command because of how it was called. */
export class UsageError extends OvoscopeError {
  constructor(text: string, hint?: string) {
    super(cliProblems.usage(text, hint));
    this.name = 'UsageError';
  }
}

/** `OVOSCOPE_LOG` says how much is logged to stderr; nothing by default. */
export function logLevelOf(env: NodeJS.ProcessEnv): LogLevel {
  const level = env['OVOSCOPE_LOG'];
  return level === 'debug' || level === 'info' || level === 'warn' ? level : 'silent';
}

export function wholeNumber(name: string, from = 0): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,15}$/.test(text) && value >= from) return value;
    throw new UsageError(`${name} is ${text}, but should be a whole number${from > 0 ? ` from ${from} on` : ''}`);
  };
}
