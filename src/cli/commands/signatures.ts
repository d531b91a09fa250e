import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import * as bench from '../signatures-bench.ts';
import * as explain from '../signatures-explain.ts';
import * as lint from '../signatures-lint.ts';
import * as list from '../signatures-list.ts';
import * as create from '../signatures-new.ts';

/** Everything that helps to write signatures; each subcommand has a file of its own. */
export function register(program: Command, context: CliContext): void {
  const group = program.command('signatures').description('write, try and understand signatures');
  for (const part of [create, explain, lint, list, bench]) part.register(group, context);
}
