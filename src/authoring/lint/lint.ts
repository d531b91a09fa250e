import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join, relative, resolve } from 'node:path';
import { bundle } from '../../engine/bundle.ts';
import { isModuleName, isYaml, type PluginFile } from '../../engine/discover.ts';
import { type ImportableFile, type Loaded, loadPlugins } from '../../engine/load.ts';
import { authoringProblems } from '../../errors/authoring.ts';
import { errorText, OvoscopeError, type Problem } from '../../errors/problem.ts';
import type { Signature, SignatureClass } from '../../plugin/signature.ts';
import type { SignatureCases } from '../../testing/signature-tester.ts';
import { casesBeside, taintedFields } from './cases.ts';
import { RULES, type Rule } from './rules.ts';
import { placeOfText } from './source-text.ts';

/** Something that a rule found. */
export interface Finding {
  rule: string;
  level: Rule['level'];
  signature: string;
  file: string;
  line: number;
  column: number;
  message: string;
  /** What to do about it. */
  mend: string;
  /** The line, and what of it is meant. */
  frame: { text: string; from: number; length: number };
}

export interface LintReport {
  signatures: number;
  findings: Finding[];
  /** Findings that a comment allows. */
  allowed: number;
  /** What kept files from being loaded. */
  problems: Problem[];
}

/** Looks at the signatures in files and folders. Throws OvoscopeError where one of the paths is not there. */
export async function lint(paths: readonly string[]): Promise<LintReport> {
  const files = [...new Set(paths.flatMap(filesBelow))];
  const report: LintReport = { signatures: 0, findings: [], allowed: 0, problems: [] };
  const state: State = { report, described: new Map() };
  for (const path of files) await lintFile(path, state);
  report.findings.sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.rule, b.rule));
  return report;
}

interface State {
  report: LintReport;
  /** Description in small letters → who has it. */
  described: Map<string, string>;
}

async function lintFile(path: string, state: State): Promise<void> {
  const { report } = state;
  const file: PluginFile = {
    kind: 'signature',
    path,
    shown: shownPath(path),
    stem: basename(path, extname(path)),
    origin: 'user',
  };
  const text = readFileSync(path, 'utf8');
  const loadable = await importable(file, report.problems);
  if (loadable === undefined) return;
  const { signatures, problems } = await loadPlugins({ files: [loadable], problems: [] });
  // Told with its place, by a rule.
  report.problems.push(...problems.filter(({ code }) => code !== 'PLUGIN_NAME_DIFFERS'));
  const cases = await casesOf(file, text, report);
  for (const loaded of signatures) {
    report.signatures++;
    const own = cases?.get(loaded.name);
    const found = await check(loaded, { file, text, isAlone: signatures.length === 1, cases: own });
    for (const finding of found) {
      if (isAllowed(text, finding)) report.allowed++;
      else report.findings.push(finding);
    }
    checkDescription(state, loaded, file, text);
  }
}

async function importable(file: PluginFile, problems: Problem[]): Promise<ImportableFile | undefined> {
  if (isYaml(file)) return { ...file, importPath: file.path };
  const [bundled] = await bundle([file]);
  problems.push(...(bundled?.problems ?? []));
  return bundled?.output === undefined ? undefined : { ...file, importPath: bundled.output };
}

async function casesOf(
  file: PluginFile,
  text: string,
  { problems }: LintReport,
): Promise<Map<string, SignatureCases> | undefined> {
  if (!isYaml(file)) {
    const known = await casesBeside(file.path);
    if (known?.error !== undefined) problems.push(authoringProblems.testUnread(file.shown, known.error));
    return known?.cases;
  }
  const { readYamlSignatures } = await import('../../yaml-signatures/read-signatures.ts');
  const { readCases } = await import('../../yaml-signatures/cases.ts');
  const { signatures, source } = readYamlSignatures(text, file.shown);
  const found = new Map<string, SignatureCases>();
  for (const { Class, cases } of signatures) {
    const read = readCases(cases, source);
    if (!Array.isArray(read)) found.set(new Class().name, read);
  }
  return found;
}

interface Context {
  file: PluginFile;
  text: string;
  isAlone: boolean;
  cases: SignatureCases | undefined;
}

async function check(loaded: Loaded<Signature>, { file, text, isAlone, cases }: Context): Promise<Finding[]> {
  const Class = loaded.make().constructor as SignatureClass;
  const subject = {
    name: loaded.name,
    stem: file.stem,
    isAlone,
    isYaml: isYaml(file),
    specimen: loaded.specimen,
    text,
    cases: cases && { detects: cases.detects.length, ignores: cases.ignores.length },
    tainted: cases ? await taintedFields(Class, cases) : [],
  };
  return RULES.flatMap(({ name, level, check: rule }) =>
    rule(subject).map(({ place, message, mend }): Finding => {
      const { line, column } = place;
      const found = { rule: name, level, signature: loaded.name, file: file.shown, line, column, message, mend };
      return { ...found, frame: frameOf(text, line, column, place.length) };
    }),
  );
}

function frameOf(text: string, line: number, column: number, length: number): Finding['frame'] {
  const whole = text.split('\n')[line - 1] ?? '';
  return { text: whole, from: column - 1, length: Math.max(1, Math.min(length, whole.length - column + 1)) };
}

/** `// lint-allow unbounded-expression: only 30 characters long` on the line, or on the one before. */
function isAllowed(text: string, { rule, line }: Finding): boolean {
  const lines = text.split('\n');
  const allows = new RegExp(`(?://|#|\\*)\\s*lint-allow\\s+${rule}\\s*:\\s*\\S`);
  return [lines[line - 1], lines[line - 2]].some((each) => each !== undefined && allows.test(each));
}

/** Two signatures that say the same can't be told apart in a report. */
function checkDescription(
  { report, described }: State,
  { name, specimen }: Loaded<Signature>,
  file: PluginFile,
  text: string,
): void {
  const { description } = specimen;
  const key = description.trim().toLowerCase();
  const twin = described.get(key);
  if (twin === undefined) described.set(key, `${name} in ${file.shown}`);
  else if (key !== '') {
    const { line, column, length } = placeOfText(text, description);
    report.findings.push({
      rule: 'description-twin',
      level: 'error',
      signature: name,
      file: file.shown,
      line,
      column,
      message: `${twin} has the same description`,
      mend: 'Say in each what sets it apart; reports list descriptions.',
      frame: frameOf(text, line, column, length),
    });
  }
}

function filesBelow(path: string): string[] {
  const absolute = resolve(path);
  try {
    const stat = statSync(absolute);
    if (!stat.isDirectory()) return [absolute];
    const names = readdirSync(absolute, { withFileTypes: true }).sort((a, b) => compare(a.name, b.name));
    return names.flatMap((entry) => {
      const below = join(absolute, entry.name);
      if (entry.isDirectory())
        return /^[._]/.test(entry.name) || entry.name === 'node_modules' ? [] : filesBelow(below);
      return entry.isFile() && isSignature(entry.name) ? [below] : [];
    });
  } catch (error) {
    if (error instanceof OvoscopeError) throw error;
    throw new OvoscopeError(authoringProblems.unread(path, errorText(error)), { cause: error });
  }
}

const isSignature = (name: string) => isModuleName(name) || (isYaml({ path: name }) && !/^[._]/.test(name));

const shownPath = (path: string) => {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
};

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
