import type { Problem } from './problem.ts';

const LOOKED_FOR =
  'logs/*.bson, logs/*.csv, logs/*.raw, logs/*.stap, task.json, analysis.conf, analysis.log, cuckoo.log, files.json, dump.pcap';

/** Problems of opening an analysis: what was given, what lies in it, and what its files say about the task. */
export const analysisProblems = {
  notFound: (path: string): Problem => ({
    code: 'ANALYSIS_NOT_FOUND',
    message: `${path} does not exist`,
    where: { file: path },
  }),
  unreadable: (path: string, why: string): Problem => ({
    code: 'ANALYSIS_UNREADABLE',
    message: `${path} cannot be read: ${why}`,
    where: { file: path },
  }),
  special: (path: string): Problem => ({
    code: 'ANALYSIS_UNREADABLE',
    message: `${path} is neither a file nor a folder`,
    hint: 'Give an analysis folder, an archive of one, or a report.json.',
    where: { file: path },
  }),
  notRecognised: (path: string, found: string, hint?: string): Problem => ({
    code: 'ANALYSIS_NOT_RECOGNISED',
    message: `${path} holds no analysis: looked in it and two levels below for ${LOOKED_FOR}; found ${found}`,
    hint: hint ?? 'Give the folder that a sandbox wrote for one task, such as storage/analyses/1.',
    where: { file: path },
  }),
  several: (path: string, found: readonly string[]): Problem => ({
    code: 'ANALYSIS_SEVERAL',
    message: `${path} holds ${found.length} analyses: ${found.slice(0, 5).join(', ')}${found.length > 5 ? ', …' : ''}`,
    hint: 'Open one of them.',
    where: { file: path },
  }),
  fileKind: (path: string, what: string): Problem => ({
    code: 'ANALYSIS_FILE_KIND',
    message: `${path} is ${what}, not an archive of an analysis and not a report.json`,
    hint: 'Give an analysis folder, a .zip, .tar, .tar.gz or .tar.bz2 of one, or a report.json or report.json.gz.',
    where: { file: path },
  }),
  archiveKind: (path: string, format: string): Problem => ({
    code: 'ANALYSIS_ARCHIVE_KIND',
    message: `${path} is packed as ${format}, which is not read`,
    hint: 'Unpack it and open the folder, or pack it as .zip, .tar.gz or .tar.bz2.',
    where: { file: path },
  }),
  noFile: (file: string): Problem => ({
    code: 'ANALYSIS_NO_FILE',
    message: `the analysis has no file ${file}`,
    where: { file },
  }),
  refusedFile: (file: string, what: string): Problem => ({
    code: 'ANALYSIS_FILE_REFUSED',
    message: `${file} was not read: it is ${what}`,
    hint: 'Only regular files inside the analysis are read. Put a copy in its place if its content is wanted.',
    where: { file },
  }),
  sampleLink: (file: string, what: string): Problem => ({
    code: 'ANALYSIS_SAMPLE_LINK',
    message: `the sample was not read: ${file} is a symlink${what}`,
    hint: 'Put a copy in its place, or allow the link to storage/binaries with allowSampleLink.',
    where: { file },
  }),
  limit: (file: string, what: string, limit: number): Problem => ({
    code: 'ANALYSIS_LIMIT',
    message: `${file} has more than ${limit} ${what}; the rest was not read`,
    hint: 'Raise the limit if the analysis is worth it.',
    where: { file },
  }),
  infoDamaged: (file: string, what: string): Problem => ({
    code: 'ANALYSIS_INFO_DAMAGED',
    message: `${file} does not say what it should about the task: ${what}`,
    hint: 'What other files of the analysis say was used.',
    where: { file },
  }),
  otherLogs: (dialect: string, files: readonly string[]): Problem => ({
    code: 'ANALYSIS_OTHER_LOGS',
    message: `${files.length} call logs of another kind were left aside, as the analysis was read as ${dialect}: ${files.slice(0, 5).join(', ')}${files.length > 5 ? ', …' : ''}`,
    where: { file: files[0] ?? 'logs' },
  }),
  more: (code: string, count: number, file: string): Problem => ({
    code,
    message: `${count} more problems of this kind in ${file}`,
    where: { file },
  }),
};

/** Problems of unpacking an archive. */
export const archiveProblems = {
  refusedEntry: (file: string, why: string): Problem => ({
    code: 'ARCHIVE_REFUSED_ENTRY',
    message: `${file} was not unpacked: ${why}`,
    where: { file },
  }),
  damagedEntry: (file: string, what: string, kept: number): Problem => ({
    code: 'ARCHIVE_DAMAGED_ENTRY',
    message: `${file} is damaged in the archive: ${what}; ${kept} bytes of it were kept`,
    where: { file },
  }),
  encryptedEntry: (file: string, why: string): Problem => ({
    code: 'ARCHIVE_ENCRYPTED_ENTRY',
    message: `${file} is encrypted and was not unpacked: ${why}`,
    hint: 'Give the password, or pack the analysis with the password "infected".',
    where: { file },
  }),
  cut: (file: string, offset: number, what: string): Problem => ({
    code: 'ARCHIVE_CUT',
    message: `${file} ends too early, at byte ${offset}: ${what}`,
    hint: 'What came before was kept; the copy or the download was probably cut off.',
    where: { file, offset },
  }),
  damaged: (file: string, offset: number, what: string): Problem => ({
    code: 'ARCHIVE_DAMAGED',
    message: `${file} is damaged at byte ${offset}: ${what}`,
    hint: 'What could be read was kept.',
    where: { file, offset },
  }),
  limit: (file: string, what: string): Problem => ({
    code: 'ARCHIVE_LIMIT',
    message: `unpacking ${file} stopped: ${what}`,
    hint: 'Archives that unpack to far more than their size are made to fill disks. Raise the limit if this one is genuine.',
    where: { file },
  }),
  empty: (file: string, last?: Problem): Problem => ({
    code: 'ARCHIVE_EMPTY',
    message: last ? `nothing of ${file} could be unpacked: ${last.message}` : `${file} has no files in it`,
    ...(last?.hint === undefined ? {} : { hint: last.hint }),
    where: { file },
  }),
};
