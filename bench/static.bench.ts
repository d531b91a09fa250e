import { Buffer } from 'node:buffer';
import Static from '../modules/processing/static.ts';
import { memoryTask, runModule } from '../tests/support/memory-task.ts';
import { elfSample, machoSample, pdfSample, peSample } from '../tests/support/static-samples.ts';

interface Row {
  label: string;
  value: number;
  unit: string;
}

const MEGABYTE = 1 << 20;

/** The static module over files of the size that samples have. */
export async function run(): Promise<{ name: string; rows: Row[] }> {
  const noise = (bytes: number): Buffer => {
    const data = Buffer.alloc(bytes);
    let state = 1;
    for (let i = 0; i < bytes; i += 4) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      data.writeUInt32LE(state, i);
    }
    return data;
  };
  const files: [label: string, bytes: Buffer][] = [
    ['small PE', peSample()],
    ['5 MB PE, most of it behind the sections', peSample({ overlay: noise(5 * MEGABYTE) })],
    ['5 MB PE, most of it in a section', largePe(noise(5 * MEGABYTE))],
    ['small ELF', elfSample()],
    ['small Mach-O', machoSample()],
    ['small PDF', pdfSample()],
    ['5 MB PDF with 20,000 objects', largePdf(5 * MEGABYTE, 20_000)],
  ];
  // The first file of each kind loads what it needs.
  for (const [, bytes] of files) await measure(bytes);
  const rows: Row[] = [];
  for (const [label, bytes] of files) rows.push({ label, value: await best(7, () => measure(bytes)), unit: 'ms' });
  return { name: 'static: the module over one file', rows };
}

async function measure(bytes: Buffer): Promise<number> {
  const start = process.cpuUsage();
  await runModule(Static, memoryTask({ binary: bytes }));
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The last section grows to hold these bytes. */
function largePe(content: Buffer): Buffer {
  const bytes = Buffer.concat([peSample(), content]);
  const headers = bytes.readUInt32LE(0x3c);
  const last = headers + 24 + bytes.readUInt16LE(headers + 20) + 40;
  const size = bytes.length - bytes.readUInt32LE(last + 20);
  bytes.writeUInt32LE(size, last + 8);
  bytes.writeUInt32LE(size, last + 16);
  return bytes;
}

function largePdf(size: number, objects: number): Buffer {
  const filler = 'x'.repeat(Math.floor(size / objects) - 60);
  const list = Array.from(
    { length: objects },
    (_, i) => `${i + 1} 0 obj<</Type/Page/A(${filler})/B[1 0 R 2 3]>>endobj\n`,
  );
  return Buffer.from(`%PDF-1.7\n${list.join('')}trailer<</Root 1 0 R>>\n%%EOF\n`);
}

async function best(runs: number, work: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) least = Math.min(least, await work());
  return least;
}
