import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { deepFreeze } from '../engine/freeze.ts';
import type { Problem } from '../errors/problem.ts';
import type { Call, Process, Results } from '../plugin/container.ts';
import { type CallGroup, groupKey, SnapshotCalls, type StoredCalls, type StoredExtra } from './snapshot-calls.ts';

/**
 * A finished container in one file, made so that a signature can be tried on it at once: a piece for each key, read
 * when somebody asks for it, and the calls of each process by API.
 *
 * It is only ever read from the folder of the user's own cache that it was written to, never from an analysis.
 */
interface Index {
  /** Key of the container → where it stands. */
  keys: { name: string; offset: number; size: number }[];
  /** For each process in order. */
  calls: { length: number; groups: CallGroup[] }[];
}

const MAGIC = 'OVOSNAP1';
/** Offset and size of the index, and the magic. */
const FOOTER = 24;
const PART_CALLS = 1024;
const PART_BYTES = 256 * 1024;
/** All parts that are being filled. */
const PENDING_BYTES = 32 * 1024 * 1024;

/** What is left out: made anew by whoever runs signatures, and different each time. */
const LEFT_OUT: ReadonlySet<string> = new Set(['signatures', 'verdict', 'rules', 'statistics']);
/** What signatures don't see, because it is only there when they are done. */
const UNSEEN: ReadonlySet<string> = new Set(['problems']);

/** The pieces of a snapshot's file. */
export function* snapshotPieces(results: Results): Generator<Uint8Array, void, undefined> {
  let offset = 0;
  const index: Index = { keys: [], calls: [] };
  const placed = (bytes: Uint8Array) => {
    const at = offset;
    offset += bytes.length;
    return { offset: at, size: bytes.length };
  };
  for (const process of results.behavior?.processes ?? []) {
    const groups = new Map<string, CallGroup>();
    for (const { api, category, calls } of parts(process.calls)) {
      const bytes = serialize(calls);
      const key = groupKey(api, category);
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { api, category, parts: [] }));
      group.parts.push({ ...placed(bytes), calls: calls.rows.length, firstId: calls.rows[0]![0] });
      yield bytes;
    }
    index.calls.push({ length: process.calls.length, groups: [...groups.values()] });
  }
  for (const [name, value] of Object.entries(results)) {
    if (LEFT_OUT.has(name) || value === undefined) continue;
    const bytes = serialize(seenValue(name, value));
    index.keys.push({ name, ...placed(bytes) });
    yield bytes;
  }
  const bytes = serialize(index);
  const { offset: at, size } = placed(bytes);
  yield bytes;
  const footer = Buffer.alloc(FOOTER);
  footer.writeBigUInt64LE(BigInt(at), 0);
  footer.writeBigUInt64LE(BigInt(size), 8);
  footer.write(MAGIC, 16, 'latin1');
  yield footer;
}

interface Pending {
  api: string;
  category: string;
  calls: StoredCalls;
  shapes: Map<string, number>;
  bytes: number;
}

/** Calls by API, in parts of a bounded size. */
function* parts(calls: Iterable<Call>): Generator<Pending, void, undefined> {
  const pending = new Map<string, Pending>();
  let sum = 0;
  for (const each of calls) {
    const call = plainCall(each);
    const { api, category } = call;
    const key = groupKey(api, category);
    let group = pending.get(key);
    if (group === undefined) {
      group = { api, category, calls: { shapes: [], rows: [] }, shapes: new Map(), bytes: 0 };
      pending.set(key, group);
    }
    const size = add(group, call);
    sum += size;
    if (group.calls.rows.length >= PART_CALLS || group.bytes >= PART_BYTES) {
      pending.delete(key);
      sum -= group.bytes;
      yield group;
    } else if (sum >= PENDING_BYTES) {
      yield* pending.values();
      pending.clear();
      sum = 0;
    }
  }
  yield* pending.values();
}

/** Calls of logs decode themselves when they are asked; `toJSON` gives all they have. */
function plainCall(call: Call): Call {
  return 'toJSON' in call && typeof call.toJSON === 'function' ? (call.toJSON() as Call) : call;
}

