import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { apis, evidence, launch, processes, textArgument } from 'ovoscope/query';
import { SYSTEM_PROGRAMS } from '../_programs.ts';

/** `del`, `erase`, or another file's content written over it. */
const REMOVES = /\b(?:del|erase|rmdir|rd|remove-item)\b|>\s*"?[a-z]:\\/i;

/** Programs that delete what isn't theirs have no own path in the command, so only paths of processes count. */
export default class DeletesItself extends Signature {
  name = 'deletes_itself';
  description = 'Deletes its own program, by itself or through a command';
  severity = 3;
  confidence = 90;
  categories = ['evasion'];
  ttps = ['T1070.004'];
  references = ['https://attack.mitre.org/techniques/T1070/004/'];
  watch = { apis: [...apis.launches, ...apis.deletesFile] };
  #own: string[] | undefined;

  onCall(call: Call, process: Process) {
    this.#own ??= ownPaths(this.results);
    if ((apis.deletesFile as readonly string[]).includes(call.api)) {
      const path = textArgument(call, 'filepath').toLowerCase();
      if (path !== '' && this.#own.includes(path)) this.data.push(evidence(call, process, 'filepath'));
      return;
    }
    const { command_line } = launch(call, process);
    const line = command_line.slice(0, 32_768).toLowerCase();
    if (!REMOVES.test(line)) return;
    if (this.#own.some((path) => line.includes(path))) this.data.push({ ...evidence(call, process), command_line });
  }

  onComplete() {
    return this.data.length > 0;
  }
}

/** Paths of the programs that ran, in lower case, without those of Windows. */
function ownPaths(results: Results): string[] {
  const paths = processes(results).map(({ process_path, command_line, environ }) => {
    const started =
      process_path ||
      /^"?([a-z]:\\[^"]{1,300}?\.exe)"?(?:\s|$)/i.exec(command_line ?? environ?.['CommandLine'] ?? '')?.[1];
    return (started ?? '').toLowerCase();
  });
  const isOfWindows = (path: string) =>
    SYSTEM_PROGRAMS.some((name) => path.endsWith(`\\${name}`)) || /^[a-z]:\\windows\\/.test(path);
  return [...new Set(paths)].filter((path) => path.length > 4 && !isOfWindows(path));
}
