import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportBlacklist } from '../src/storage/export/export-blacklist.ts';
import { openStore, type Store } from '../src/storage/store.ts';
import type { Decision } from '../src/storage/types.ts';
import { parseSubnet } from '../src/util/ip.ts';

interface Row {
  label: string;
  value: number;
  unit: string;
}

const ENTRIES = 50_000;
const ANALYSES = 300;
const LISTED = 100_000;

/** The store with 50,000 entries: SQLite in a file, and PostgreSQL where OVOSCOPE_BENCH_POSTGRES has its URL. */
export async function run(): Promise<{ name: string; rows: Row[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-bench-'));
  const places = { SQLite: join(folder, 'store.db'), PostgreSQL: process.env['OVOSCOPE_BENCH_POSTGRES'] };
  const rows: Row[] = [];
  try {
    for (const [name, place] of Object.entries(places)) {
      if (place === undefined) continue;
      const store = await openStore(place);
      rows.push(...(await measure(name, store)));
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { name: `store with ${ENTRIES.toLocaleString('en')} entries`, rows };
}

async function measure(name: string, store: Store): Promise<Row[]> {
  const rows: Row[] = [];
  async function timed<T>(label: string, count: number, unit: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    rows.push({ label: `${name}: ${label}`, value: (count / (performance.now() - start)) * 1000, unit });
    return result;
  }
  await timed('an analysis with 10 entries, each on disk before the next', ANALYSES, 'analyses/s', async () => {
    for (let i = 0; i < ANALYSES; i++) {
      const id = `a${i}`;
      await store.record(
        { id, path: `/x/${i}` },
        Array.from({ length: 10 }, (_, k) => decision(`${id} ${k}`, id)),
      );
    }
  });
  const many = Array.from({ length: ENTRIES }, (_, i) => decision(String(i), 'bulk'));
  await timed('entries in one batch', ENTRIES, 'entries/s', () => store.blacklist.record(many));
  await timed('the same again', ENTRIES, 'entries/s', () => store.blacklist.record(many));
  await timed('single entries looked up', 2000, 'look-ups/s', async () => {
    for (const { value } of many.slice(0, 2000)) await store.blacklist.get('hash', value);
  });
  for (const format of ['plain', 'json', 'stix'] as const) {
    await timed(`export as ${format}`, ENTRIES, 'entries/s', async () => {
      let bytes = 0;
      for await (const { text } of (await exportBlacklist(store, { format })).pieces) bytes += text.length;
      return bytes;
    });
  }
  const networks = Array.from({ length: LISTED }, (_, i) => parseSubnet(address(i * 7919))!);
  const list = { source: 's', category: 'C&C', origin: 'bench', networks };
  await timed('list entries replaced', LISTED, 'entries/s', () => store.lists.replace(list));
  const asked = Array.from({ length: 500 }, (_, i) => address(i * 7919 * 3));
  await timed('lists asked for 500 addresses', 500, 'addresses/s', () => store.lists.lookup(asked));
  const all = await timed('lists read whole', LISTED, 'entries/s', () => store.lists.lookup());
  await timed('addresses looked up in the whole lists', 200_000, 'look-ups/s', async () => {
    for (let i = 0; i < 200_000; i++) all.find(asked[i % asked.length]!);
  });
  await store.whitelist.addPrivate();
  const whitelist = await store.whitelist.snapshot();
  await timed('addresses looked up in the whitelist', 200_000, 'look-ups/s', async () => {
    for (let i = 0; i < 200_000; i++) whitelist.covers('ip', asked[i % asked.length]!);
  });
  return rows;
}

function decision(seed: string, analysis: string): Decision {
  const value = createHash('md5').update(seed).digest('hex');
  const reason = { key: 'mutex', values: ['x*'], matched: [value], score: '2.5', file: 'r.json', line: 1, group_id: 0 };
  return { type: 'hash', value, score: '2.5', threshold: '2.0', reasons: [reason], analysis, ruleset: 'r' };
}

function address(n: number): string {
  const word = (n + 0x0b000000) >>> 0;
  return [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255].join('.');
}
