import type { Call, Process } from '../plugin/container.ts';
import { numberArgument, textArgument } from './argument.ts';
import { programName } from './command-line.ts';

/** A call that starts a program. */
export interface Launch {
  /** File name of the program, in lower case: `cmd.exe`. */
  program: string;
  /** Path of the program as the caller gave it, or the empty string. */
  image: string;
  command_line: string;
  /** Id of the new process, where the log tells. */
  pid: number | undefined;
}

/** What a call of one of `apis.launches` starts. */
export function launch(call: Call, process: Process): Launch {
  const image = textArgument(call, 'filepath');
  let line = textArgument(call, 'command_line') || textArgument(call, 'command');
  if (line === '') line = [image, textArgument(call, 'parameters')].filter(Boolean).join(' ');
  const pid = numberArgument(call, 'process_identifier');
  const isNew = pid !== 0 && pid !== process.process_id;
  return { program: programName(image || line), image, command_line: line, pid: isNew ? pid : undefined };
}
