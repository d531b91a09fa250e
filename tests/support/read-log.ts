import { CallLog } from '../../src/formats/call-log/log.ts';
import type { CallLogFormat } from '../../src/formats/call-log/types.ts';
import { MemorySource } from '../../src/util/byte-source.ts';

export interface ReadLog {
  /** Every call as JSON text, by stream. */
  streams: string[][];
  codes: string[];
  /** Offsets that problems name. */
  offsets: number[];
  log: CallLog;
}

/** JSON text in which bigints show. */
export const toText = (value: unknown): string =>
  JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? { bigint: v.toString() } : v));

/** Reads a log whole: index pass, then every call of every stream. */
export function readLog(format: CallLogFormat, bytes: Uint8Array, windowBytes?: number): ReadLog {
  const log = new CallLog(new MemorySource(bytes, 'test.log'), format, { pid: 7, ...(windowBytes && { windowBytes }) });
  log.scan();
  const streams = log.streams.map(({ id, header }) => {
    const list = [...log.calls(id)].map((call) => toText([header.pid, call]));
    if (list.length !== log.calls(id).length) throw new Error(`${list.length} calls of ${log.calls(id).length}`);
    return list;
  });
  const { problems } = log;
  return {
    streams,
    codes: problems.map(({ code }) => code),
    offsets: problems.flatMap(({ where }) => (where.offset === undefined ? [] : [where.offset])),
    log,
  };
}
