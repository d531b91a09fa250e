import { ALLOWED_IMPORTS, CLOSED_MODULES } from './allowed-imports.ts';
import { readSome, writeAll } from './pipe.ts';

/** The parts of the Emscripten module that are used here. */
interface EmscriptenModule {
  ENV: { [name: string]: string };
  FS: EmscriptenFs;
  PATH: { normalize(path: string): string };
  MEMFS: { expandFileStorage(node: unknown, capacity: number): void };
  HEAP8: Int8Array;
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  Py_EmscriptenSignalBuffer?: { 0: number };
  _Py_EMSCRIPTEN_SIGNAL_HANDLING: number;
  _PyImport_Inittab: number;
  _PyRun_SimpleString(text: number): number;
  _free(address: number): void;
  stringToNewUTF8(text: string): number;
  stackSave(): number;
  stackRestore(stack: number): void;
}

interface Stream {
  fd: number;
  seekable?: boolean;
}

interface StreamOps {
  open(stream: Stream): void;
  read(stream: Stream, buffer: Int8Array, offset: number, length: number): number;
  write(stream: Stream, buffer: Int8Array, offset: number, length: number): number;
}

interface EmscriptenFs {
  ErrnoError: new (errno: number) => Error;
  streams: (Stream | null | undefined)[];
  chdir(path: string): void;
  close(stream: Stream): void;
  isDir(mode: number): boolean;
  lstat(path: string): { mode: number };
  makedev(major: number, minor: number): number;
  mkdev(path: string, dev: number): void;
  mkdir(path: string, mode?: number): unknown;
  mkdirTree(path: string): void;
  open(path: string, flags: number | string, mode?: number): Stream;
  readFile(path: string): Uint8Array;
  readdir(path: string): string[];
  registerDevice(dev: number, ops: StreamOps): void;
  rename(from: string, to: string): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  writeFile(path: string, data: Uint8Array | string, options?: { canOwn?: boolean }): void;
}

export type CreateModule = (settings: { [name: string]: unknown }) => Promise<EmscriptenModule>;

export interface PythonFile {
  path: string;
  data: Uint8Array;
}

export interface InterpreterOptions {
  create: CreateModule;
  wasm: Uint8Array;
  /** The zip of Python's own library. */
  library: Uint8Array;
  files: readonly PythonFile[];
  /** Memory of an interpreter that was stopped before, to go on from there. */
  snapshot?: Uint8Array | undefined;
  /** Bytes that the interpreter's memory may grow to. */
  memoryLimit: number;
}

const ENOSYS = 52;
const EROFS = 69;
const ENOSPC = 51;
const PAGE = 65_536;
const ACCESS_MODE = 3;
const O_CREAT = 64;
const O_TRUNC = 512;
/** The largest file that signatures may write; they are in memory, below /tmp. */
const LARGEST_FILE = 64 << 20;
/** The descriptor by which the interpreter talks to whoever started it. */
export const HOST_FD = 3;
const HOST_MAJOR = 90;
const TEMPORARY = '/tmp/';
const ERROR_TAIL = 8_000;

/** CPython in WebAssembly, with nothing around it but memory, clocks and one pipe. */
export class Interpreter {
  readonly #module: EmscriptenModule;
  readonly #stack: number;
  readonly #errors: string[];
  readonly #guard: FileGuard;
  readonly #limit: { bytes: number };
  #pristine: Uint8Array | undefined;

  private constructor(module: EmscriptenModule, errors: string[], limit: { bytes: number }) {
    this.#limit = limit;
    this.#module = module;
    this.#errors = errors;
    this.#stack = module.stackSave();
    this.#guard = guardFiles(module);
  }

  static async start(options: InterpreterOptions): Promise<Interpreter> {
    const limit = { bytes: options.memoryLimit };
    limitMemory(limit);
    const errors: string[] = [];
    const module = await options.create(settings(options, errors));
    if (options.snapshot) module.HEAPU8.set(options.snapshot);
    else closeModules(module);
    openHost(module);
    return new Interpreter(module, errors, limit);
  }

  get memory(): Uint32Array {
    return this.#module.HEAPU32;
  }

  /** Bytes of memory, which never shrinks. */
  get memoryBytes(): number {
    return this.#module.HEAPU8.length;
  }

  /** Up to how many bytes the memory may grow from here on. */
  set memoryLimit(bytes: number) {
    this.#limit.bytes = bytes;
  }

  /** Runs Python source in `__main__`; false where an exception reached the top, which `errorText` then has. */
  run(source: string): boolean {
    const module = this.#module;
    this.#errors.length = 0;
    const text = module.stringToNewUTF8(source);
    const status = module._PyRun_SimpleString(text);
    module._free(text);
    return status === 0;
  }

  /** The last that was written to standard error. */
  errorText(): string {
    return this.#errors.join('\n').slice(-ERROR_TAIL);
  }

  readFile(path: string): Uint8Array {
    return this.#module.FS.readFile(path);
  }

