import { csvLog } from '../src/formats/csv/format.ts';
import { monitorBson } from '../src/formats/monitor-bson/format.ts';
import { netlog } from '../src/formats/netlog/format.ts';
import { stapLog } from '../src/formats/stap/format.ts';
import { readLog } from '../tests/support/read-log.ts';
import { capeLog, csvLogText, cuckoo1Log, cuckoo2Log, netlogLog, stapLogText } from '../tests/support/sample-logs.ts';

const FORMATS = [monitorBson, netlog, csvLog, stapLog];

/** Any bytes as each kind of call log: index pass, then every call with its arguments. */
export function fuzz(data: Uint8Array): void {
  const format = FORMATS[(data[0] ?? 0) % FORMATS.length]!;
  readLog(format, data.subarray(1));
}

export const corpus = (): Uint8Array[] =>
  [cuckoo1Log(), cuckoo2Log(), cuckoo2Log(1), capeLog()]
    .map((log) => Buffer.concat([Buffer.from([0]), log]))
    .concat([netlogLog(), csvLogText(), stapLogText()].map((log, i) => Buffer.concat([Buffer.from([i + 1]), log])));
