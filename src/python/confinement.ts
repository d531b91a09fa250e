import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Confinement } from './types.ts';

export interface Command {
  program: string;
  args: string[];
  confinement: Confinement;
}

export interface Launch {
  /** The script that Node runs. */
  script: string;
  /** Files and folders it may read; nothing else is there. */
  readable: readonly string[];
  /** Why bubblewrap is not to be used, if so. */
  withoutBubblewrap?: string | undefined;
}

/** Where the libraries are that Node is linked with. Programs are elsewhere. */
const LIBRARIES = [
  '/lib',
  '/lib32',
  '/lib64',
  '/usr/lib',
  '/usr/lib32',
  '/usr/lib64',
  '/usr/local/lib',
  '/nix/store',
  '/gnu/store',
  '/etc/ld.so.cache',
];

/** Megabytes for the JavaScript around the interpreter, whose own memory is counted apart. */
const HEAP_MB = 256;

/**
 * How to start the interpreter's process with as little around it as this machine allows: no code from text, files
 * only to read and only those named, no programs, no threads; under bubblewrap also no network, no other processes
 * and no other files.
 */
export function confine(launch: Launch): Command {
  const node = realpathSync(process.execPath);
  const readable = launch.readable.map((path) => realpathSync(path));
  const args = [
    '--disallow-code-generation-from-strings',
    '--no-warnings',
    `--max-old-space-size=${HEAP_MB}`,
    ...permissionFlags(readable),
    realpathSync(launch.script),
  ];
  const bubblewrap = launch.withoutBubblewrap === undefined ? findBubblewrap() : undefined;
  if (bubblewrap === undefined) {
    const why = launch.withoutBubblewrap ?? (process.platform === 'linux' ? 'bubblewrap is not installed' : undefined);
    const text = `WebAssembly and Node's permissions${why === undefined ? '' : `; ${why}`}`;
    return { program: node, args, confinement: { kind: 'process', text } };
  }
  return {
    program: bubblewrap,
    args: [...bubblewrapArgs(node, readable), node, ...args],
    confinement: { kind: 'bubblewrap', text: `bubblewrap (${bubblewrap}), WebAssembly and Node's permissions` },
  };
}

/** Flags that let Node read these files and do nothing else with the machine. */
function permissionFlags(readable: readonly string[]): string[] {
  const flag = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission';
  return [flag, ...readable.map((path) => `--allow-fs-read=${path}`)];
}

function bubblewrapArgs(node: string, readable: readonly string[]): string[] {
  const binds = LIBRARIES.filter((path) => existsSync(path)).flatMap((path) => ['--ro-bind', path, path]);
  for (const path of [node, ...readable]) binds.push('--ro-bind', path, path);
  return [
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    '--clearenv',
    '--cap-drop',
    'ALL',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--tmpfs',
    '/tmp',
    // After the folders of our own, which would hide what lies below the host's.
    ...binds,
    '--chdir',
    '/tmp',
    '--remount-ro',
    '/',
    '--',
  ];
}

function findBubblewrap(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'bwrap');
    try {
      if (!folder.startsWith('/')) continue;
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next folder may have it.
    }
  }
  return undefined;
}
