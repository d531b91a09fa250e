import type { Call, Process, Value } from '../plugin/container.ts';
import { recorded, succeeded } from './recorded.ts';
import { predefinedKey, registryPath } from './registry-path.ts';
import { number, text } from './value.ts';

/** What a handle stood for when a call used it. */
export type Opened =
  | { kind: 'file'; name: string }
  | { kind: 'key'; name: string }
  | { kind: 'process'; pid: number }
  | { kind: 'thread'; pid: number };

/**
 * What a handle of a process stands for at the time of a call. Reads the calls that open and close handles, up to
 * that call; asking in the order of the log costs one pass over them, asking for an earlier call starts again.
 */
export function handleAt(process: Process, callId: number, handle: Value): Opened | undefined {
  const key = handleNumber(handle);
  if (key === undefined) return undefined;
  let tracker = trackers.get(process);
  if (tracker === undefined || tracker.reached > callId) {
    tracker?.stop();
    tracker = new HandleTracker(process);
    trackers.set(process, tracker);
  }
  return tracker.at(callId, key);
}

const trackers = new WeakMap<Process, HandleTracker>();

/** Windows gives a process at most 2^24 handles; a log may claim more. */
const MOST_OPEN = 200_000;

/** Keeps only the handles that are open at one point of the log. */
class HandleTracker {
  /** Calls before this one have been taken in. */
  reached = 0;
  readonly #open = new Map<number, Opened>();
  readonly #calls: Iterator<Call>;
  #next: IteratorResult<Call> | undefined;

  constructor(process: Process) {
    this.#calls = process.calls.ofApi(...Object.keys(OPENERS), ...CLOSERS)[Symbol.iterator]();
  }

  at(callId: number, handle: number): Opened | undefined {
    this.#next ??= this.#calls.next();
    while (!this.#next.done && this.#next.value.id < callId) {
      this.#take(this.#next.value);
      this.#next = this.#calls.next();
    }
    this.reached = callId;
    const root = predefinedKey(handle);
    return root === undefined ? this.#open.get(handle) : { kind: 'key', name: root };
  }

  stop(): void {
    this.#calls.return?.();
  }

  #take(call: Call): void {
    if (CLOSERS.includes(call.api)) {
      const handle = handleNumber(recorded(call, 'key_handle') ?? recorded(call, 'handle'));
      if (handle !== undefined && succeeded(call)) this.#open.delete(handle);
    } else if (Object.hasOwn(OPENERS, call.api)) {
      OPENERS[call.api]!(call, (name, opened) => this.#set(call, name, opened), this.#nameOf);
    }
  }

  #set(call: Call, argumentName: string, opened: Opened): void {
    const value = argumentName === 'return' ? call.return : recorded(call, argumentName);
    const handle = handleNumber(value);
    if (!handle || (this.#open.size >= MOST_OPEN && !this.#open.has(handle))) return;
    this.#open.set(handle, opened);
  }

  #nameOf = (handle: number): string | undefined => {
    const opened = this.#open.get(handle);
    return predefinedKey(handle) ?? (opened?.kind === 'key' ? opened.name : undefined);
  };
}

type Set = (argumentName: string, opened: Opened) => void;
type Opener = (call: Call, set: Set, keyName: (handle: number) => string | undefined) => void;

const opensFile: Opener = (call, set) => {
  const name = text(recorded(call, 'filepath'));
  if (name !== '') set('file_handle', { kind: 'file', name });
};

const opensKey: Opener = (call, set, keyName) => {
  let name = registryPath(text(recorded(call, 'regkey')));
  if (name === '') {
    const base = handleNumber(recorded(call, 'base_handle'));
    const parent = base === undefined ? undefined : keyName(base);
    name = [parent, text(recorded(call, 'regkey_r'))].filter(Boolean).join('\\');
  }
  if (name !== '') set('key_handle', { kind: 'key', name });
};

const startsProcess: Opener = (call, set) => {
  const pid = number(recorded(call, 'process_identifier'));
  if (!pid) return;
  set('process_handle', { kind: 'process', pid });
  set('thread_handle', { kind: 'thread', pid });
};

const opensThread: Opener = (call, set, _keyName) => {
  const pid = number(recorded(call, 'process_identifier'));
  if (pid) set('thread_handle', { kind: 'thread', pid });
};

/** Before 0.5 the handle was the call's result. */
const returnsProcess: Opener = (call, set) => {
  const pid = number(recorded(call, 'process_identifier'));
  if (pid) set('return', { kind: 'process', pid });
};

const OPENERS: { readonly [api: string]: Opener } = {
  NtCreateFile: opensFile,
  NtOpenFile: opensFile,
  RegOpenKeyExA: opensKey,
  RegOpenKeyExW: opensKey,
  RegCreateKeyExA: opensKey,
  RegCreateKeyExW: opensKey,
  NtOpenKey: opensKey,
  NtOpenKeyEx: opensKey,
  NtCreateKey: opensKey,
  CreateProcessInternalW: startsProcess,
  NtCreateUserProcess: startsProcess,
  RtlCreateUserProcess: startsProcess,
  NtCreateProcess: startsProcess,
  NtCreateProcessEx: startsProcess,
  NtOpenProcess: startsProcess,
  OpenProcess: returnsProcess,
  NtOpenThread: opensThread,
  NtCreateThread: opensThread,
  NtCreateThreadEx: opensThread,
};

const CLOSERS: readonly string[] = ['NtClose', 'RegCloseKey'];

/** Low 32 bits: more than a handle has, and where 64-bit logs extend the sign. */
function handleNumber(value: Value | undefined): number | undefined {
  if (typeof value === 'string' && /^0x[0-9a-f]{1,16}$/i.test(value))
    return Number.parseInt(value.slice(2).slice(-8), 16);
  const plain = number(value);
  return plain === undefined ? undefined : Number(BigInt.asUintN(32, BigInt(Math.trunc(plain))));
}
