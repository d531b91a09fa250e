import { analysisProblems } from '../errors/analysis.ts';
import { OvoscopeError } from '../errors/problem.ts';
import { logKind } from './call-log-files.ts';

/** Names of files and folders directly in a folder, which is given relative to the top. */
export type Look = (folder: string) => { files: readonly string[]; folders: readonly string[] };

const TELLING_FILES = new Set([
  'task.json',
  'analysis.conf',
  'analysis.log',
  'cuckoo.log',
  'files.json',
  'dump.pcap',
  'dump_sorted.pcap',
]);

/** Logs of guests that have no call log as such. */
const OTHER_LOGS = new Set(['droidmon.log', 'strace.log', 'tracee.log']);

const LEVELS = 2;

/**
 * The folder of the analysis, relative to the top ('' for the top itself): the top if it is one, else the only one
 * a level below, else the only one two levels below. Throws OvoscopeError where there is none, or more than one.
 */
export function findRoot(path: string, look: Look): string {
  let level = [''];
  for (let depth = 0; depth <= LEVELS; depth++) {
    const found = level.filter((folder) => isAnalysis(folder, look));
    if (found.length === 1) return found[0]!;
    if (found.length > 1) throw new OvoscopeError(analysisProblems.several(path, found));
    level = level.flatMap((folder) => look(folder).folders.map((name) => join(folder, name)));
  }
  throw new OvoscopeError(analysisProblems.notRecognised(path, foundInstead(look), reportHint(look)));
}

/** Whether a folder holds the raw results of an analysis, by the names in it. */
export function isAnalysis(folder: string, look: Look): boolean {
  const { files, folders } = look(folder);
  if (files.some((name) => TELLING_FILES.has(name))) return true;
  if (!folders.includes('logs')) return false;
  return look(join(folder, 'logs')).files.some((name) => logKind(name) !== undefined || OTHER_LOGS.has(name));
}

const join = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`);

function foundInstead(look: Look): string {
  const { files, folders } = look('');
  const names = [...folders.map((name) => `${name}/`), ...files];
  if (names.length === 0) return 'nothing';
  return names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');
}

function reportHint(look: Look): string | undefined {
  const report = look('reports').files.find((name) => /^report\.json(\.gz)?$/.test(name));
  return report && `It has only a report: open reports/${report} itself.`;
}
