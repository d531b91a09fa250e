import type { ApiDef } from '../../formats/call-log/types.ts';
import type { Emit, TextList } from '../state.ts';

/** System calls that name a path: list, and the number of the argument. */
const PATHS: ReadonlyMap<string, [TextList, string]> = new Map([
  ['open', ['file_opened', 'p0']],
  ['openat', ['file_opened', 'p1']],
  ['creat', ['file_created', 'p0']],
  ['unlink', ['file_deleted', 'p0']],
  ['unlinkat', ['file_deleted', 'p1']],
  ['stat', ['file_exists', 'p0']],
  ['lstat', ['file_exists', 'p0']],
  ['access', ['file_exists', 'p0']],
]);

const DIRECTORIES: ReadonlyMap<string, [TextList, string]> = new Map([
  ['mkdir', ['directory_created', 'p0']],
  ['rmdir', ['directory_removed', 'p0']],
]);

/** Lists from Linux system calls; Cuckoo itself leaves them empty. */
export function linuxRule(def: ApiDef): Emit | undefined {
  const path = PATHS.get(def.api);
  if (path !== undefined) {
    const i = def.indexOf(path[1]);
    return i < 0 ? undefined : (call, process) => process.file(path[0], call.text(i));
  }
  const directory = DIRECTORIES.get(def.api);
  if (directory !== undefined) {
    const i = def.indexOf(directory[1]);
    return i < 0 ? undefined : (call, process) => process.add(directory[0], call.text(i));
  }
  if (def.api !== 'execve') return undefined;
  const [program, words] = [def.indexOf('p0'), def.indexOf('p1')];
  return (call, process) => {
    const list = call.value(words);
    const line = Array.isArray(list) ? list.map(String).join(' ') : call.text(program);
    process.add('command_line', line);
    process.file('file_opened', call.text(program));
  };
}
