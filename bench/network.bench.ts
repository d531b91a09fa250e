import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import NetworkTraffic from '../modules/processing/network.ts';
import type { Task } from '../src/plugin/processing.ts';
import { FileSource } from '../src/util/byte-source.ts';
import { conversation, ethernet, ip4, pcap, udp } from '../tests/support/capture-writer.ts';
import { runModule } from '../tests/support/memory-task.ts';
import { sharedData } from '../tests/support/shared-data.ts';

interface Row {
  label: string;
  value: number;
  unit: string;
}

const MIXED = 'cuckoo/pcap/mixed-traffic.pcap';
const SIZE = 200 << 20;
const LARGE = 2 ** 31;
const HEADER = 24;

/** The network module over a long capture, beside what TShark needs for its table of protocols. */
export async function run(): Promise<{ name: string; rows: Row[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-bench-'));
  try {
    const capture = existsSync(sharedData(MIXED)) ? readFileSync(sharedData(MIXED)) : ownTraffic();
    const path = join(folder, 'dump.pcap');
    const packets = repeat(capture, SIZE, path);
    const ours = await best(3, () => network(path));
    const unsorted = await best(3, () => network(path, { sort_pcap: false }));
    const rows = [
      { label: '200 MB: every list, hashes and the sorted hash', value: SIZE / 1e6 / ours, unit: 'MB/s' },
      { label: '200 MB: the same in packets', value: packets / ours, unit: 'packets/s' },
      { label: '200 MB: without the sorted hash', value: SIZE / 1e6 / unsorted, unit: 'MB/s' },
      ...tshark(path, ours),
      ...dpkt(path, ours),
    ];
    const before = process.resourceUsage().maxRSS / 1024;
    const large = join(folder, 'large.pcap');
    repeat(capture, LARGE, large);
    const start = performance.now();
    await network(large);
    const seconds = (performance.now() - start) / 1000;
    rows.push(
      { label: '2 GB: every list, hashes and the sorted hash', value: LARGE / 1e6 / seconds, unit: 'MB/s' },
      { label: '200 MB: peak memory', value: before, unit: 'MB' },
      { label: '2 GB: peak memory', value: process.resourceUsage().maxRSS / 1024, unit: 'MB' },
    );
    return { name: 'network: a capture of mixed traffic', rows };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Processor time of both, as the machine may have other work to do. */
function tshark(path: string, ours: number): Row[] {
  const start = performance.now();
  const { status, error } = spawnSync('tshark', ['-q', '-z', 'io,phs', '-r', path], { stdio: 'ignore' });
  const theirs = (performance.now() - start) / 1000;
  if (error || status !== 0) {
    process.stdout.write('tshark not installed\n');
    return [];
  }
  return [
    { label: '200 MB: tshark -q -z io,phs', value: SIZE / 1e6 / theirs, unit: 'MB/s' },
    { label: 'as fast as tshark, times', value: theirs / ours, unit: '×' },
  ];
}

/** Only takes frames apart, as Cuckoo and CAPE do with each before anything else: less than they need. */
const DPKT = `
import sys, dpkt
for _, frame in dpkt.pcap.Reader(open(sys.argv[1], 'rb')):
    try: dpkt.ethernet.Ethernet(frame)
    except Exception: pass
`;

function dpkt(path: string, ours: number): Row[] {
  const start = performance.now();
  const { status, error } = spawnSync('/usr/bin/python3', ['-c', DPKT, path], { stdio: 'ignore' });
  const theirs = (performance.now() - start) / 1000;
  if (error || status !== 0) {
    process.stdout.write('python3-dpkt not installed\n');
    return [];
  }
  return [
    { label: '200 MB: frames taken apart by dpkt', value: SIZE / 1e6 / theirs, unit: 'MB/s' },
    { label: 'as fast as that, times', value: theirs / ours, unit: '×' },
  ];
}

async function network(path: string, options: { [name: string]: unknown } = {}): Promise<void> {
  const file = { path: 'dump.pcap', name: 'dump.pcap', size: 0 };
  const task: Task = {
    path: '/analysis',
    dialect: 'cuckoo-2',
    info: {},
    sample: undefined,
    list: () => [],
    find: (name) => (name === file.path ? file : undefined),
    open: () => new FileSource(path, file.path),
    text: () => undefined,
  };
  const { value } = await runModule(NetworkTraffic, task, { options });
  if (!value || value.http.length === 0) throw new Error('the capture was not read');
}

/** Writes a capture whose records come again and again; how many there are. */
function repeat(capture: Buffer, size: number, path: string): number {
  const body = capture.subarray(HEADER);
  let packets = 0;
  for (let at = 0; at + 16 <= body.length; at += 16 + body.readUInt32LE(at + 8)) packets++;
  const times = Math.ceil(size / body.length);
  const fd = openSync(path, 'w');
  writeSync(fd, capture.subarray(0, HEADER));
  for (let i = 0; i < times; i++) writeSync(fd, body);
  closeSync(fd);
  return packets * times;
}

/** Where the real capture is not at hand: web traffic and look-ups. */
function ownTraffic(): Buffer {
  const body = 'x'.repeat(20_000);
  const query = Buffer.from('123401000001000000000000037777770765786d706c65000001000100', 'hex');
  const frames = Array.from({ length: 50 }, (_, i) => [
    ethernet(0x0800, ip4(udp(query, 5000 + i, 53), { protocol: 17, dst: '8.8.8.8' })),
    ...conversation(
      [
        ['>', `GET /${i} HTTP/1.1\r\nHost: example.org\r\n\r\n`],
        ['<', `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`],
      ],
      { clientPort: 40_000 + i },
    ),
  ]);
  return pcap(frames.flat());
}

async function best(runs: number, work: () => Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}
