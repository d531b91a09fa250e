import type { Call, Process, Summary } from '../plugin/container.ts';
import { apis } from '../query/apis.ts';
import { textArgument } from '../query/argument.ts';
import { launch } from '../query/launches.ts';

type Lists = { [K in keyof Summary]-?: NonNullable<Summary[K]> extends string[] ? K : never }[keyof Summary];
interface Rule {
  apis: readonly string[];
  into: readonly Lists[];
  argument: string;
}

const rule = (list: readonly string[], argument: string, ...into: Lists[]): Rule => ({ apis: list, argument, into });

/** What the engine's summary would say of the calls, as far as a small example needs it. */
const RULES: readonly Rule[] = [
  rule(apis.opensFile, 'filepath', 'files', 'file_opened'),
  rule(apis.writesFile, 'filepath', 'files', 'file_written', 'write_files'),
  rule(['NtReadFile'], 'filepath', 'files', 'file_read', 'read_files'),
  rule([...apis.deletesFile], 'filepath', 'files', 'file_deleted', 'delete_files'),
  rule(['GetFileAttributesW', 'GetFileAttributesExW'], 'filepath', 'files', 'file_exists'),
  rule(['FindFirstFileExA', 'FindFirstFileExW'], 'filepath', 'files', 'directory_enumerated'),
  rule(['CreateDirectoryW', 'CreateDirectoryExW'], 'dirpath', 'directory_created'),
  rule(['URLDownloadToFileW'], 'filepath', 'files', 'file_written', 'write_files'),
  rule(['URLDownloadToFileW'], 'url', 'downloads_file'),
  rule(apis.opensKey, 'regkey', 'keys', 'regkey_opened'),
  rule(apis.readsValue, 'regkey', 'keys', 'regkey_read', 'read_keys'),
  rule(apis.setsValue, 'regkey', 'keys', 'regkey_written', 'write_keys'),
  rule(apis.deletesKey, 'regkey', 'keys', 'regkey_deleted', 'delete_keys'),
  rule(['NtCreateMutant'], 'mutant_name', 'mutexes', 'mutex'),
  rule(['LdrLoadDll'], 'module_name', 'dll_loaded'),
  rule(apis.createsService, 'service_name', 'created_services'),
  rule(apis.resolvesName, 'hostname', 'resolves_host'),
  rule(apis.connects, 'ip_address', 'connects_ip'),
  rule(['InternetConnectA', 'InternetConnectW', 'WinHttpConnect'], 'hostname', 'connects_host'),
  rule(['InternetOpenUrlA', 'InternetOpenUrlW'], 'url', 'fetches_url'),
  rule(['IWbemServices_ExecQuery', 'IWbemServices_ExecQueryAsync'], 'query', 'wmi_query'),
];

export function summaryOf(processes: readonly Process[]): Summary {
  const lists = new Map<Lists, Set<string>>([
    ['files', new Set()],
    ['keys', new Set()],
    ['mutexes', new Set()],
  ]);
  const pairs: { file_moved: [string, string][]; file_copied: [string, string][] } = {
    file_moved: [],
    file_copied: [],
  };
  const add = (list: Lists, value: string) => {
    if (value === '') return;
    if (!lists.has(list)) lists.set(list, new Set());
    lists.get(list)!.add(value);
  };
  for (const process of processes) {
    for (const call of process.calls) {
      for (const { apis: of, argument, into } of RULES) {
        if (!of.includes(call.api)) continue;
        const value = textArgument(call, argument, process);
        for (const list of into) add(list, value);
      }
      const moved = pairOf(call);
      if (moved) {
        pairs[moved.list].push([moved.from, moved.to]);
        for (const path of [moved.from, moved.to]) add('files', path);
      }
      if ((apis.launches as readonly string[]).includes(call.api)) {
        for (const list of ['command_line', 'executed_commands'] as const)
          add(list, launch(call, process).command_line);
      }
    }
  }
  const plain = Object.fromEntries([...lists].map(([name, values]) => [name, [...values]])) as unknown as Summary;
  for (const list of ['file_moved', 'file_copied'] as const) if (pairs[list].length > 0) plain[list] = pairs[list];
  return plain;
}

function pairOf(call: Call): { list: 'file_moved' | 'file_copied'; from: string; to: string } | undefined {
  const isMove = (apis.movesFile as readonly string[]).includes(call.api);
  if (!isMove && !(apis.copiesFile as readonly string[]).includes(call.api)) return undefined;
  const [from, to] = [textArgument(call, 'oldfilepath'), textArgument(call, 'newfilepath')];
  return { list: isMove ? 'file_moved' : 'file_copied', from, to };
}
