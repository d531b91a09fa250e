import type { Call, Process, Value } from '../plugin/container.ts';
import { handleAt } from './handles.ts';
import { recorded } from './recorded.ts';
import { registryPath } from './registry-path.ts';
import { number, text } from './value.ts';

/**
 * The value of an argument, by its common name (`filepath`, `regkey`, `process_identifier` …) or as recorded
 * (`FileName`). Undefined where the call has no such argument.
 *
 * Give the process too, and what a monitor did not write beside the call is looked up: `regkey` and `filepath` from
 * the handle, `process_identifier` from a handle to a process or thread.
 */
export function argument(call: Call, name: string, process?: Process): Value | undefined {
  const value = recorded(call, name);
  if (value !== undefined) return name === 'regkey' ? registryPath(text(value)) || undefined : value;
  if (process === undefined) return undefined;
  if (name === 'regkey') return keyByHandle(call, process);
  if (name === 'filepath') return fileByHandle(call, process);
  if (name === 'process_identifier') return pidByHandle(call, process);
  return undefined;
}

/** As `argument`, as text; the empty string where there is none. */
export const textArgument = (call: Call, name: string, process?: Process): string =>
  text(argument(call, name, process));

/** As `argument`, as a number; undefined where there is none. */
export const numberArgument = (call: Call, name: string, process?: Process): number | undefined =>
  number(argument(call, name, process));

/** Id of the process that a call acts on, or undefined where the log doesn't tell. */
export const targetPid = (call: Call, process: Process): number | undefined =>
  numberArgument(call, 'process_identifier', process) || undefined;

/** Cuckoo up to 1.x records a root or a handle, and the rest of the path or a value's name. */
function keyByHandle(call: Call, process: Process): string | undefined {
  const base = recorded(call, 'base_handle');
  const handle = base ?? recorded(call, 'key_handle');
  const opened = handle === undefined ? undefined : handleAt(process, call.id, handle, 'key');
  const parent = opened && 'key' in opened ? opened.key : undefined;
  const rest = text(recorded(call, 'value_name') ?? recorded(call, 'regkey_r') ?? recorded(call, 'key_name'));
  if (parent === undefined) return base === undefined ? undefined : rest;
  return rest === '' ? parent : `${parent}\\${rest}`;
}

function fileByHandle(call: Call, process: Process): string | undefined {
  const handle = recorded(call, 'file_handle');
  const opened = handle === undefined ? undefined : handleAt(process, call.id, handle, 'file');
  return opened && 'file' in opened ? opened.file : undefined;
}

function pidByHandle(call: Call, process: Process): number | undefined {
  const handle = recorded(call, 'process_handle');
  if (handle !== undefined && isCurrentProcess(handle)) return process.process_id;
  const used = handle ?? recorded(call, 'thread_handle');
  const opened = used === undefined ? undefined : handleAt(process, call.id, used, 'process');
  return opened && 'pid' in opened ? opened.pid : undefined;
}

/** -1 in 32 or 64 bits. */
const isCurrentProcess = (handle: Value): boolean => /^0x(?:f{8}|f{16})$/i.test(text(handle));
