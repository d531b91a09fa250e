import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { apis, baseName, commandLineOf, evidence, launch, processes, sampleName, textArgument } from 'ovoscope/query';
import { SYSTEM_PROGRAMS } from '../_programs.ts';

/** `del`, `erase`, or another file's content written over it. */
const REMOVES = /\b(?:del|erase|rmdir|rd|remove-item)\b|>\s*"?[a-z]:\\/i;
const STARTED = /^"?([a-z]:\\[^"]{1,300}?\.exe)"?(?:\s|$)/i;
const SHORTEST = 5;

/** Uninstallers delete themselves when they are done. */
export default class DeletesItself extends Signature {
  name = 'deletes_itself';
  description = 'Deletes its own program, by itself or through a command';
  severity = 3;
  confidence = 90;
  categories = ['evasion'];
  ttps = ['T1070.004'];
  references = ['https://attack.mitre.org/techniques/T1070/004/'];
  watch = { apis: [...apis.launches, ...apis.deletesFile] };
  #own: Own | undefined;

  onCall(call: Call, process: Process) {
    this.#own ??= ownPrograms(this.results);
    if ((apis.deletesFile as readonly string[]).includes(call.api)) {
      const path = textArgument(call, 'filepath').toLowerCase();
      const isOwn = this.#own.paths.has(path) || baseName(path) === this.#own.sample;
      if (path !== '' && isOwn) this.data.push(evidence(call, process, 'filepath'));
      return;
    }
    const { command_line } = launch(call, process);
    if (removes(command_line, this.#own)) this.data.push({ ...evidence(call, process), command_line });
  }

  onComplete() {
    return this.data.length > 0;
  }
}

interface Own {
  /** In lower case. */
  paths: Set<string>;
  /** Name of the sample; empty where it isn't known or tells too little. */
  sample: string;
}

function removes(commandLine: string, { paths, sample }: Own): boolean {
  const line = commandLine.slice(0, 32_768).toLowerCase();
  if (!REMOVES.test(line)) return false;
  return [...paths].some((path) => line.includes(path)) || (sample !== '' && line.includes(`\\${sample}`));
}

/** The programs that ran, without those of Windows. */
function ownPrograms(results: Results): Own {
  const paths = processes(results).map(({ process_path, ...process }) => {
    const path = process_path || STARTED.exec(commandLineOf(process))?.[1] || '';
    return path.toLowerCase();
  });
  const sample = baseName(sampleName(results)).toLowerCase();
  return {
    paths: new Set(paths.filter((path) => path.length >= SHORTEST && !isOfWindows(path))),
    sample: sample.length >= SHORTEST ? sample : '',
  };
}

const isOfWindows = (path: string) =>
  /^[a-z]:\\windows\\/.test(path) || SYSTEM_PROGRAMS.some((name) => path.endsWith(`\\${name}`));
