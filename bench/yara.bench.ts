import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { YaraScanner } from '../src/formats/yara/scanner.ts';
import type { RuleSource } from '../src/formats/yara/types.ts';

interface Row {
  label: string;
  value: number;
  unit: string;
}

/** The folder that OVOSCOPE_YARA_RULES names, or the example rules and a thousand made up ones. */
const FOLDER = process.env['OVOSCOPE_YARA_RULES'];

export async function run(): Promise<{ name: string; rows: Row[] }> {
  const sources = FOLDER === undefined ? [...folder('rules/yara'), ...madeUp(1000)] : folder(FOLDER);
  const scanner = new YaraScanner(sources);
  const rows: Row[] = [];
  let started = performance.now();
  const { faults, files } = await scanner.compile();
  rows.push({
    label: `compiling ${files} files of rules (${faults.length} broken)`,
    value: performance.now() - started,
    unit: 'ms',
  });
  const program = readFileSync(process.execPath);
  for (const size of [64 * 1024, 1 << 20, 16 << 20, 64 << 20]) {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3; i++) {
      const bytes = new Uint8Array(program.subarray(0, size));
      started = performance.now();
      await scanner.scan(bytes, {});
      best = Math.min(best, performance.now() - started);
    }
    rows.push({ label: `scanning a program of ${size / 1024} KB`, value: size / 1000 / best, unit: 'MB/s' });
  }
  await scanner.end();
  return { name: 'yara: compile and scan', rows };
}

function folder(path: string): RuleSource[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.yara?$/.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(path, file), 'utf8') }));
}

function madeUp(count: number): RuleSource[] {
  const rule = (n: number) =>
    `rule made_up_${n} { strings: $a = "unlikely text ${n}" ascii wide nocase $b = { ${(n % 256).toString(16).padStart(2, '0')} 8B ?? 90 E8 [2-6] C3 } condition: $a or #b > ${n + 1000} }`;
  return [{ file: 'made_up.yar', text: Array.from({ length: count }, (_, n) => rule(n)).join('\n') }];
}
