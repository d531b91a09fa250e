import type {
  ApiDef,
  CallLogFormat,
  CallSink,
  Decoded,
  DefinitionEvent,
  ResumedStream,
  ScanDamage,
  Scanner,
  Window,
} from '../call-log/types.ts';
import type { Value } from '../call-log/values.ts';
import { parseStapArguments, parseStapLine, type StapLine } from './line.ts';

const LF = 0x0a;
const MAX_FORKS = 1_000_000;

/**
 * The systemtap log of a Linux guest: one system call per line, all processes in one file. A process counts from
 * the `clone` that made it, so the analyser's own calls are left out.
 */
class StapScanner implements Scanner {
  /** Process id → the one that cloned it. */
  readonly #parents = new Map<number, number>();
  readonly #streams = new Map<number, number>();
  readonly #named = new Set<number>();
  /** Set where reading starts in the middle: only calls of this process are wanted. */
  #only: { pid: number; stream: number } | undefined;
  #line: StapLine | undefined;
  #values: Value[] | undefined;

  scan(window: Window, sink: CallSink): number | ScanDamage {
    const { bytes, end, last } = window;
    let p = window.start;
    while (p < end) {
      const stop = bytes.indexOf(LF, p);
      if (stop < 0 || stop >= end) {
        // A line without an end may lack its result, so it counts as cut.
        return last ? { at: p, reason: `a line of ${end - p} bytes has no end`, truncated: true } : p;
      }
      this.#read(bytes, p, stop, sink);
      p = stop + 1;
    }
    return p;
  }

  #read(bytes: Buffer, at: number, stop: number, sink: CallSink): void {
    const line = parseStapLine(bytes.toString('latin1', at, stop));
    if (line === undefined) {
      if (stop > at) sink.skip(at, 'lines that do not start with a time, or name no call');
      return;
    }
    this.#line = line;
    this.#values = undefined;
    if (this.#only !== undefined) {
      if (line.pid === this.#only.pid) this.#call(this.#only.stream, line, at, stop, sink);
      return;
    }
    if (line.api === 'clone' && /^\d{1,10}$/.test(line.result)) {
      if (this.#parents.size < MAX_FORKS) this.#parents.set(Number(line.result), line.pid);
      else sink.skip(at, `processes beyond ${MAX_FORKS} that were started; their calls are not kept`);
    }
    const parent = this.#parents.get(line.pid);
    if (parent === undefined) return;
    const stream = this.#streams.get(line.pid) ?? this.#open(line, parent, sink);
    if (line.api === 'execve' && line.result === '' && !this.#named.has(line.pid)) this.#name(line, stream, sink);
    this.#call(stream, line, at, stop, sink);
  }

  #open(line: StapLine, ppid: number, sink: CallSink): number {
    const stream = sink.stream({
      vocabulary: 'linux',
      pid: line.pid,
      ppid,
      name: line.process,
      path: null,
      startMs: line.timeMs,
      commandLine: '',
    });
    this.#streams.set(line.pid, stream);
    return stream;
  }

  /** The first `execve` that does not come back says what a process is. */
  #name(line: StapLine, stream: number, sink: CallSink): void {
    const [path, words] = parseStapArguments(line.args);
    if (typeof path !== 'string') return;
    this.#named.add(line.pid);
    const commandLine = Array.isArray(words) ? words.map(String).join(' ') : '';
    sink.amend(stream, { name: path.slice(path.lastIndexOf('/') + 1), path, commandLine });
  }

  #call(stream: number, line: StapLine, at: number, stop: number, sink: CallSink): void {
    this.#values = parseStapArguments(line.args);
    const args = this.#values.map((_, i) => ({ name: `p${i}`, kind: '' as const }));
    const def = sink.define(line.api, 'system', args, false);
    if (def === undefined) return;
    sink.call(stream, def, line.timeMs, line.pid, this.success, 0, at, stop + 1 - at, -1, -1);
  }

  resume(_offset: number, _definitions: readonly DefinitionEvent[], stream: ResumedStream): void {
    this.#only = { pid: stream.header.pid, stream: stream.id };
  }

  decode(bytes: Buffer, at: number, length: number, _def: ApiDef): Decoded {
    const line = parseStapLine(bytes.toString('latin1', at, at + length - 1));
    if (line === undefined) return { returnValue: '', args: [] };
    const args = parseStapArguments(line.args).map((value, i) => ({ name: `p${i}`, value }));
    const extra = { caller: `0x${line.instructionPointer}` };
    return line.errno === ''
      ? { returnValue: line.result, args, extra }
      : { returnValue: line.result, args, extra: { ...extra, pretty_return: line.errno } };
  }

  get success(): boolean {
    return this.#line?.errno === '';
  }

  return32(): number {
    return Number(this.#line?.result) | 0;
  }

  value(index: number): Value | undefined {
    this.#values ??= parseStapArguments(this.#line?.args ?? '');
    return this.#values[index];
  }

  text(index: number): string {
    const value = this.value(index);
    return typeof value === 'string' ? value : '';
  }

  flag(): undefined {
    return undefined;
  }
}

export const stapLog: CallLogFormat = {
  name: 'stap',
  version: 1,
  folds: false,
  scanner: () => new StapScanner(),
};
