import type { Problem } from '../errors/problem.ts';
import type { Activity } from './beacon.ts';
import type { CallsOption, Config } from './config/types.ts';
import type { Prepared } from './load.ts';
import type { LogLevel } from './log.ts';
import type { Summary } from './summary.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  prepared: Prepared;
  config: Config;
  /** How messages name the configuration file. */
  configName: string;
  beacon: SharedArrayBuffer;
  logLevel: LogLevel;
}

export interface Job {
  path: string;
  out: string | undefined;
  calls: CallsOption | undefined;
  skip: [module: string, why: Problem][];
  oneByOne: boolean;
}

export type ToWorker = { kind: 'job'; job: Job } | { kind: 'cancel' };

export type FromWorker =
  | { kind: 'activity'; id: number; activity: Activity }
  | { kind: 'ready'; problems: Problem[]; configProblems: Problem[] }
  | { kind: 'progress'; activity: string }
  | { kind: 'temporary'; path: string }
  | { kind: 'process'; pid: number; isRunning: boolean }
  | { kind: 'log'; line: string }
  | { kind: 'done'; summary: Summary }
  | { kind: 'failed'; problem: Problem; stack?: string }
  | { kind: 'cancelled' };
