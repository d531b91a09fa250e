import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { findIndicators } from '../src/formats/indicators/find.ts';
import { readMemoryDump } from '../src/formats/memory-dump/read.ts';
import { StringScanner } from '../src/formats/strings/scan.ts';
import { UrlScanner } from '../src/formats/strings/urls.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { hashSource } from '../src/util/hash-file.ts';
import { Ssdeep } from '../src/util/ssdeep.ts';
import { Tlsh } from '../src/util/tlsh.ts';

interface Row {
  label: string;
  value: number;
  unit: string;
}

const SIZE = 64 << 20;
const PIECE = 256 * 1024;

/** What is done with the bytes of every file: per second of processor time, so that other work does not count. */
export async function run(): Promise<{ name: string; rows: Row[] }> {
  const program = readFileSync(process.execPath).subarray(0, SIZE);
  const inputs: [name: string, bytes: Buffer][] = [
    ['a program', program],
    ['random bytes', randomBytes(SIZE)],
    ['text', Buffer.alloc(SIZE, 'an ordinary line of text, see kernel32.dll\n')],
  ];
  const rows: Row[] = [];
  for (const [name, bytes] of inputs) {
    rows.push(await row(`strings of ${name}`, bytes, strings));
    rows.push(await row(`URLs of ${name}`, bytes, urls));
  }
  const [, random] = inputs[1]!;
  rows.push(await row('TLSH', random, (bytes) => pieces(bytes, new Tlsh())));
  rows.push(await row('ssdeep', random, (bytes) => pieces(bytes, new Ssdeep())));
  rows.push(
    await row('all hashes in one pass', random, async (bytes) => void (await hashSource(new MemorySource(bytes)))),
  );
  const text =
    'see http://evil.example.ru/gate.php?x=1 or C:\\Windows\\x.exe, kernel32.dll, robin@mail.ru 8.8.8.8\n'.repeat(
      40_000,
    );
  rows.push(await row('indicators of text', Buffer.from(text), () => findIndicators(text, () => {})));
  const header = Buffer.alloc(24);
  header.writeUInt32LE(4096, 8);
  const dump = Buffer.concat(Array.from({ length: 20_000 }, () => [header, program.subarray(0, 4096)]).flat());
  rows.push(await row('regions of a memory dump', dump, (bytes) => void readMemoryDump(new MemorySource(bytes), 1e6)));
  return { name: 'content: strings, URLs, hashes, indicators', rows };
}

function pieces(bytes: Uint8Array, into: { update(bytes: Uint8Array): void }): void {
  for (let at = 0; at < bytes.length; at += PIECE) into.update(bytes.subarray(at, at + PIECE));
}

function strings(bytes: Uint8Array): void {
  let found = 0;
  const scanner = new StringScanner((_encoding, _offset, _length, text) => {
    if (found++ < 20_000) text();
  });
  for (let at = 0; at < bytes.length; at += PIECE) scanner.push(bytes.subarray(at, at + PIECE));
  scanner.finish();
}

function urls(bytes: Uint8Array): void {
  const scanner = new UrlScanner(10_000);
  for (let at = 0; at < bytes.length; at += PIECE) scanner.push(bytes.subarray(at, at + PIECE));
  scanner.finish();
}

async function row(label: string, bytes: Buffer, work: (bytes: Buffer) => void | Promise<void>): Promise<Row> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    const before = process.cpuUsage();
    await work(bytes);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, user + system);
  }
  return { label, value: bytes.length / best, unit: 'MB/s' };
}
