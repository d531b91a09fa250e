import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { errorText, type Problem } from 'ovoscope';
import { type RuleSource, YaraScanner, yaraProblems } from 'ovoscope/formats';

const EXTENSION = /\.yar[a]?$/i;
const MOST_FILES = 20_000;
const LONGEST = 16 << 20;

export interface RuleFolder {
  sources: RuleSource[];
  problems: Problem[];
  /** Changes when a file does. */
  fingerprint: string;
}

/** The files of rules below a folder, by their paths; or one file. */
export function readRules(path: string): RuleFolder {
  const root = resolve(path);
  const sources: RuleSource[] = [];
  const problems: Problem[] = [];
  const stamps: string[] = [];
  try {
    const isFile = statSync(root).isFile();
    const base = isFile ? dirname(root) : root;
    const files = isFile ? [basename(root)] : listFiles(root);
    for (const file of files) {
      const source = readSource(base, file, files, problems);
      if (!source) continue;
      sources.push({ file, text: source.text });
      stamps.push(`${file}\0${source.stamp}`);
    }
    if (sources.length === 0) problems.push(yaraProblems.folder(path, 'there is no .yar or .yara file'));
  } catch (error) {
    problems.push(yaraProblems.folder(path, errorText(error)));
  }
  return { sources, problems, fingerprint: JSON.stringify([root, ...stamps]) };
}

function listFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && EXTENSION.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort()
    .slice(0, MOST_FILES);
}

function readSource(
  base: string,
  file: string,
  files: readonly string[],
  problems: Problem[],
): { text: string; stamp: string } | undefined {
  try {
    const path = join(base, file);
    const { size, mtimeMs } = statSync(path);
    if (size > LONGEST) throw new RangeError(`the file has ${size} bytes, and ${LONGEST} are read`);
    return { text: withoutIncludes(readFileSync(path, 'utf8'), file, files), stamp: `${size}:${mtimeMs}` };
  } catch (error) {
    problems.push(yaraProblems.unread(file, errorText(error)));
    return undefined;
  }
}

/** Every file of the folder is taken by itself, so what one includes of the others is there already. */
function withoutIncludes(text: string, file: string, files: readonly string[]): string {
  return text.replace(/^[ \t]*include[ \t]+"([^"\n]{1,500})"/gm, (line, name: string) => {
    const wanted = join(dirname(file), name).replaceAll(sep, '/');
    return files.includes(wanted) ? ' '.repeat(line.length) : line;
  });
}

interface Known {
  fingerprint: string;
  scanner: YaraScanner;
}
let known: Known | undefined;

/** The scanner for rules and options; the same one as long as neither changes. */
export function scannerFor(
  { sources, fingerprint }: RuleFolder,
  options: { scanMs: number; compileMs: number; matches: number },
): YaraScanner {
  const key = JSON.stringify([fingerprint, options]);
  if (known?.fingerprint === key) return known.scanner;
  void known?.scanner.end();
  known = { fingerprint: key, scanner: new YaraScanner(sources, options) };
  return known.scanner;
}

/** Whether a rule is meant for a kind of target, by the folder it lies in; Cuckoo sorts rules so. */
export function isMeantFor(file: string | undefined, category: string): boolean {
  const folder = file?.split('/', 1)[0];
  const categories =
    folder !== undefined && file!.includes('/') && Object.hasOwn(FOLDERS, folder) ? FOLDERS[folder] : undefined;
  return categories?.includes(category) ?? true;
}

const FOLDERS: { readonly [folder: string]: readonly string[] } = {
  binaries: ['sample', 'dropped', 'buffer'],
  office: ['sample', 'dropped'],
  memory: ['procmemory'],
  dumpmem: ['procmemory'],
  urls: ['urls'],
  scripts: ['extracted'],
  shellcode: ['extracted', 'buffer'],
};
