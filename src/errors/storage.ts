import type { Problem } from './problem.ts';

const MERGED = 'Run it again: entries are merged, never doubled.';

/** Problems of the store: blacklist, whitelist, third-party lists, analyses seen. */
export const storageProblems = {
  unknownLocation: (location: string): Problem => ({
    code: 'STORE_LOCATION',
    message: `"${location}" names no kind of store that Ovoscope knows`,
    hint: 'Give the path of a file, or postgres://user@host/database.',
    where: {},
  }),
  cannotOpen: (location: string, what: string): Problem => ({
    code: 'STORE_CANNOT_OPEN',
    message: `the store ${location} cannot be opened: ${what}`,
    hint: 'Check that the folder exists and may be written, or name another file with --store.',
    where: { file: location },
  }),
  unreachable: (location: string, what: string): Problem => ({
    code: 'STORE_UNREACHABLE',
    message: `the database ${location} does not answer: ${what}`,
    hint: 'Check host, port, database, user and password, and that the server runs.',
    where: {},
  }),
  connectionLost: (location: string, what: string): Problem => ({
    code: 'STORE_CONNECTION_LOST',
    message: `the connection to ${location} broke, and whether the last change was kept is not known: ${what}`,
    hint: MERGED,
    where: {},
  }),
  notAStore: (location: string, found: string): Problem => ({
    code: 'STORE_NOT_A_STORE',
    message: `${location} is a database, but not one of Ovoscope's: it holds ${found}`,
    hint: 'Name another file with --store; nothing was changed.',
    where: { file: location },
  }),
  tooNew: (location: string, found: number, known: number): Problem => ({
    code: 'STORE_TOO_NEW',
    message: `the store ${location} has schema version ${found}, and this Ovoscope knows versions up to ${known}`,
    hint: 'Use the Ovoscope that wrote it, or a newer one; nothing was changed.',
    where: { file: location },
  }),
  busy: (location: string, waitedMs: number): Problem => ({
    code: 'STORE_BUSY',
    message: `the store ${location} was locked by another process for ${Math.round(waitedMs / 1000)} s`,
    hint: 'Nothing was changed. See which process holds it, and run this again.',
    where: { file: location },
  }),
  conflict: (location: string, attempts: number): Problem => ({
    code: 'STORE_CONFLICT',
    message: `${location}: other writers got in the way of one change ${attempts} times`,
    hint: 'Nothing was changed. Run it again.',
    where: {},
  }),
  diskFull: (location: string, what: string): Problem => ({
    code: 'STORE_DISK_FULL',
    message: `there is no room left to write ${location}: ${what}`,
    hint: `What was confirmed before is kept, this change is not. Free some room. ${MERGED}`,
    where: { file: location },
  }),
  readOnly: (location: string): Problem => ({
    code: 'STORE_READ_ONLY',
    message: `the store ${location} may not be written`,
    hint: 'Check the permissions of the file and of its folder, or of the database user.',
    where: { file: location },
  }),
  damaged: (location: string, what: string): Problem => ({
    code: 'STORE_DAMAGED',
    message: `the store ${location} is damaged: ${what}`,
    hint: 'Restore it from a copy, or move it away and import an earlier export.',
    where: { file: location },
  }),
  failed: (location: string, what: string): Problem => ({
    code: 'STORE_FAILED',
    message: `the store ${location} refused an operation: ${what}`,
    where: { file: location },
  }),
  damagedRow: (table: string, key: string, what: string): Problem => ({
    code: 'STORE_DAMAGED_ROW',
    message: `${table}: the row of "${key}" cannot be read: ${what}`,
    hint: 'Something else than Ovoscope wrote it. Remove the entry and enter it again.',
    where: {},
  }),
  value: (type: string, value: string, what: string): Problem => ({
    code: 'STORE_VALUE',
    message: `"${value}" is not ${article(type)} ${type}: ${what}`,
    where: {},
  }),
  unknownType: (value: string): Problem => ({
    code: 'STORE_UNKNOWN_TYPE',
    message: `"${value}" looks like none of hash, IP address, domain and URL`,
    hint: 'Say what it is with --type.',
    where: {},
  }),
  text: (field: string, what: string): Problem => ({
    code: 'STORE_TEXT',
    message: `${field} cannot be kept: ${what}`,
    where: {},
  }),
  decimal: (field: string, value: string): Problem => ({
    code: 'STORE_DECIMAL',
    message: `${field} is "${value}", not a decimal number such as 2.5`,
    where: {},
  }),
  hostBits: (given: string, network: string, host: string): Problem => ({
    code: 'STORE_HOST_BITS',
    message: `${given} names an address inside a network, not the network`,
    hint: `Write ${network} for the network, or ${host} for the one address.`,
    where: {},
  }),
  whitelisted: (value: string, entry: string, owner: string): Problem => ({
    code: 'STORE_WHITELISTED',
    message: `${value} was not entered: the whitelist covers it (${entry}, ${owner})`,
    hint: `Remove ${entry} from the whitelist first if it should be blacklisted.`,
    where: {},
  }),
  noEntry: (list: 'blacklist' | 'whitelist', value: string): Problem => ({
    code: 'STORE_NO_ENTRY',
    message: `"${value}" is not in the ${list}`,
    where: {},
  }),
  duration: (text: string): Problem => ({
    code: 'STORE_DURATION',
    message: `"${text}" is no span of time`,
    hint: 'Write a number and s, m, h, d or w (90m, 1h, 30d), a number of seconds, or a date such as 2026-11-30.',
    where: {},
  }),
  listSource: (source: string, what: string): Problem => ({
    code: 'LIST_SOURCE',
    message: `list source "${source}": ${what}`,
    hint: 'A source has a name, a category and an http or https URL.',
    where: {},
  }),
  noListSources: (file: string | undefined): Problem => ({
    code: 'LIST_NO_SOURCES',
    message: file ? `${file} names no list sources` : 'no list sources are configured',
    hint: 'Add [[lists]] with source, category and url to the configuration, or load a file with `lists load`.',
    where: file ? { file } : {},
  }),
  listFetch: (source: string, what: string): Problem => ({
    code: 'LIST_FETCH',
    message: `list "${source}" was not refreshed: ${what}`,
    hint: 'Its earlier entries are still in use.',
    where: {},
  }),
  listContent: (source: string, file: string, what: string): Problem => ({
    code: 'LIST_CONTENT',
    message: `list "${source}" was not taken over from ${file}: ${what}`,
    hint: 'Its earlier entries are still in use.',
    where: { file },
  }),
  listSkipped: (file: string, line: number, count: number, text: string): Problem => ({
    code: 'LIST_SKIPPED_LINES',
    message: `${file}: ${count} ${count === 1 ? 'line names' : 'lines name'} no address, the first is line ${line}: "${text}"`,
    where: { file, line },
  }),
  importLine: (file: string, line: number, what: string): Problem => ({
    code: 'IMPORT_REFUSED',
    message: `${file}, line ${line}: ${what}`,
    where: { file, line },
  }),
  importFile: (file: string, what: string): Problem => ({
    code: 'IMPORT_UNREADABLE',
    message: `${file} cannot be imported: ${what}`,
    hint: 'Nothing was entered.',
    where: { file },
  }),
  exportNeedsFolder: (format: string): Problem => ({
    code: 'EXPORT_NEEDS_FOLDER',
    message: `the format ${format} is several files`,
    hint: 'Give a folder with --out DIR, or one kind of value with --type to print its list alone.',
    where: {},
  }),
  exportTarget: (path: string, what: string): Problem => ({
    code: 'EXPORT_TARGET',
    message: `the export to ${path} failed: ${what}`,
    hint: 'Files that were there before are unchanged.',
    where: { file: path },
  }),
};

function article(word: string): string {
  return /^[aeio]/i.test(word) ? 'an' : 'a';
}
