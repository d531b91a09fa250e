import type { Results } from '../src/plugin/container.ts';
import { readRuleText } from '../src/rules/read-rule-file.ts';
import { RuleSet } from '../src/rules/rule-set.ts';

interface Row {
  label: string;
  value: number;
  unit: string;
}

const FILES = 40_000;
const KEYS = 30_000;
const STRINGS = 30_000;

/** Rule files of 100, 10,000 and 100,000 values over a report with 100,000 strings, files and keys. */
export async function run(): Promise<{ name: string; rows: Row[] }> {
  const results = report();
  const rows: Row[] = [];
  for (const values of [100, 1_000, 10_000, 100_000]) {
    const text = ruleFile(values);
    const start = performance.now();
    const { file, diagnostics } = readRuleText('bench.json', text);
    if (!file) throw new Error(diagnostics[0]!.message);
    const readMs = performance.now() - start;
    const compileStart = performance.now();
    const set = new RuleSet([file]);
    const compileMs = performance.now() - compileStart;
    const times = [1, 2, 3].map(() => {
      const from = performance.now();
      const [ledger] = set.score(results);
      if (!ledger!.objects.some(({ state }) => state === 'matched')) throw new Error('nothing matched');
      return performance.now() - from;
    });
    const label = `${values.toLocaleString('en')} values`;
    rows.push({ label: `${label}: read and check the file`, value: readMs, unit: 'ms' });
    rows.push({ label: `${label}: compile`, value: compileMs, unit: 'ms' });
    rows.push({ label: `${label}: score, the first time`, value: times[0]!, unit: 'ms' });
    rows.push({ label: `${label}: score, later`, value: Math.min(...times), unit: 'ms' });
    if (values === 10_000) rows.push(...oneByOne(text, results, Math.min(...times)));
  }
  rows.push({ label: 'memory at the end', value: process.memoryUsage().rss / 2 ** 20, unit: 'MB' });
  return { name: 'rules: 100,000 strings, files and keys', rows };
}

/** The same file tested value by value; a sample of the values stands for all of them. */
function oneByOne(text: string, results: Results, together: number): Row[] {
  const whole = JSON.parse(text) as { rules: { [key: string]: { rules: string[]; score: number }[] } };
  const every = 50;
  let alone = 0;
  let tested = 0;
  for (const [key, objects] of Object.entries(whole.rules)) {
    for (const value of objects.flatMap(({ rules }) => rules).filter((_, index) => index % every === 0)) {
      const one = { info: { type: 'hash' }, rules: { [key]: [{ rules: [value], score: 1 }] } };
      const set = new RuleSet([readRuleText('one.json', JSON.stringify(one)).file!]);
      const from = performance.now();
      set.score(results);
      alone += performance.now() - from;
      tested += 1;
    }
  }
  const all = (alone / tested) * 10_000;
  return [
    { label: '10,000 values, one by one (from a sample of 200)', value: all, unit: 'ms' },
    { label: 'one by one ÷ together', value: all / together, unit: 'times' },
  ];
}

/** Wildcards of every form, whole paths, one regular expression in twenty. */
function ruleFile(values: number): string {
  const random = generator(7);
  const word = () => Math.floor(random() * 2 ** 40).toString(36);
  const texts = (shape: (word: string, index: number) => string, count: number) =>
    Array.from({ length: count }, (_, index) => (index % 20 === 19 ? regexOf(word(), index) : shape(word(), index)));
  const third = Math.floor(values / 3);
  const files = texts((name, index) => FILE_SHAPES[index % FILE_SHAPES.length]!(name), third);
  const keys = texts((name, index) => KEY_SHAPES[index % KEY_SHAPES.length]!(name), third);
  const strings = texts((name, index) => (index % 2 === 0 ? `*${name}*` : `${name}?${name}`), values - 2 * third);
  files[0] = '*\\file-17-*.tmp';
  const objects = (all: string[]) => chunks(all, 20).map((rules) => ({ rules, score: 0.1 }));
  const rules = { file_opened: objects(files), registry_key_read: objects(keys), string: objects(strings) };
  return JSON.stringify({ info: { type: 'hash' }, rules });
}

const FILE_SHAPES: readonly ((word: string) => string)[] = [
  (word) => `C:\\Users\\*\\AppData\\Roaming\\${word}.exe`,
  (word) => `*\\${word}.dll`,
  (word) => `C:\\Windows\\Temp\\${word}*`,
  (word) => `*${word}*`,
  (word) => `C:\\Program Files\\${word}\\${word}.sys`,
  (word) => `?:\\*\\${word}??.dat`,
];
const KEY_SHAPES: readonly ((word: string) => string)[] = [
  (word) => `HKLM\\Software\\${word}\\*`,
  (word) => `HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\${word}`,
  (word) => `*\\CurrentControlSet\\Services\\${word}*`,
];

function regexOf(word: string, index: number): string {
  return `!REGEX!${index % 3 === 0 ? `[0-9a-f]{${8 + (index % 8)}}\\.(exe|dll)$` : `(?:^|\\\\)${word}[0-9]+\\.`}`;
}

function report(): Results {
  const random = generator(11);
  const word = () => Math.floor(random() * 2 ** 30).toString(36);
  const list = (count: number, one: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => one(index));
  const files = list(
    FILES,
    (i) => `C:\\Users\\victim\\AppData\\Local\\Temp\\${word()}\\file-${i % 1000}-${word()}.tmp`,
  );
  const keys = list(KEYS, (i) => `HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\${word()}\\${i}\\${word()}`);
  const strings = list(STRINGS, (i) => (i % 3 === 0 ? word() : `${word()} ${word()} the quick brown fox ${word()}`));
  const summary = { files, keys, mutexes: [], file_opened: files, regkey_read: keys };
  return {
    file: { md5: 'd41d8cd98f00b204e9800998ecf8427e' },
    behavior: { processes: [], processtree: [], summary },
    strings,
  };
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
