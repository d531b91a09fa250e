import type { Argument, Call, CallList, Process, Results, Summary, Value } from '../plugin/container.ts';

/** Containers for the tests of this folder; authors have `given` of `ovoscope/testing`. */
export type SampleCall = [api: string, category: string, args: { [name: string]: Value }, more?: Partial<Call>];

export function sampleCall([api, category, args, more]: SampleCall, id = 0): Call {
  const list: Argument[] = Object.entries(args).map(([name, value]) => ({ name, value }));
  const timestamp = '2020-01-01 00:00:00,000';
  const call = { id, timestamp, thread_id: 1, category, api, arguments: list, repeated: 0 };
  return { ...call, status: 'SUCCESS', return: '0x00000000', ...more };
}

/** Counts the passes over it. */
export class SampleCalls implements CallList {
  readonly calls: Call[];
  passes = 0;

  constructor(calls: Call[]) {
    this.calls = calls;
  }

  get length(): number {
    return this.calls.length;
  }

  at(index: number): Call | undefined {
    return this.calls.at(index);
  }

  slice(start?: number, end?: number): Call[] {
    return this.calls.slice(start, end);
  }

  *ofApi(...names: string[]): Generator<Call> {
    this.passes++;
    for (const call of this.calls) if (names.includes(call.api)) yield call;
  }

  *[Symbol.iterator](): Generator<Call> {
    this.passes++;
    yield* this.calls;
  }

  toJSON(): Call[] {
    return this.calls;
  }
}

export function sampleProcess(calls: SampleCall[], more: Partial<Process> = {}): Process {
  const list = new SampleCalls(calls.map(sampleCall));
  const first_seen = '2020-01-01 00:00:00,000';
  return { process_id: 1000, process_name: 'sample.exe', parent_id: 4, first_seen, calls: list, ...more };
}

export function sampleResults(processes: Process[], summary: Partial<Summary> = {}, more: Results = {}): Results {
  const lists = { files: [], keys: [], mutexes: [], ...summary };
  return { behavior: { processes, processtree: [], summary: lists }, ...more };
}
