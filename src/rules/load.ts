import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorText, OvoscopeError, type Problem } from '../errors/problem.ts';
import { ruleProblems } from '../errors/rules.ts';
import { readRuleFile } from './read-rule-file.ts';
import { READ_LIMITS, type ReadOptions, type ReadRuleFile } from './rule-file.ts';

export interface LoadedRules {
  /** Every file that could be opened, also refused ones, in the order of their paths. */
  files: ReadRuleFile[];
  /** Files that could not be opened, folders without rules, and files that were refused. */
  problems: Problem[];
}

/**
 * Reads rule files; of a folder, its `.json` files by name, without those of `rules test`. A file with errors is
 * refused whole and the others still apply.
 */
export function loadRules(paths: readonly string[], options: ReadOptions = {}): LoadedRules {
  const problems: Problem[] = [];
  const names = new Set(paths.flatMap((path) => filesAt(path, problems)));
  const files: ReadRuleFile[] = [];
  for (const name of names) {
    const bytes = readAtMost(name, { ...READ_LIMITS, ...options.limits }.bytes, problems);
    if (!bytes) continue;
    const read = readRuleFile(name, bytes, options);
    files.push(read);
    if (!read.file) problems.push(ruleProblems.refused(name, read.errors));
  }
  return { files, problems };
}

/** Whether a file of a rules folder is a rule file. */
export function isRuleFileName(name: string): boolean {
  return /\.json$/i.test(name) && !/\.(?:cases|schema)\.json$/i.test(name) && !name.startsWith('.');
}

/** The bytes of a rule file. Throws OvoscopeError where it cannot be read. */
export function readRuleBytes(name: string): Uint8Array {
  const problems: Problem[] = [];
  const bytes = readAtMost(name, READ_LIMITS.bytes, problems);
  if (!bytes) throw new OvoscopeError(problems[0]!);
  return bytes;
}

function filesAt(path: string, problems: Problem[]): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter(isRuleFileName).sort();
    if (names.length === 0) problems.push(ruleProblems.noFiles(path));
    return names.map((name) => join(path, name));
  } catch (error) {
    problems.push(ruleProblems.unreadable(path, errorText(error)));
    return [];
  }
}

/** The bytes of a file; one byte more than the limit where it is longer, so that the reader can tell. */
function readAtMost(path: string, limit: number, problems: Problem[]): Uint8Array | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new TypeError('it is not a regular file');
    const bytes = new Uint8Array(Math.min(stat.size, limit + 1));
    let length = 0;
    while (length < bytes.length) {
      const got = readSync(fd, bytes, length, bytes.length - length, length);
      if (got === 0) break;
      length += got;
    }
    return bytes.subarray(0, length);
  } catch (error) {
    problems.push(ruleProblems.unreadable(path, errorText(error)));
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
