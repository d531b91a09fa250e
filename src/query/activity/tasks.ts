import type { Call, Process, Results } from '../../plugin/container.ts';
import { apis } from '../apis.ts';
import { textArgument } from '../argument.ts';
import { programName, splitCommandLine } from '../command-line.ts';
import { type CallEvidence, evidence } from '../evidence.ts';
import { launch } from '../launches.ts';
import { commands } from '../objects.ts';
import { commandLineOf, processes } from '../processes.ts';
import { succeeded } from '../recorded.ts';
import { type Collector, MOST_KEPT, MOST_USES } from './collector.ts';

/** A scheduled task that was made, changed or run. */
export interface TaskLife {
  /** As it was named; the empty string for those of `at`. */
  name: string;
  /** What it runs; the empty string where nothing says. */
  action: string;
  /** When, as it was given: `/sc onlogon`; the empty string where nothing says. */
  schedule: string;
  /** How it is known. */
  how: 'command' | 'file' | 'registry';
  /** What was done, as `schtasks` calls it: `create`, `change`, `run`, `delete` …; what writes its file creates it. */
  verb: string;
  uses: (CallEvidence | { command_line: string })[];
}

const TASK_FILE = /^(?:\\\?\?\\)?[a-z]:\\windows\\(?:system32\\|syswow64\\)?tasks\\(.{1,200})$/i;
const TASK_KEY = /\\Schedule\\TaskCache\\Tree\\(.{1,200}?)(?:\\[^\\]{1,40})?$/i;

export class TaskCollector implements Collector {
  readonly apis = [...apis.launches, ...apis.writesFile, ...apis.setsValue];
  readonly #lives = new Map<string, TaskLife>();
  readonly #lines = new Set<string>();

  get lives(): TaskLife[] {
    return [...this.#lives.values()];
  }

  take(call: Call, process: Process): void {
    if (!succeeded(call)) return;
    if (isOneOf(apis.launches, call.api)) {
      const { command_line } = launch(call, process);
      this.#command(command_line, () => ({ ...evidence(call, process), command_line: command_line.slice(0, 2_000) }));
      return;
    }
    const isFile = isOneOf(apis.writesFile, call.api);
    const where = textArgument(call, isFile ? 'filepath' : 'regkey', process);
    const name = (isFile ? TASK_FILE : TASK_KEY).exec(where)?.[1];
    if (name === undefined) return;
    const life = this.#life(name, isFile ? 'file' : 'registry', 'create');
    if (life) use(life, evidence(call, process, isFile ? 'filepath' : 'regkey'));
  }

  /** Who started a process may not be recorded. */
  takeCommands(results: Results): void {
    for (const line of [...processes(results).map(commandLineOf), ...commands(results)]) {
      this.#command(line, () => ({ command_line: line.slice(0, 2_000) }));
    }
  }

  #command(line: string, piece: () => TaskLife['uses'][number]): void {
    if (this.#lines.has(line) || !/\b(?:schtasks|at)(?:\.exe)?\b/i.test(line.slice(0, 8_192))) return;
    if (this.#lines.size < MOST_KEPT) this.#lines.add(line);
    for (const [program, parts] of programsIn(line)) {
      const task = program === 'schtasks.exe' ? schtasks(parts) : program === 'at.exe' ? at(parts) : undefined;
      const life = task && this.#life(task.name, 'command', task.verb);
      if (!life) continue;
      life.action ||= task.action;
      life.schedule ||= task.schedule;
      use(life, piece());
    }
  }

  #life(name: string, how: TaskLife['how'], verb: string): TaskLife | undefined {
    const key = `${how} ${verb} ${name.toLowerCase()}`;
    let life = this.#lives.get(key);
    if (life === undefined && this.#lives.size < MOST_KEPT) {
      this.#lives.set(key, (life = { name, action: '', schedule: '', how, verb, uses: [] }));
    }
    return life;
  }
}

/** The line itself, and what `cmd /c a & b` runs. */
function programsIn(line: string): [program: string, parts: string[]][] {
  const pieces = line.slice(0, 8_192).split(/&&?|\|\|?/);
  return pieces.map((piece) => {
    const inner = piece.replace(/^.{0,300}?\bcmd(?:\.exe)?"?\s+(?:\/[a-z:]{1,6}\s+)*?\/[ck]\s*"?/i, '').trim();
    return [programName(inner), splitCommandLine(inner).slice(1)];
  });
}

function schtasks(
  parts: readonly string[],
): { name: string; verb: string; action: string; schedule: string } | undefined {
  const switches = parts.map((part) => part.toLowerCase().replace(/^-/, '/'));
  const verb = switches.find((part) => /^\/(?:create|change|run|delete|end)$/.test(part))?.slice(1);
  if (verb === undefined) return undefined;
  const given = (name: string) => {
    const place = switches.indexOf(name);
    return place < 0 ? '' : (parts[place + 1] ?? '');
  };
  const schedule = ['/sc', '/mo', '/st'].flatMap((name) => (given(name) === '' ? [] : [`${name} ${given(name)}`]));
  return { name: given('/tn'), verb, action: given('/tr') || given('/xml'), schedule: schedule.join(' ') };
}

function at(parts: readonly string[]) {
  const time = parts.findIndex((part) => /^\d{1,2}:\d{2}/.test(part));
  if (time < 0) return undefined;
  const action = parts.slice(time + 1).filter((part) => !/^\/(?:interactive|every|next)/i.test(part));
  return { name: '', verb: 'create', action: action.join(' '), schedule: parts[time]! };
}

function use(life: TaskLife, piece: TaskLife['uses'][number]): void {
  if (life.uses.length < MOST_USES) life.uses.push(piece);
}

const isOneOf = (list: readonly string[], api: string): boolean => list.includes(api);
