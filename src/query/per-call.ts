import type { Call, Process } from '../plugin/container.ts';

/**
 * A function of a call that is computed once for several signatures: a call is shown to all that watch it before the
 * next one is, so remembering the latest answer is enough.
 */
export function perCall<T>(compute: (call: Call, process: Process) => T): (call: Call, process: Process) => T {
  let latest: { call: Call; id: number; process: Process; value: T } | undefined;
  return (call, process) => {
    const isSame = latest?.call === call && latest.id === call.id && latest.process === process;
    if (!isSame) latest = { call, id: call.id, process, value: compute(call, process) };
    return latest!.value;
  };
}
