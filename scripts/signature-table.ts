/**
 * Runs the built-in signatures over a collection of analyses and writes which fires where to
 * docs/signature-library.md. With `--show TEXT` it prints matches with evidence for the inputs whose path contains
 * TEXT instead, and writes nothing.
 *
 *   node scripts/signature-table.mjs [--data FOLDER] [--show TEXT [--signature NAME]]
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { loadPlugins, type Plugins, preparePlugins } from '../src/engine/load.ts';
import { type Input, processAnalysis } from '../src/engine/process.ts';
import type { Match, Results, Signature } from '../src/index.ts';
import { MemoryTask } from '../src/testing/memory-task.ts';

interface Entry {
  /** Path in the collection. */
  path: string;
  /** Where the file goes in an analysis, for what is no analysis by itself. */
  as?: string;
  sample?: boolean;
}

interface Row {
  path: string;
  matches: Match[];
  band: string;
  score: number;
  ms: number;
  slowest: string;
}

/** What is known of an input from where it was published, in the words of the document. */
const HARMLESS: readonly (readonly [RegExp, string])[] = [
  [/cuckoo-1\.0dev_winxp/, 'a program of a course'],
  [/cuckoo-1\.x_win_saltar|cuckoo-2\.0\.7_win10_exe_210/, 'it does nothing'],
  [/benign/, 'published as benign'],
  [/cape-2\.4_AL_/, 'a test program of Assemblyline'],
  [/cape-2\.2\/55dcd38773f4104b/, 'fsutil.exe of Windows'],
  [/lnk_[12]\.lnk|dde-test|rtfobj_issue_251|corkami\/signature\.exe/, 'a test file that imitates malware'],
  [/^(?:4-pcap|5-static)\//, 'a test file'],
];

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    show: { type: 'string' },
    signature: { type: 'string' },
  },
});

const root = options.data;
if (!existsSync(root)) {
  console.error(`${root} is absent; name the collection with --data`);
  process.exit(2);
}

const { files, problems } = await preparePlugins([]);
const plugins = await loadPlugins({ files: files.filter(({ origin }) => origin === 'built-in'), problems });
const rows: Row[] = [];
const failed: string[] = [];
for (const entry of entries()) {
  if (options.show !== undefined && !entry.path.includes(options.show)) continue;
  try {
    const row = await run(entry, plugins);
    rows.push(row);
    if (options.show !== undefined) show(row);
  } catch (error) {
    failed.push(`${entry.path}: ${(error as Error).message}`);
  }
}
for (const line of failed) console.error(line);
if (options.show === undefined) {
  writeFileSync('docs/signature-library.md', documentOf(rows));
  console.log(`${rows.length} inputs, ${plugins.signatures.length} signatures`);
}

function list(folder: string): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .map((item) => `${folder}/${item.name}`)
    .sort();
}

function* entries(): Generator<Entry> {
  for (const path of list('2-analyses')) {
    const report = `${path}/Report/reports/lite.json.gz`;
    yield { path: existsSync(join(root, report)) ? report : path };
  }
  for (const folder of list('3-reports')) {
    if (folder.endsWith('.json')) continue;
    for (const path of list(folder)) if (/\.json(?:\.gz)?$/.test(path)) yield { path };
  }
  const raw: readonly (readonly [folder: string, as: string, RegExp])[] = [
    ['bson', 'logs/1234.bson', /\.bson$/],
    ['droidmon', 'logs/droidmon.log', /\.log$/],
    ['procmon', 'procmon.xml', /\.xml$/],
    ['stap', 'logs/all.stap', /stap(?:\.v\d+)?$|\.stap$/],
    ['sysmon', 'sysmon/1.sysmon.xml', /\.xml\.gz$/],
  ];
  for (const [folder, as, wanted] of raw) {
    for (const path of list(`1-rawlogs/${folder}`)) if (wanted.test(path)) yield { path, as };
  }
  for (const folder of list('4-pcap')) {
    for (const path of deep(folder)) if (/\.p?cap(?:ng)?(?:\.gz)?$/.test(path)) yield { path, as: 'dump.pcap' };
  }
  const isSample = /\.(?:exe|dll|sys|bin|elf|pdf|lnk|docm?|docx|xlsm?|xlsb?|pptm?|rtf|o|so)(?:\.gz)?$/i;
  for (const folder of ['pe', 'elf', 'pdf', 'lnk', 'office']) {
    for (const path of deep(`5-static/${folder}`)) {
      if (isSample.test(path) || !/\.\w{1,6}$/.test(basename(path))) yield { path, as: basename(path), sample: true };
    }
  }
}

function* deep(folder: string): Generator<string> {
  for (const item of readdirSync(join(root, folder), { withFileTypes: true }).sort(byName)) {
    const path = `${folder}/${item.name}`;
    if (item.isDirectory()) yield* deep(path);
    else yield path;
  }
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}

