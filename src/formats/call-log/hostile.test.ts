import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BsonInput, bson } from '../../../tests/support/bson-writer.ts';
import { readLog } from '../../../tests/support/read-log.ts';
import { FileSource, MemorySource } from '../../util/byte-source.ts';
import { csvLog } from '../csv/format.ts';
import { monitorBson } from '../monitor-bson/format.ts';
import { stapLog } from '../stap/format.ts';
import { IndexCache } from './index-cache.ts';
import { CallLog, type CallLogOptions } from './log.ts';
import type { CallLogFormat } from './types.ts';

const info = (index: number, name: string, args: BsonInput[], extra: { [name: string]: BsonInput } = {}): Buffer =>
  bson({ I: index, name, type: 'info', category: 'system', args: ['is_success', 'retval', ...args], ...extra });
const call = (index: number, ...args: BsonInput[]): Buffer => bson({ I: index, T: 1, t: 5, args: [1, 0, ...args] });

const open = (format: CallLogFormat, bytes: Uint8Array, options: CallLogOptions = {}): CallLog => {
  const log = new CallLog(new MemorySource(bytes, 'logs/7.bson'), format, { pid: 7, ...options });
  log.scan();
  return log;
};

const stapLine = (pid: number, text: string): string =>
  `Mon Jun 19 16:58:31 2017.445170 python@b7791d4d[${pid}] ${text}\n`;
const stapForks = (count: number): Buffer => {
  let text = '';
  for (let i = 1; i <= count; i++) text += stapLine(1, `clone(0) = ${i + 100}`) + stapLine(i + 100, `getpid() = ${i}`);
  return Buffer.from(text);
};

describe('a log whose monitor seems to change in the middle', () => {
  const flagged = info(2, 'B', ['x'], { flags_value: {}, flags_bitmask: {} });
  const process = info(0, '__process__', ['module_path', 'pid']);
  it.each([
    ['by flags', flagged],
    ['by a late process message', Buffer.concat([process, call(0, 'C:\\a.exe', 5)])],
  ])('reads the same calls again: %s', (_, change) => {
    const same = Array.from({ length: 5 }, () => call(1, 1));
    const { streams } = readLog(monitorBson, Buffer.concat([info(1, 'A', ['x']), ...same, change, ...same]));
    expect(streams[0]).toHaveLength(1);
  });
});

describe('a log that passes a limit', () => {
  it('gives no process the calls of another', () => {
    const log = open(stapLog, stapForks(20), { limits: { streams: 4 } });
    expect(log.problems.map(({ code }) => code)).toEqual(['CALLS_LIMIT']);
    for (const { id, header } of log.streams) {
      expect([...log.calls(id)].map((c) => c.thread_id)).toEqual([header.pid]);
    }
  });
  it('keeps as many calls as the limit says', () => {
    const bytes = Buffer.concat([info(1, 'A', ['x']), ...Array.from({ length: 50 }, (_, i) => call(1, i))]);
    const log = open(monitorBson, bytes, { limits: { calls: 10 } });
    expect([...log.calls(0)]).toHaveLength(10);
    expect(log.problems.map(({ code }) => code)).toContain('CALLS_LIMIT');
  });
  it('tells skipped records even where the reasons differ too often', () => {
    const logs = Array.from({ length: 150 }, (_, i) => Buffer.concat([info(i, `A${i}`, []), call(i, 1)]));
    const { problems } = open(monitorBson, Buffer.concat(logs));
    const counts = problems.map(({ message }) => Number(/: (\d+) records? w/.exec(message)?.[1] ?? 0));
    expect(counts.reduce((a, b) => a + b)).toBe(150);
  });
  it('limits what definitions hold, and tells it', () => {
    const long = Array.from({ length: 5000 }, (_, i) => `a${i}`);
    expect(open(monitorBson, info(1, 'A', long)).problems.map(({ code }) => code)).toEqual(['CALLS_SKIPPED_RECORDS']);
    const text = 'x'.repeat(1 << 20);
    const large = Buffer.concat(Array.from({ length: 40 }, (_, i) => info(1, `A${i}`, [text])));
    expect(open(monitorBson, large).problems.map(({ code }) => code)).toContain('CALLS_LIMIT');
  });
});

