import type { Results } from '../plugin/container.ts';
import type { Pattern } from '../plugin/pattern.ts';
import { apis } from '../query/apis.ts';
import { createdDirectories, deletedFiles, files, readFiles, writtenFiles } from '../query/files.ts';
import { firstUses } from '../query/first-use.ts';
import { calledApis, commandLines, droppedFiles, processNames, sampleStrings, yaraRules } from '../query/hits.ts';
import { find } from '../query/match.ts';
import { domains, hosts, urls, userAgents } from '../query/network.ts';
import { createdServices, dlls, mutexes, resolvedApis, startedServices, wmiQueries } from '../query/objects.ts';
import { deletedKeys, keys, readKeys, writtenKeys } from '../query/registry.ts';
import { type Bounds, type Condition, isWithin, MOST_EVIDENCE } from './condition.ts';

interface List {
  readonly about: string;
  readonly values: (results: Results) => readonly string[];
  /** What evidence calls a value, which is also the argument of the calls that used it. */
  readonly evidence: string;
  /** Where calls that used it are looked for. */
  readonly apis?: readonly string[];
}

const touchesFile = [...apis.opensFile, ...apis.writesFile, ...apis.deletesFile];
const touchesKey = [...apis.opensKey, ...apis.readsValue, ...apis.setsValue, ...apis.deletesKey];

/** Lists of the container that conditions ask for by name. */
export const LISTS = {
  file: {
    about: 'Files that were touched or looked for.',
    values: files,
    evidence: 'filepath',
    apis: apis.looksForFile,
  },
  file_read: { about: 'Files that were read.', values: readFiles, evidence: 'filepath', apis: apis.opensFile },
  file_written: {
    about: 'Files that were created, written, or came to be by copying or moving.',
    values: writtenFiles,
    evidence: 'filepath',
    apis: touchesFile,
  },
  file_deleted: { about: 'Files that were deleted.', values: deletedFiles, evidence: 'filepath', apis: touchesFile },
  directory_created: { about: 'Folders that were created.', values: createdDirectories, evidence: 'dirpath' },
  key: {
    about: 'Registry keys and values that were touched or looked for.',
    values: keys,
    evidence: 'regkey',
    apis: touchesKey,
  },
  key_read: { about: 'Registry values that were read.', values: readKeys, evidence: 'regkey', apis: touchesKey },
  key_written: { about: 'Registry values that were set.', values: writtenKeys, evidence: 'regkey', apis: touchesKey },
  key_deleted: {
    about: 'Registry keys and values that were deleted.',
    values: deletedKeys,
    evidence: 'regkey',
    apis: touchesKey,
  },
  mutex: { about: 'Mutexes.', values: mutexes, evidence: 'mutex' },
  command: {
    about: 'Command lines that were run, those of the processes themselves among them.',
    values: commandLines,
    evidence: 'command_line',
    apis: apis.launches,
  },
  process: {
    about: 'File names of processes.',
    values: processNames,
    evidence: 'process',
  },
  service_created: { about: 'Services that were created.', values: createdServices, evidence: 'service_name' },
  service_started: { about: 'Services that were started.', values: startedServices, evidence: 'service_name' },
  api: { about: 'Names of APIs that were called.', values: calledApis, evidence: 'api' },
  dll: { about: 'Libraries that were loaded.', values: dlls, evidence: 'module_name' },
  resolved_api: {
    about: 'Functions whose address was asked for, as library.function.',
    values: resolvedApis,
    evidence: 'resolved_api',
  },
  wmi_query: { about: 'WMI queries.', values: wmiQueries, evidence: 'query' },
  domain: { about: 'Names that were looked up or connected to.', values: domains, evidence: 'domain' },
  host: { about: 'Addresses that were talked to.', values: hosts, evidence: 'ip' },
  url: { about: 'Addresses of requests.', values: urls, evidence: 'url' },
  user_agent: { about: 'User agents of requests.', values: userAgents, evidence: 'user_agent' },
  dropped: {
    about: 'Names and paths of files that the sample left behind.',
    values: droppedFiles,
    evidence: 'dropped',
  },
  string: {
    about: 'Strings of the sample.',
    values: sampleStrings,
    evidence: 'string',
  },
  yara: {
    about: 'Names of YARA rules that matched anything.',
    values: yaraRules,
    evidence: 'yara',
  },
} as const satisfies { [name: string]: List };

export type ListName = keyof typeof LISTS;

/** Values of a list, so many of them. */
export function listCondition(name: ListName, patterns: readonly Pattern[], bounds: Bounds): Condition {
  const list: List = LISTS[name];
  return {
    watches: [],
    after: [],
    hasEvidence: true,
    begin: () => ({
      onCall() {},
      finish({ results }) {
        const found = find(list.values(results), patterns);
        if (!isWithin(found.length, bounds)) return undefined;
        const shown = found.slice(0, MOST_EVIDENCE);
        if (list.apis === undefined) return shown.map((value) => ({ [list.evidence]: value }));
        return firstUses(results, shown, list.apis, list.evidence);
      },
    }),
  };
}
