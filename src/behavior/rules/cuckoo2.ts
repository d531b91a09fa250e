import type { ApiDef, CallCursor } from '../../formats/call-log/types.ts';
import { type Emit, ntSuccess, type ProcessState, type TextList } from '../state.ts';

type Make = (at: (name: string) => number) => Emit | undefined;

/** Adds one argument to one list. */
const one =
  (list: TextList, name: string): Make =>
  (at) => {
    const i = at(name);
    return i < 0 ? undefined : (call, process) => process.add(list, call.text(i));
  };

const file =
  (list: TextList, name = 'filepath'): Make =>
  (at) => {
    const i = at(name);
    return i < 0 ? undefined : (call, process) => process.file(list, call.text(i));
  };

const key =
  (list: TextList): Make =>
  (at) => {
    const i = at('regkey');
    return i < 0 ? undefined : (call, process) => process.key(list, call.text(i));
  };

const pair =
  (list: 'file_moved' | 'file_copied'): Make =>
  (at) => {
    const from = at('oldfilepath');
    const to = at('newfilepath');
    if (from < 0 || to < 0) return undefined;
    return (call, process) => {
      process.addTuple(list, call.text(from), call.text(to));
      process.add('files', call.text(from));
      process.add('files', call.text(to));
    };
  };

/** What became of a file that was opened or created, by the monitor's own word for it. */
const STATUS_INFO: ReadonlyMap<string, TextList> = new Map([
  ['file_overwritten', 'file_recreated'],
  ['file_superseded', 'file_recreated'],
  ['file_exists', 'file_opened'],
  ['file_does_not_exist', 'file_failed'],
  ['file_created', 'file_created'],
]);

const openFile: Make = (at) => {
  const path = at('filepath');
  const handle = at('file_handle');
  const info = at('status_info');
  if (path < 0 || handle < 0) return undefined;
  return (call, process) => {
    const name = call.text(path);
    process.openFile(call.text(handle), name);
    const word = info < 0 ? '' : (call.flag(info) ?? '').toLowerCase();
    process.file(ntSuccess(call) ? (STATUS_INFO.get(word) ?? 'file_opened') : 'file_failed', name);
  };
};

const useFile =
  (list: TextList): Make =>
  (at) => {
    const handle = at('file_handle');
    if (handle < 0) return undefined;
    return (call, process) => {
      const name = ntSuccess(call) ? process.fileOf(call.text(handle)) : undefined;
      if (name !== undefined) process.file(list, name);
    };
  };

const closeHandle: Make = (at) => {
  const handle = at('handle');
  return handle < 0 ? undefined : (call, process) => process.closeFile(call.text(handle));
};

const download: Make = (at) => {
  const url = at('url');
  const path = at('filepath');
  return (call, process) => {
    process.add('downloads_file', call.text(url));
    process.file('file_opened', call.text(path));
    process.file('file_written', call.text(path));
  };
};

const mutant: Make = (at) => {
  const name = at('mutant_name');
  return name < 0 ? undefined : (call, process) => process.mutex(call.text(name));
};

const createProcess: Make = (at) => {
  const line = at('command_line');
  const path = at('filepath');
  const track = at('track');
  return (call, process) => {
    if (track >= 0 && !Number(call.value(track))) return;
    process.add('command_line', call.text(line) || call.text(path));
  };
};

const shellExecute: Make = (at) => {
  const path = at('filepath');
  const parameters = at('parameters');
  return (call, process) => {
    const text = call.text(parameters);
    process.add('command_line', text === '' ? call.text(path) : `${call.text(path)} ${text}`);
  };
};

const guids: Make = (at) => {
  const ids = [at('clsid'), at('iid')];
  return (call, process) => {
    for (const id of ids) addGuids(call, process, id);
  };
};

function addGuids(call: CallCursor, process: ProcessState, index: number): void {
  const value = call.value(index);
  for (const guid of Array.isArray(value) ? value : [value]) if (typeof guid === 'string') process.add('guid', guid);
}