describe('an environment', () => {
  it('is not set back by reading calls again', () => {
    const bytes = Buffer.concat([
      info(1, 'A', ['x']),
      info(2, '__environ__', ['Name']),
      call(1, 0),
      call(2, 'first'),
      ...Array.from({ length: 5000 }, (_, i) => call(1, i)),
      call(2, 'last'),
      call(1, 1),
    ]);
    const log = open(monitorBson, bytes);
    log.calls(0).at(4000);
    expect(log.streams[0]!.header.environ).toEqual({ Name: 'last' });
  });
  it('stops to grow, and says so', () => {
    const parts = Array.from({ length: 10 }, (_, n) => {
      const names = Array.from({ length: 1000 }, (_, i) => `N${n}.${i}`);
      return Buffer.concat([info(2, '__environ__', names), call(2, ...names)]);
    });
    const log = open(monitorBson, Buffer.concat([info(1, 'A', []), call(1), ...parts]));
    expect(Object.keys(log.streams[0]!.header.environ!).length).toBeLessThanOrEqual(4096);
    expect(log.problems.map(({ code }) => code)).toContain('CALLS_SKIPPED_RECORDS');
  });
});

describe('an index that is kept', () => {
  it('gives back what it was given, whatever the guest called its variables and times', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ovoscope-index-'));
    try {
      const file = join(folder, '7.bson');
      const far = Buffer.from(bson({ I: 1, T: 1, t: 0n, args: [1, 0, 9] }));
      far[far.indexOf(Buffer.from([0x12, 0x74, 0]))] = 1;
      far.writeDoubleLE(Infinity, far.indexOf(Buffer.from([0x74, 0])) + 2);
      const noise = Array.from({ length: 6000 }, (_, i) => call(1, `${i}`.repeat(20)));
      const environ = Buffer.concat([info(2, '__environ__', ['$bigint']), call(2, '5')]);
      writeFileSync(file, Buffer.concat([info(1, 'A', ['x']), call(1, 0), environ, far, ...noise]));
      const logOf = () => new CallLog(new FileSource(file), monitorBson, { pid: 7 });
      const fresh = logOf();
      const cache = new IndexCache(join(folder, 'cache'));
      cache.provide(fresh);
      const again = logOf();
      cache.provide(again);
      expect(again.index.streams).toEqual(fresh.index.streams);
      fresh.close();
      again.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('services', () => {
  it('are known by the last name a handle had, however many handles there were', () => {
    const parts = [
      info(0, '__process__', ['module_path']),
      call(0, 'C:\\a.exe'),
      info(1, 'OpenServiceA', ['service_name']),
      info(2, 'DeleteService', [['service_handle', 'p']]),
    ];
    for (let handle = 1; handle <= 65_600; handle++) {
      parts.push(bson({ I: 1, T: 1, t: 5, args: [1, handle, `S${handle}`] }));
    }
    parts.push(call(2, 65_600));
    const log = open(monitorBson, Buffer.concat(parts));
    expect(log.calls(0).at(-1)!.arguments).toContainEqual({ name: 'service_name', value: 'S65600' });
  });
});

describe('rows of a 0.4 log', () => {
  it('have arguments only where their own bytes say so', () => {
    const row = (args: string) => `"2012-08-13 13:23:58,451","1","a.exe","2","3","c","A","SUCCESS","0x0"${args}\r\n`;
    const log = open(csvLog, Buffer.from(row(',"n-","m>","k->v"') + row(',"p->q"')));
    expect([...log.calls(0)].map((c) => c.arguments)).toEqual([
      [{ name: 'k', value: 'v' }],
      [{ name: 'p', value: 'q' }],
    ]);
  });
});
