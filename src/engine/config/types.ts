import type { Redaction } from '../../report/redact/redactor.ts';
import type { Scoring } from '../apply-rules.ts';
import type { Position } from './positions.ts';

/** How many calls of each process reports write out. */
export type CallsOption = 'all' | 'none' | number;

export interface Limits {
  /** Seconds one processing module may take. */
  moduleSeconds: number;
  /** Seconds one signature may take in all. */
  signatureSeconds: number;
  /** Seconds one reporting module may take. */
  reportSeconds: number;
  /** Seconds all Python signatures together may take; 600. */
  pythonSeconds?: number;
}

/** How inputs are opened. */
export interface InputOptions {
  /** Tried on encrypted archives. */
  password?: string;
  /** Reads the sample where it is a link to storage/binaries. */
  sampleLink?: boolean;
  maxFiles?: number;
  maxUnpackedMb?: number;
  maxFileMb?: number;
}

/** What a configuration says of one module. */
export interface Section {
  enabled?: boolean;
  /** All other options. */
  options: { [name: string]: unknown };
  position: Position;
  /** Option → where it stands. */
  positions: Map<string, Position>;
}

export interface Config {
  /** Absolute path of the file it was read from; undefined for the defaults. */
  file: string | undefined;
  out: string | undefined;
  /** Folders of user modules, absolute. */
  modules: string[];
  /** Rule file or folder, absolute. */
  /** Folders with Python signatures of CAPE or Cuckoo 2, absolute. */
  pythonSignatures: string[];
  rules: string | undefined;
  /** How analyses are scored, where they are. */
  scoring?: Scoring;
  calls: CallsOption | undefined;
  jobs: number | undefined;
  failOn: number | undefined;
  /** File (absolute) or URL of the store. */
  store: string | undefined;
  /** Third-party lists to fetch, as they were written; `lists refresh` checks them. */
  lists: { [key: string]: unknown }[];
  /** Where reports are sent to, as they were written; each was checked. */
  destinations: { [option: string]: unknown }[];
  /** What reports replace by pseudonyms. */
  redact: Redaction[];
  limits: Limits;
  input: InputOptions;
  processing: Map<string, Section>;
  signatures: Map<string, Section>;
  reporting: Map<string, Section>;
}

export function defaultConfig(): Config {
  return {
    file: undefined,
    out: undefined,
    modules: [],
    pythonSignatures: [],
    rules: undefined,
    calls: undefined,
    jobs: undefined,
    failOn: undefined,
    store: undefined,
    lists: [],
    destinations: [],
    redact: [],
    limits: { moduleSeconds: 300, signatureSeconds: 30, reportSeconds: 300 },
    input: {},
    processing: new Map(),
    signatures: new Map(),
    reporting: new Map(),
  };
}
