import type { Problem } from '../errors/problem.ts';
import type { ByteSource } from '../util/byte-source.ts';
import type { Results } from './container.ts';
import { KIND } from './kind.ts';

/** A regular file of an analysis. */
export interface TaskFile {
  /** Relative, with forward slashes. */
  path: string;
  name: string;
  size: number;
}

/** The analysis as a module may read it. Nothing outside the analysis can be reached. */
export interface Task {
  /** The path the user gave. */
  readonly path: string;
  readonly dialect: string;
  /** Facts of task.json, analysis.conf or the log, under Cuckoo 2's names. */
  readonly info: { readonly [name: string]: unknown };
  /** Whether indexes of its call logs are worth keeping: not for what was unpacked into a temporary folder. */
  readonly keepsIndexes?: boolean;
  /** Where the sample is, if the analysis has it. */
  readonly sample: TaskFile | undefined;
  /** The call logs that the analysis's sandbox wrote, where an opener has told them apart. */
  logs?(): TaskFile[];
  /** Files of a folder, by name; with `recursive` those below it too. An absent folder is empty. */
  list(folder: string, options?: { recursive?: boolean }): TaskFile[];
  find(path: string): TaskFile | undefined;
  /** Throws OvoscopeError when the file is not there or may not be read. */
  open(path: string): ByteSource;
  /** The file as UTF-8, at most `limit` bytes of it (default 16 MiB); undefined when it isn't there. */
  text(path: string, limit?: number): string | undefined;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Takes files that belong to a module's value: into a folder with the name of its key, beside the reports. */
export interface KeptFiles {
  /** Throws where the folder can't be written to. */
  begin(): KeptFile;
}

/** One of them, while it is written. What isn't ended when the module has run is removed. */
export interface KeptFile {
  /** Throws as the system does, when the disk is full for instance; the file is then removed. */
  write(bytes: Uint8Array): void;
  /** Puts it in place under a name, over a file that is there, and returns its path below the reports folder. */
  end(name: string): string;
  drop(): void;
}

/** The declared type of a container key, or unknown for a key of one's own. */
export type ValueOf<K extends string> = K extends keyof Results ? NonNullable<Results[K]> : unknown;

/**
 * Computes one key of the container. A module that throws costs its own key only; the failure becomes a problem.
 * `Needs` names the keys it reads: they are there, and typed so, when it runs.
 */
export abstract class Processing<K extends string = string, Needs extends keyof Results = never> {
  static readonly [KIND] = 'processing';

  abstract key: K;
  /** Other keys this one reads; decides the order. A need that failed makes this module skipped. */
  needs: readonly string[] = [];
  /** Keys it reads where they are there: it runs after their modules, and also when they gave nothing. */
  after: readonly string[] = [];
  /**
   * Whether it spends its time waiting for another thread, a program or a server: others run meanwhile. It sees the
   * keys that `needs` and `after` name, and only modules that name it see its own.
   */
  waits = false;
  enable = true;
  /** The options it knows, with their values where the configuration says nothing. */
  defaults: { readonly [name: string]: unknown } = {};

  /** Set by the engine before `run`. */
  declare task: Task;
  declare results: Results & Required<Pick<Results, Needs>>;
  /** `defaults`, with what the module's section of the configuration changes. */
  declare options: { readonly [name: string]: unknown };
  /** Aborts when the run is cancelled or the module's time is over. */
  declare signal: AbortSignal;
  declare log: Log;
  /** Undefined where the run writes no reports. */
  declare files: KeptFiles | undefined;
  /** Records damage; the module goes on. */
  declare problem: (problem: Problem) => void;
  /** Says why there was nothing to do, such as a configuration that asks for nothing; the statistics show it. */
  declare skip: (reason: string) => void;

  /** The value of the key; undefined leaves the key out. */
  abstract run(): ValueOf<K> | undefined | Promise<ValueOf<K> | undefined>;
}

export type ProcessingClass = new () => Processing;
