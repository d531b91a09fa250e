import { windowsBasename } from '../../util/text.ts';
import { filetimeToMs } from '../call-log/format-time.ts';
import type { ProcessHeader } from '../call-log/types.ts';
import type { ProcessModule, Value } from '../call-log/values.ts';
import type { Vocabulary } from './values.ts';

/** The process that a `__process__` message introduces, from its arguments by name. */
export function readProcess(args: ReadonlyMap<string, Value>, vocabulary: Vocabulary): ProcessHeader {
  const number = (...names: string[]): number => {
    for (const name of names) {
      const value = args.get(name);
      if (typeof value === 'number' && Number.isFinite(value)) return value;
    }
    return 0;
  };
  const text = (name: string): string | null => {
    const value = args.get(name);
    return typeof value === 'string' ? value : null;
  };
  const path = text('ModulePath') ?? text('module_path');
  const header: ProcessHeader = {
    vocabulary,
    pid: number('pid', 'process_identifier', 'ProcessIdentifier'),
    ppid: number('ppid', 'parent_process_identifier', 'ParentProcessIdentifier'),
    name: windowsBasename(path ?? ''),
    path,
    startMs: filetimeToMs(number('TimeLow', 'time_low'), number('TimeHigh', 'time_high')),
  };
  if (args.has('command_line')) header.commandLine = text('command_line');
  if (args.has('is_64bit')) header.bitness = args.get('is_64bit') ? 64 : 32;
  if (vocabulary === 'cuckoo-2') {
    header.track = args.has('track') ? Boolean(args.get('track')) : true;
    header.modules = readModules(args.get('modules'));
  }
  return header;
}

const MAX_MODULES = 4096;

function readModules(value: Value | undefined): ProcessModule[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_MODULES).flatMap((item) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return [];
    const { filepath, basename, baseaddr, imgsize } = item;
    return [
      {
        filepath: typeof filepath === 'string' ? filepath : '',
        basename: typeof basename === 'string' ? basename : '',
        baseaddr: typeof baseaddr === 'string' ? baseaddr : '',
        imgsize: Number.isFinite(imgsize) ? Number(imgsize) : 0,
      },
    ];
  });
}
