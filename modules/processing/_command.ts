import { parsePowerShell } from './_powershell.ts';

/** What a command line tells an interpreter to run. */
export interface ParsedCommand {
  program: 'cmd' | 'powershell';
  /** Options by their full names: `remains`, `quiet`; `windowstyle`, `executionpolicy`, … */
  options: { [name: string]: string | true };
  /** The text that is run; null where there is none, or none that can be decoded. */
  script: string | null;
}

/** Longer lines than Windows allows say nothing more. */
const LONGEST = 64 * 1024;
/** A path to the programs that everybody starts, in any spelling, and what follows the name. */
const PROGRAM =
  /^\s*"?(?:(?:[a-z]:|%(?:systemroot|windir)%|\\\\\?\\[a-z]:)?[^"|&<>*?]{0,300}\\)?(cmd|powershell(?:_ise)?|pwsh)(?:\.exe)?"?(?=[\s/"]|-|$)/i;

/** The options and the script of a command line of cmd or PowerShell; undefined for any other program. */
export function parseCommand(line: string): ParsedCommand | undefined {
  const text = line.slice(0, LONGEST);
  const program = PROGRAM.exec(text);
  if (!program) return undefined;
  const rest = text.slice(program[0].length).trim();
  return program[1]!.toLowerCase() === 'cmd' ? parseCmd(rest) : { program: 'powershell', ...parsePowerShell(rest) };
}

/** Everything after /c or /k is the command, whatever it looks like. */
function parseCmd(arguments_: string): ParsedCommand {
  // `cmd "/k ping"` is one argument that holds the option as well.
  let rest = /^"\s*\/.*"$/s.test(arguments_) ? arguments_.slice(1, -1) : arguments_;
  const options: ParsedCommand['options'] = {};
  for (;;) {
    const option = /^\s*\/([a-z])(:\w{1,8})?/i.exec(rest);
    if (!option) return { program: 'cmd', options, script: null };
    rest = rest.slice(option[0].length);
    const letter = option[1]!.toLowerCase();
    if (letter === 'q') options['quiet'] = true;
    if (letter === 'k') options['remains'] = true;
    // /r is an old name of /c.
    if (letter === 'c' || letter === 'k' || letter === 'r') {
      const script = withoutOuterQuotes(rest.trim());
      return { program: 'cmd', options, script: script === '' ? null : script };
    }
  }
}

/** As cmd does: the first and the last quote go, unless they are the only ones and the second ends a path. */
function withoutOuterQuotes(text: string): string {
  if (!text.startsWith('"')) return text;
  const last = text.lastIndexOf('"');
  if (last === 0) return text.slice(1);
  const isPath = text.indexOf('"', 1) === last && last < text.length - 1;
  return isPath ? text : (text.slice(1, last) + text.slice(last + 1)).trim();
}

/**
 * The single commands of a script of cmd, at most `limit`: what stands between `&`, `|`, brackets and line ends that
 * are not in quotes, without the carets that only take up room.
 */
export function commandsOf(script: string, limit: number): string[] {
  const commands: string[] = [];
  let command = '';
  let quoted = false;
  for (let i = 0; i < script.length && commands.length < limit; i++) {
    const c = script[i]!;
    if (c === '^' && !quoted) {
      command += script[++i] ?? '';
      continue;
    }
    if (c === '"') quoted = !quoted;
    if (quoted || !/[&|()\r\n]/.test(c)) {
      command += c;
      continue;
    }
    if (command.trim() !== '') commands.push(command.trim());
    command = '';
  }
  if (command.trim() !== '' && commands.length < limit) commands.push(command.trim());
  // `start /min "" powershell …` and `call cmd …` are what they start.
  return commands.map((each) => each.replace(/^@?(?:call|start(?:\s+(?:"[^"]{0,200}"|\/\w+))*)\s+/i, ''));
}
