import type { Call, Process, Value } from '../plugin/container.ts';
import { recorded, succeeded } from './recorded.ts';
import { predefinedKey, registryPath } from './registry-path.ts';
import { number, text } from './value.ts';

/** What a handle stood for when a call used it. */
export type Opened = { file: string } | { key: string } | { pid: number };
export type Kind = 'file' | 'key' | 'process';

/**
 * What a handle of a process stands for at the time of a call. Reads the calls that open and close handles of that
 * kind, up to that call; asking in the order of the log costs one pass over them, asking for an earlier call starts
 * again. Handles of threads are of the kind `process` and stand for the thread's process.
 */
export function handleAt(process: Process, callId: number, handle: Value, kind: Kind): Opened | undefined {
  const number = handleNumber(handle);
  if (number === undefined) return undefined;
  const root = kind === 'key' ? predefinedKey(number) : undefined;
  if (root !== undefined) return { key: root };
  let trackers = known.get(process);
  if (trackers === undefined) known.set(process, (trackers = {}));
  let tracker = trackers[kind];
  if (tracker === undefined || tracker.reached > callId) {
    tracker?.stop();
    trackers[kind] = tracker = new HandleTracker(process, kind);
  }
  return tracker.at(callId, number);
}

const known = new WeakMap<Process, { [K in Kind]?: HandleTracker }>();

/** Windows gives a process at most 2^24 handles; a log may claim more. */
const MOST_OPEN = 200_000;

/** Keeps only the handles that are open at one point of the log. */
class HandleTracker {
  /** Calls before this one have been taken in. */
  reached = 0;
  readonly #open = new Map<number, Opened>();
  readonly #openers: Openers;
  readonly #calls: Iterator<Call>;
  #next: IteratorResult<Call> | undefined;

  constructor(process: Process, kind: Kind) {
    this.#openers = OPENERS[kind];
    this.#calls = process.calls.ofApi(...Object.keys(this.#openers), ...CLOSERS)[Symbol.iterator]();
  }

  at(callId: number, handle: number): Opened | undefined {
    this.#next ??= this.#calls.next();
    while (!this.#next.done && this.#next.value.id < callId) {
      this.#take(this.#next.value);
      this.#next = this.#calls.next();
    }
    this.reached = callId;
    return this.#open.get(handle);
  }

  stop(): void {
    this.#calls.return?.();
  }

  #take(call: Call): void {
    if (Object.hasOwn(this.#openers, call.api)) {
      this.#openers[call.api]!(call, (name, opened) => this.#set(call, name, opened), this.#keyName);
    } else if (this.#open.size > 0 && succeeded(call)) {
      const handle = handleNumber(recorded(call, 'handle') ?? recorded(call, 'key_handle'));
      if (handle !== undefined) this.#open.delete(handle);
    }
  }

  #set(call: Call, argumentName: string, opened: Opened): void {
    const value = argumentName === 'return' ? call.return : recorded(call, argumentName);
    const handle = handleNumber(value);
    if (!handle || (this.#open.size >= MOST_OPEN && !this.#open.has(handle))) return;
    this.#open.set(handle, opened);
  }

  #keyName = (handle: number): string | undefined => {
    const opened = this.#open.get(handle);
    return predefinedKey(handle) ?? (opened && 'key' in opened ? opened.key : undefined);
  };
}

type Set = (argumentName: string, opened: Opened) => void;
type Opener = (call: Call, set: Set, keyName: (handle: number) => string | undefined) => void;

const opensFile: Opener = (call, set) => {
  const name = text(recorded(call, 'filepath'));
  if (name !== '') set('file_handle', { file: name });
};

const opensKey: Opener = (call, set, keyName) => {
  let name = registryPath(text(recorded(call, 'regkey')));
  if (name === '') {
    const base = handleNumber(recorded(call, 'base_handle'));
    const parent = base === undefined ? undefined : keyName(base);
    name = [parent, text(recorded(call, 'regkey_r'))].filter(Boolean).join('\\');
  }
  if (name !== '') set('key_handle', { key: name });
};

const startsProcess: Opener = (call, set) => {
  const pid = number(recorded(call, 'process_identifier'));
  if (!pid) return;
  set('process_handle', { pid });
  set('thread_handle', { pid });
};

const opensThread: Opener = (call, set, _keyName) => {
  const pid = number(recorded(call, 'process_identifier'));
  if (pid) set('thread_handle', { pid });
};

/** Before 0.5 the handle was the call's result. */
const returnsProcess: Opener = (call, set) => {
  const pid = number(recorded(call, 'process_identifier'));
  if (pid) set('return', { pid });
};

interface Openers {
  readonly [api: string]: Opener;
}

const OPENERS: { readonly [K in Kind]: Openers } = {
  file: { NtCreateFile: opensFile, NtOpenFile: opensFile },
  key: {
    RegOpenKeyExA: opensKey,
    RegOpenKeyExW: opensKey,
    RegCreateKeyExA: opensKey,
    RegCreateKeyExW: opensKey,
    NtOpenKey: opensKey,
    NtOpenKeyEx: opensKey,
    NtCreateKey: opensKey,
  },
  process: {
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
  },
};

const CLOSERS: readonly string[] = ['NtClose', 'RegCloseKey'];

/** Low 32 bits: more than a handle has, and where 64-bit logs extend the sign. */
function handleNumber(value: Value | undefined): number | undefined {
  if (typeof value === 'string' && /^0x[0-9a-f]{1,16}$/i.test(value))
    return Number.parseInt(value.slice(2).slice(-8), 16);
  const plain = number(value);
  return plain === undefined ? undefined : Number(BigInt.asUintN(32, BigInt(Math.trunc(plain))));
}