/** Returns about how many bytes it takes. */
function add(group: Pending, call: Call): number {
  const { calls, shapes } = group;
  const { id, timestamp, thread_id, status, return: returned, repeated, arguments: list, ...rest } = call;
  const { api: _, category: __, ...more } = rest;
  const names = list.map(({ name }) => name);
  const key = JSON.stringify(names);
  let shape = shapes.get(key);
  if (shape === undefined) {
    shapes.set(key, (shape = calls.shapes.length));
    calls.shapes.push(names);
  }
  const extra: StoredExtra = {};
  if (Object.values(more).some((value) => value !== undefined)) extra.call = more;
  if (list.some(({ pretty_value }) => pretty_value !== undefined)) {
    extra.pretty = list.map(({ pretty_value }) => pretty_value);
  }
  const values = list.map(({ value }) => value);
  const isBare = extra.call === undefined && extra.pretty === undefined;
  calls.rows.push([
    id,
    timestamp,
    thread_id,
    status === 'SUCCESS',
    returned,
    repeated,
    shape,
    values,
    isBare ? undefined : extra,
  ]);
  const size = values.reduce((sum: number, value) => sum + (typeof value === 'string' ? value.length : 32), 100);
  group.bytes += size;
  return size;
}

function seenValue(name: string, value: unknown): unknown {
  if (name === 'behavior') return withoutCalls(value as NonNullable<Results['behavior']>);
  if (name !== 'info') return value;
  const { score: _, ovoscope: __, ...info } = value as NonNullable<Results['info']>;
  return info;
}

function withoutCalls(behavior: NonNullable<Results['behavior']>): object {
  return { ...behavior, processes: behavior.processes.map(({ calls: _, ...process }) => process) };
}

/** An open snapshot. */
export interface Snapshot {
  /** What signatures are shown; read-only. A key is read when it is first asked for. */
  results: Results;
  /** What was noticed while the analysis was opened and processed. */
  problems(): Problem[];
  /** Bytes of the keys that were read. */
  readonly loadedBytes: number;
  close(): void;
}

/** Opens a snapshot; throws where the file is none, or not whole. */
export function openSnapshot(path: string): Snapshot {
  const fd = openSync(path, 'r');
  let isOpen = true;
  const read = (offset: number, size: number): Buffer => {
    const bytes = Buffer.allocUnsafe(size);
    for (let done = 0; done < size; ) {
      const count = readSync(fd, bytes, done, size - done, offset + done);
      if (count === 0) throw new Error(`${path} ends early`);
      done += count;
    }
    return bytes;
  };
  try {
    const index = readIndex(fstatSync(fd).size, read, path);
    let loadedBytes = 0;
    const results = lazyResults(index, read, (size) => (loadedBytes += size));
    return {
      results,
      problems: () => {
        const place = index.keys.find(({ name }) => name === 'problems');
        return place === undefined ? [] : (deserialize(read(place.offset, place.size)) as Problem[]);
      },
      get loadedBytes() {
        return loadedBytes;
      },
      close: () => {
        if (isOpen) closeSync(fd);
        isOpen = false;
      },
    };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function readIndex(length: number, read: (offset: number, size: number) => Buffer, path: string): Index {
  if (length < FOOTER) throw new Error(`${path} is too short`);
  const footer = read(length - FOOTER, FOOTER);
  const offset = Number(footer.readBigUInt64LE(0));
  const size = Number(footer.readBigUInt64LE(8));
  if (footer.toString('latin1', 16) !== MAGIC || offset + size + FOOTER !== length)
    throw new Error(`${path} is damaged`);
  return deserialize(read(offset, size)) as Index;
}

function lazyResults(
  { keys, calls }: Index,
  read: (offset: number, size: number) => Buffer,
  loaded: (size: number) => void,
): Results {
  const results: Results = {};
  for (const { name, offset, size } of keys) {
    if (UNSEEN.has(name)) continue;
    let value: unknown;
    let isRead = false;
    const get = () => {
      if (isRead) return value;
      loaded(size);
      value = deserialize(read(offset, size));
      if (name === 'behavior') {
        const processes = (value as { processes: Process[] }).processes;
        for (const [i, process] of processes.entries()) {
          const { length, groups } = calls[i]!;
          process.calls = new SnapshotCalls(length, groups, read);
        }
      }
      deepFreeze(value);
      isRead = true;
      return value;
    };
    Object.defineProperty(results, name, { get, enumerable: true, configurable: true });
  }
  return Object.freeze(results);
}
