import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { cliProblems } from '../errors/cli.ts';
import { OvoscopeError } from '../errors/problem.ts';
import * as blacklist from './commands/blacklist.ts';
import * as calls from './commands/calls.ts';
import * as config from './commands/config.ts';
import * as diff from './commands/diff.ts';
import * as list from './commands/list.ts';
import * as lists from './commands/lists.ts';
import * as process_ from './commands/process.ts';
import * as rules from './commands/rules.ts';
import * as signatures from './commands/signatures.ts';
import * as test from './commands/test.ts';
import * as whitelist from './commands/whitelist.ts';
import { type CliContext, type Output, printProblems, Told, UsageError } from './context.ts';
import { EXIT, type ExitCode, inputExit } from './exit-codes.ts';

/** The parts of `process` that a run needs; tests give their own. */
export interface Surroundings {
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  env: NodeJS.ProcessEnv;
  on(event: NodeJS.Signals, listener: () => void): unknown;
  off(event: NodeJS.Signals, listener: () => void): unknown;
}

const COMMANDS = [process_, calls, diff, list, test, signatures, rules, config, blacklist, whitelist, lists];
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs one command line and returns its exit code. Never rejects, never ends the process. */
export async function main(argv: readonly string[], surroundings: Surroundings = process): Promise<ExitCode> {
  const { stdout, stderr, env } = surroundings;
  const controller = new AbortController();
  const wantsColors = !argv.includes('--no-color') && env['NO_COLOR'] === undefined;
  const context: CliContext = {
    stdout: outputTo(stdout, controller),
    stderr: outputTo(stderr, controller),
    colors: pc.createColors(wantsColors && (stdout.isTTY || env['FORCE_COLOR'] !== undefined)),
    errorColors: pc.createColors(wantsColors && (stderr.isTTY || env['FORCE_COLOR'] !== undefined)),
    env,
    signal: controller.signal,
    exitCode: EXIT.done,
  };
  const onSignal = () => controller.abort();
  for (const signal of SIGNALS) surroundings.on(signal, onSignal);
  try {
    await build(context).parseAsync(argv, { from: 'user' });
  } catch (error) {
    context.exitCode = await told(context, error);
  } finally {
    for (const signal of SIGNALS) surroundings.off(signal, onSignal);
  }
  return context.exitCode;
}

function build(context: CliContext): Command {
  const program = new Command('ovoscope')
    .description('Reads what a malware sandbox recorded: says what the sample did, how bad that is, and why.')
    .option('--no-color', 'no colours in what is printed')
    .option('--version', 'print the version')
    .helpCommand(false)
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  program.on('option:version', () => {
    throw new VersionAsked();
  });
  program.action(() => {
    program.outputHelp();
    context.exitCode = EXIT.usage;
  });
  for (const { register } of COMMANDS) register(program, context);
  for (const command of everyCommand(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void context.stdout.print(text),
      writeErr: (text) => void context.stderr.print(text),
      outputError: () => {},
    });
    if (command !== program) command.option('--no-color', 'no colours in what is printed');
  }
  return program;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

class VersionAsked extends Error {}

/** Tells what ended a command, and gives the exit code for it. */
async function told(context: CliContext, error: unknown): Promise<ExitCode> {
  if (error instanceof Told) return error.exitCode;
  if (error instanceof VersionAsked) {
    const { packageVersion } = await import('../engine/package.ts');
    await context.stdout.print(`${packageVersion()}\n`);
    return EXIT.done;
  }
  if (context.signal.aborted) return EXIT.cancelled;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done;
    const text = error.message.replace(/^error: /, '').split('\n')[0]!;
    await printProblems(context, [cliProblems.usage(text)]);
    return EXIT.usage;
  }
  if (error instanceof OvoscopeError) {
    const problems = 'problems' in error && Array.isArray(error.problems) ? error.problems : [error.problem];
    await printProblems(context, problems);
    const isUsage = error instanceof UsageError || /^(?:CONFIG|AUTHORING)_/.test(error.code);
    return isUsage ? EXIT.usage : inputExit(error.problem);
  }
  await printProblems(context, [cliProblems.bug(error)]);
  if (error instanceof Error) await context.stderr.print(`${error.stack}\n`);
  return EXIT.bug;
}

function outputTo(stream: NodeJS.WriteStream, controller: AbortController): Output {
  // `ovoscope calls … | head` closes the pipe early: that is not an error, but there is nobody to go on for.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    controller.abort();
  });
  return {
    isTerminal: stream.isTTY === true,
    columns: stream.columns || 100,
    print: (text) =>
      new Promise((resolve) => {
        if (stream.destroyed || stream.write(text)) return resolve();
        const done = () => {
          stream.off('drain', done);
          stream.off('close', done);
          resolve();
        };
        stream.once('drain', done);
        stream.once('close', done);
      }),
  };
}