async function run({ path, as, sample }: Entry, loaded: Plugins): Promise<Row> {
  const open = as === undefined ? {} : { open: async () => made(path, as, sample === true) };
  const { results, close } = await processAnalysis(join(root, path), { plugins: loaded, out: false, ...open });
  try {
    const { signatures: matches = [], verdict, statistics } = results as Results;
    const timings = statistics?.signatures ?? [];
    const ms = timings.reduce((sum, timing) => sum + timing.ms, 0);
    const slowest = [...timings]
      .sort((a, b) => b.ms - a.ms)
      .slice(0, 5)
      .map((timing) => `${timing.name} ${timing.ms.toFixed(0)}`)
      .join(', ');
    return { path, matches, band: verdict?.band ?? '', score: verdict?.score ?? 0, ms, slowest };
  } finally {
    await close();
  }
}

/** An analysis of which there is only this file. */
function made(path: string, as: string, isSample: boolean): Input {
  const bytes = readFileSync(join(root, path));
  const content = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  const name = as.replace(/\.gz$/, '');
  const task = new MemoryTask(new Map([[name, content]]), {
    ...(isSample && { sample: name }),
    info: { platform: /droidmon/.test(path) ? 'android' : /\.stap|elf/.test(path) ? 'linux' : 'windows' },
  });
  return Object.assign(task, { kind: 'folder' as const, problems: [], defaultOut: '', close() {} });
}

function show({ path, matches, band, score, ms, slowest }: Row): void {
  console.log(`\n${path}: ${band} ${score} (${ms.toFixed(0)} ms, most by ${slowest})`);
  for (const { name, severity, data, markcount } of matches) {
    if (options.signature !== undefined && name !== options.signature) continue;
    console.log(`  ${severity} ${name} (${markcount})`);
    for (const piece of data.slice(0, 3)) console.log(`      ${JSON.stringify(piece).slice(0, 220)}`);
  }
}

function documentOf(all: readonly Row[]): string {
  const intro = /^[\s\S]*?<!-- made by scripts\/signature-table\.ts -->\n/.exec(
    existsSync('docs/signature-library.md') ? readFileSync('docs/signature-library.md', 'utf8') : '',
  );
  const head = intro?.[0] ?? '# The signature library\n\n<!-- made by scripts/signature-table.ts -->\n';
  return `${head}\n${signatureTables(all)}\n${analysisTables(all)}`;
}

function signatureTables(all: readonly Row[]): string {
  const byFolder = new Map<string, { file: string; signature: Signature }[]>();
  for (const { file, specimen } of plugins.signatures) {
    const folder = /signatures[\\/]([a-z_]+)[\\/]/.exec(file.path)?.[1] ?? 'example';
    if (!byFolder.has(folder)) byFolder.set(folder, []);
    byFolder.get(folder)!.push({ file: file.path, signature: specimen });
  }
  const parts = [`## The ${plugins.signatures.length} signatures\n`];
  for (const [folder, members] of [...byFolder].sort()) {
    parts.push(`### ${folder.replaceAll('_', ' ')}\n`);
    parts.push('| signature | severity | confidence | ATT&CK | fires on | what it says, and when it is wrong |');
    parts.push('|---|---|---|---|---|---|');
    for (const { file, signature } of members.sort((a, b) => (a.signature.name < b.signature.name ? -1 : 1))) {
      const { name, severity, confidence, ttps, description } = signature;
      const fires = all.filter(({ matches }) => matches.some((match) => match.name === name)).length;
      const note = noteOf(readFileSync(sourceOf(file), 'utf8'));
      const cells = [`\`${name}\``, severity, confidence, ttps.join(' '), fires, `${description}. ${note}`];
      parts.push(`| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`);
    }
    parts.push('');
  }
  return parts.join('\n');
}

function sourceOf(path: string): string {
  const found = /signatures[\\/].*$/.exec(path)?.[0].replace(/\.js$/, '.ts') ?? path;
  return join('modules', found);
}

/** The note on false positives is the comment of the class. */
function noteOf(source: string): string {
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export default class/.exec(source)?.[1] ?? '';
  return comment
    .replace(/^\s*\* ?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function analysisTables(all: readonly Row[]): string {
  const isFile = ({ path }: Row) => /^(?:4-pcap|5-static)\//.test(path);
  const analyses = all.filter((row) => !isFile(row));
  const loud = all.filter((row) => isFile(row) && row.matches.length > 0);
  const quiet = all.filter((row) => isFile(row) && row.matches.length === 0).length;
  return [
    '## What fires where\n',
    '### Analyses and logs\n',
    ...table(analyses),
    '',
    '### Captures and files for tests\n',
    `On ${quiet} of ${quiet + loud.length} captures and files nothing fires. On the others:\n`,
    ...table(loud),
    '',
  ].join('\n');
}

function table(shown: readonly Row[]): string[] {
  const lines = shown.map(({ path, matches, band, score }) => {
    const known = HARMLESS.find(([pattern]) => pattern.test(path))?.[1] ?? '';
    const names = matches.map(({ name }) => name).reverse();
    const short = path.replace('/Report/reports/lite.json.gz', '');
    return `| ${short} | ${known} | ${band} ${score.toFixed(1)} | ${names.join(', ') || '–'} |`;
  });
  return ['| input | harmless, as | verdict | signatures |', '|---|---|---|---|', ...lines];
}