const tlsMaster =
  (needsExpansion: boolean): Make =>
  (at) => {
    const [client, server, secret, type] = [at('client_random'), at('server_random'), at('master_secret'), at('type')];
    return (call, process) => {
      if (needsExpansion && call.text(type) !== 'key expansion') return;
      if (call.text(client) === '' || call.text(server) === '') return;
      process.addTuple('tls_master', call.text(client), call.text(server), call.text(secret));
    };
  };

const HOSTS = one('resolves_host', 'hostname');

const RULES: ReadonlyMap<string, Make> = new Map([
  ['CreateDirectoryW', one('directory_created', 'dirpath')],
  ['CreateDirectoryExW', one('directory_created', 'dirpath')],
  ['RemoveDirectoryA', one('directory_removed', 'dirpath')],
  ['RemoveDirectoryW', one('directory_removed', 'dirpath')],
  ['FindFirstFileExA', one('directory_enumerated', 'filepath')],
  ['FindFirstFileExW', one('directory_enumerated', 'filepath')],
  ['MoveFileWithProgressW', pair('file_moved')],
  ['CopyFileA', pair('file_copied')],
  ['CopyFileW', pair('file_copied')],
  ['CopyFileExW', pair('file_copied')],
  ['DeleteFileA', file('file_deleted')],
  ['DeleteFileW', file('file_deleted')],
  ['NtDeleteFile', file('file_deleted')],
  ['NtCreateFile', openFile],
  ['NtOpenFile', openFile],
  ['NtReadFile', useFile('file_read')],
  ['NtWriteFile', useFile('file_written')],
  ['NtClose', closeHandle],
  ['GetFileAttributesW', file('file_exists')],
  ['GetFileAttributesExW', file('file_exists')],
  ['LdrLoadDll', one('dll_loaded', 'module_name')],
  ['RegOpenKeyExA', key('regkey_opened')],
  ['RegOpenKeyExW', key('regkey_opened')],
  ['RegCreateKeyExA', key('regkey_opened')],
  ['RegCreateKeyExW', key('regkey_opened')],
  ['RegQueryValueExA', key('regkey_read')],
  ['RegQueryValueExW', key('regkey_read')],
  ['NtQueryValueKey', key('regkey_read')],
  ['RegSetValueExA', key('regkey_written')],
  ['RegSetValueExW', key('regkey_written')],
  ['NtSetValueKey', key('regkey_written')],
  ['RegDeleteKeyA', key('regkey_deleted')],
  ['RegDeleteKeyW', key('regkey_deleted')],
  ['RegDeleteValueA', key('regkey_deleted')],
  ['RegDeleteValueW', key('regkey_deleted')],
  ['NtDeleteValueKey', key('regkey_deleted')],
  ['URLDownloadToFileW', download],
  ['InternetConnectA', one('connects_host', 'hostname')],
  ['InternetConnectW', one('connects_host', 'hostname')],
  ['InternetOpenUrlA', one('fetches_url', 'url')],
  ['InternetOpenUrlW', one('fetches_url', 'url')],
  ['DnsQuery_A', HOSTS],
  ['DnsQuery_W', HOSTS],
  ['DnsQuery_UTF8', HOSTS],
  ['getaddrinfo', HOSTS],
  ['GetAddrInfoW', HOSTS],
  ['gethostbyname', HOSTS],
  ['connect', one('connects_ip', 'ip_address')],
  ['ConnectEx', one('connects_ip', 'ip_address')],
  ['NtCreateMutant', mutant],
  ['CreateProcessInternalW', createProcess],
  ['ShellExecuteExW', shellExecute],
  ['system', one('command_line', 'command')],
  ['IWbemServices_ExecQuery', one('wmi_query', 'query')],
  ['IWbemServices_ExecQueryAsync', one('wmi_query', 'query')],
  ['CoCreateInstance', guids],
  ['CoGetClassObject', guids],
  ['CoCreateInstanceEx', guids],
  ['Ssl3GenerateKeyMaterial', tlsMaster(false)],
  ['PRF', tlsMaster(true)],
]);

/** Which lists a call of Cuckoo 2's monitor goes into. */
export function cuckoo2Rule(def: ApiDef): Emit | undefined {
  return RULES.get(def.api)?.((name) => def.indexOf(name));
}