  writeFile(path: string, data: Uint8Array): void {
    this.#guard.isOff = true;
    this.#module.FS.writeFile(path, data, { canOwn: true });
    this.#guard.isOff = false;
  }

  /** A copy of the memory, up to the last page that holds anything. */
  copyMemory(): Uint8Array {
    const memory = this.#module.HEAPU32;
    let end = memory.length;
    while (end > 0 && memory[end - 1] === 0) end--;
    return this.#module.HEAPU8.slice(0, Math.min(Math.ceil((end * 4) / PAGE) * PAGE, this.#module.HEAPU8.length));
  }

  /** From here on nothing can be written but below /tmp. */
  seal(): void {
    this.#guard.writable = [TEMPORARY];
  }

  /** Remembers the present state as the one that `restore` goes back to. */
  keep(): Uint8Array {
    this.#pristine = this.copyMemory();
    return this.#pristine;
  }

  /** Back to the state of `keep`: memory, open files, files below /tmp. Nothing that ran since has left a trace. */
  restore(): void {
    const module = this.#module;
    const memory = this.#pristine!;
    module.HEAPU8.set(memory);
    module.HEAPU8.fill(0, memory.length);
    module.stackRestore(this.#stack);
    seed = 1;
    const { FS } = module;
    for (const stream of FS.streams) if (stream && stream.fd > HOST_FD) FS.close(stream);
    if (!FS.streams[HOST_FD]) FS.open('/dev/host', 'r+');
    clear(FS, '/tmp');
    FS.chdir('/tmp');
  }

  /**
   * Has `poll` called every few hundred steps of the interpreter. Where it returns true, the running code is
   * interrupted by the handler of SIGINT.
   */
  watch(poll: (memory: Uint32Array) => boolean): void {
    const module = this.#module;
    const SIGINT = 2;
    module.Py_EmscriptenSignalBuffer = {
      get 0() {
        return poll(module.HEAPU32) ? SIGINT : 0;
      },
      set 0(_: number) {},
    };
    module.HEAP8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] = 1;
  }
}

function settings(options: InterpreterOptions, errors: string[]): { [name: string]: unknown } {
  const { wasm, library, files, snapshot } = options;
  const say = (line: string) => {
    if (errors.push(String(line).slice(0, ERROR_TAIL)) > 200) errors.shift();
  };
  const all: { [name: string]: unknown } = {
    // What the JavaScript of Pyodide wants to know of its surroundings; none of it is used.
    API: {
      config: { jsglobals: {}, args: [], env: {}, packages: [], indexURL: '/', BUILD_ID: '', lockFileContents: '{}' },
      runtimeEnv: { IN_NODE: false, IN_BROWSER: true, IN_SHELL: false },
      lockFilePromise: new Promise(() => {}),
    },
    noImageDecoding: true,
    noAudioDecoding: true,
    noWasmDecoding: true,
    noInitialRun: snapshot !== undefined,
    ...(snapshot === undefined ? {} : { INITIAL_MEMORY: snapshot.length }),
    arguments: [],
    thisProgram: '/python',
    stdin: () => null,
    print: () => {},
    printErr: say,
    preRun: [(module: EmscriptenModule) => prepareFiles(module, library, files)],
    instantiateWasm: (imports: Imports, done: (instance: unknown, module: unknown) => void) => {
      closeImports(imports);
      const memory = all as unknown as EmscriptenModule;
      imports['env']!['random_get'] = (at: number, size: number) => fillRandom(memory.HEAPU8, at >>> 0, size >>> 0);
      WebAssembly.instantiate(wasm as BufferSource, imports as never).then(
        ({ instance, module }) => done(instance, module),
        (error) => say(String(error)),
      );
      return {};
    },
  };
  return all;
}

let seed = 1;

/** Numbers that look random and are the same in each analysis; nothing secret is made in here. */
function fillRandom(memory: Uint8Array, at: number, size: number): number {
  for (let i = 0; i < size; i++) {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    memory[at + i] = seed & 0xff;
  }
  return 0;
}

function prepareFiles(module: EmscriptenModule, library: Uint8Array, files: readonly PythonFile[]): void {
  const { FS, ENV } = module;
  // The order of sets must not differ from run to run.
  Object.assign(ENV, { HOME: '/tmp', PYTHONHASHSEED: '0', TZ: 'UTC', PYTHONDONTWRITEBYTECODE: '1', NO_COLOR: '1' });
  for (const folder of ['/lib/python3.14/site-packages', '/lib/python3.14/lib-dynload', '/run', '/tmp']) {
    FS.mkdirTree(folder);
  }
  FS.writeFile('/lib/python314.zip', library, { canOwn: true });
  for (const { path, data } of files) {
    FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
    FS.writeFile(path, data, { canOwn: true });
  }
  FS.chdir('/tmp');
}

type Imported = ((...values: unknown[]) => unknown) & { sig?: string };
interface Imports {
  [module: string]: { [name: string]: unknown };
}

/** Leaves of what the interpreter may call only what is listed. */
function closeImports(imports: Imports): void {
  const env = imports['env']!;
  for (const [name, value] of Object.entries(env)) {
    if (typeof value !== 'function' || ALLOWED_IMPORTS.has(name)) continue;
    env[name] = closed(name, (value as Imported).sig);
  }
  for (const name of ['Jsv_GetError_import', 'JsvError_Check']) env[name] = closed(name, undefined);
}

function closed(name: string, sig: string | undefined): Imported {
  const isCall = /^(?:__syscall_|_emscripten_system|fd_|_maybe_|_try_)/.test(name);
  const replacement: Imported = () => {
    if (isCall) return -ENOSYS;
    // No address.
    if (name.startsWith('_dlopen')) return 0;
    throw new Error(`${name} is closed`);
  };
  if (sig !== undefined) replacement.sig = sig;
  return replacement;
}

/** Makes growing beyond the limit fail, which Python tells as MemoryError. */
function limitMemory(limit: { bytes: number }): void {
  const { prototype } = WebAssembly.Memory;
  const grow = prototype.grow;
  prototype.grow = function (pages: number) {
    if (this.buffer.byteLength + pages * PAGE > limit.bytes) throw new RangeError('the memory limit is reached');
    return grow.call(this, pages);
  };
}

/** Takes these modules out of the interpreter's tables of what is built in: their names and their init functions. */
function closeModules(module: EmscriptenModule): void {
  const { HEAPU8, HEAPU32 } = module;
  const decoder = new TextDecoder();
  const inits = new Map<number, number>();
  for (let at = HEAPU32[module._PyImport_Inittab >>> 2]! >>> 2; HEAPU32[at] !== 0; at += 2) {
    const start = HEAPU32[at]!;
    const name = decoder.decode(HEAPU8.subarray(start, HEAPU8.indexOf(0, start)));
    if (CLOSED_MODULES.includes(name)) inits.set(start, HEAPU32[at + 1]!);
  }
  const empty = module.stringToNewUTF8('');
  // The interpreter has a copy of the table, whose place is not known.
  for (let at = 0; at + 1 < HEAPU32.length; at++) {
    const init = inits.get(HEAPU32[at]!);
    if (init === undefined || HEAPU32[at + 1] !== init) continue;
    HEAPU32[at] = empty;
    HEAPU32[at + 1] = 0;
  }
}

/** /dev/host, open as HOST_FD: the pipe to whoever started this process. */
function openHost({ FS }: EmscriptenModule): void {
  const device = FS.makedev(HOST_MAJOR, 0);
  FS.registerDevice(device, {
    open: (stream) => {
      stream.seekable = false;
    },
    read: (_, buffer, offset, length) => readSome(viewOf(buffer, offset, length)),
    write: (_, buffer, offset, length) => {
      writeAll(viewOf(buffer, offset, length));
      return length;
    },
  });
  FS.mkdev('/dev/host', device);
  const { fd } = FS.open('/dev/host', 'r+');
  if (fd !== HOST_FD) throw new Error(`the host's descriptor is ${fd}`);
}

function viewOf({ buffer, byteOffset }: Int8Array, offset: number, length: number): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset + offset, length);
}

interface FileGuard {
  /** Folders below which may be written, each with a slash at its end. */
  writable: string[];
  isOff: boolean;
}

/** Lets nothing be written but in some folders, and nothing large there. */
function guardFiles({ FS, PATH, MEMFS }: EmscriptenModule): FileGuard {
  const guard: FileGuard = { writable: [TEMPORARY, '/run/'], isOff: false };
  const { open, mkdir, rename, rmdir, unlink } = FS;
  const check = (path: string) => {
    if (guard.isOff) return;
    const whole = PATH.normalize(path);
    if (!guard.writable.some((folder) => whole.startsWith(folder))) throw new FS.ErrnoError(EROFS);
  };
  FS.open = (path, flags, mode) => {
    const writes = typeof flags === 'number' && ((flags & ACCESS_MODE) !== 0 || (flags & (O_CREAT | O_TRUNC)) !== 0);
    if (writes && !path.startsWith('/dev/')) check(path);
    return open.call(FS, path, flags, mode);
  };
  FS.mkdir = (path, mode) => {
    check(path);
    return mkdir.call(FS, path, mode);
  };
  FS.rename = (from, to) => {
    check(from);
    check(to);
    rename.call(FS, from, to);
  };
  FS.rmdir = (path) => {
    check(path);
    rmdir.call(FS, path);
  };
  FS.unlink = (path) => {
    check(path);
    unlink.call(FS, path);
  };
  const expand = MEMFS.expandFileStorage;
  MEMFS.expandFileStorage = (node, capacity) => {
    if (capacity > LARGEST_FILE) throw new FS.ErrnoError(ENOSPC);
    expand.call(MEMFS, node, capacity);
  };
  return guard;
}

function clear(FS: EmscriptenFs, folder: string): void {
  for (const name of FS.readdir(folder)) {
    if (name === '.' || name === '..') continue;
    const path = `${folder}/${name}`;
    if (!FS.isDir(FS.lstat(path).mode)) FS.unlink(path);
    else {
      clear(FS, path);
      FS.rmdir(path);
    }
  }
}
