import type { ApiDef } from '../../formats/call-log/types.ts';
import { type Emit, numberAt, type ProcessState, type TextList } from '../state.ts';

/** Cuckoo 2's list names for calls whose arguments are named as the monitors up to 1.x and CAPE's name them. */
type Make = (at: (...names: string[]) => number) => Emit | undefined;

const one =
  (list: TextList, ...names: string[]): Make =>
  (at) => {
    const i = at(...names);
    return i < 0 ? undefined : (call, process) => process.add(list, call.text(i));
  };

const pair =
  (list: 'file_moved' | 'file_copied'): Make =>
  (at) => {
    const from = at('ExistingFileName');
    const to = at('NewFileName');
    if (from < 0 || to < 0) return undefined;
    return (call, process) => process.addTuple(list, call.text(from), call.text(to));
  };

/** Create dispositions that replace what was there: supersede, overwrite, overwrite-if. */
const REPLACES = new Set([0, 4, 5]);

const openFile: Make = (at) => {
  const path = at('FileName');
  const handle = at('FileHandle');
  const disposition = at('CreateDisposition');
  const existed = at('ExistedBefore');
  if (path < 0) return undefined;
  return (call, process) => {
    const name = call.text(path);
    if (handle >= 0) process.openFile(call.text(handle), name);
    if (!call.success) process.add('file_failed', name);
    else if (existed >= 0 && /^no$/i.test(call.text(existed))) process.add('file_created', name);
    else if (existed >= 0 && REPLACES.has(numberAt(call, disposition))) process.add('file_recreated', name);
    else process.add(numberAt(call, disposition) === 2 ? 'file_created' : 'file_opened', name);
  };
};

const useFile =
  (list: TextList): Make =>
  (at) => {
    const handle = at('FileHandle');
    const named = at('HandleName');
    return (call, process) => {
      if (!call.success) return;
      const name = call.text(named) || process.fileOf(call.text(handle));
      if (name !== undefined) process.add(list, name);
    };
  };

const command: Make = (at) => {
  const line = at('CommandLine');
  const path = at('ApplicationName', 'FileName');
  return (call, process) => process.add('command_line', call.text(line) || call.text(path));
};

const shell: Make = (at) => {
  const path = at('FilePath');
  const parameters = at('Parameters');
  return (call, process) => process.add('command_line', `${call.text(path)} ${call.text(parameters)}`.trim());
};

const registry =
  (list: TextList): Make =>
  (at) => {
    // Only CAPE says the whole name; other logs have handles, and are followed in registry.ts.
    const i = at('FullName', 'ObjectAttributes');
    return i < 0 ? undefined : (call, process) => process.add(list, call.text(i));
  };

const url: Make = (at) => {
  const from = at('URL', 'Url');
  const to = at('FileName');
  return (call, process: ProcessState) => {
    process.add('downloads_file', call.text(from));
    process.add('file_written', call.text(to));
  };
};

const mutant: Make = (at) => one('mutex', 'MutexName')(at);

const guids: Make = (at) => {
  const [clsid, iid] = [at('rclsid', 'clsid', 'ClassId'), at('riid', 'iid')];
  return (call, process) => {
    process.add('guid', call.text(clsid).toLowerCase());
    process.add('guid', call.text(iid).toLowerCase());
  };
};

const RULES: readonly [RegExp, Make][] = [
  [/^CreateDirectory(?:Ex)?[AW]$/, one('directory_created', 'DirectoryName')],
  [/^RemoveDirectory[AW]$/, one('directory_removed', 'DirectoryName')],
  [/^FindFirstFileEx[AW]$/, one('directory_enumerated', 'FileName')],
  [/^MoveFileWithProgress(?:Transacted)?W$/, pair('file_moved')],
  [/^CopyFile(?:Ex)?[AW]$/, pair('file_copied')],
  [/^(?:DeleteFile[AW]|NtDeleteFile)$/, one('file_deleted', 'FileName')],
  [/^Nt(?:Create|Open)File$/, openFile],
  [/^NtReadFile$/, useFile('file_read')],
  [/^NtWriteFile$/, useFile('file_written')],
  [/^GetFileAttributes(?:Ex)?W$/, one('file_exists', 'FileName', 'lpFileName')],
  [/^(?:LdrLoadDll|LoadLibrary(?:Ex)?[AW])$/, one('dll_loaded', 'FileName', 'ModuleName', 'lpLibFileName')],
  [/^(?:Reg(?:Open|Create)KeyEx[AW]|Nt(?:Open|Create)Key(?:Ex)?)$/, registry('regkey_opened')],
  [/^(?:RegQueryValueEx[AW]|NtQueryValueKey)$/, registry('regkey_read')],
  [/^(?:RegSetValueEx[AW]|NtSetValueKey)$/, registry('regkey_written')],
  [/^(?:RegDelete(?:Key|Value)[AW]|NtDelete(?:Value)?Key)$/, registry('regkey_deleted')],
  [/^URLDownloadTo(?:Cache)?FileW$/, url],
  [/^InternetConnect[AW]$/, one('connects_host', 'ServerName')],
  [/^InternetOpenUrl[AW]$/, one('fetches_url', 'URL')],
  [
    /^(?:DnsQuery_(?:A|W|UTF8)|[Gg]et[Aa]ddr[Ii]nfo(?:W|ExW)?|gethostbyname)$/,
    one('resolves_host', 'Hostname', 'NodeName', 'Name'),
  ],
  [/^(?:connect|ConnectEx|WSAConnect)$/, one('connects_ip', 'ip', 'IP')],
  [/^NtCreateMutant$/, mutant],
  [/^(?:CreateProcessInternalW|NtCreateUserProcess|CreateProcessWith(?:Token|Logon)W)$/, command],
  [/^ShellExecuteExW$/, shell],
  [/^system$/, one('command_line', 'Command')],
  [/^CoCreateInstance(?:Ex)?$|^CoGetClassObject$/, guids],
];

/** Cuckoo 2's lists from the logs of other monitors. */
export function laterListsRule(def: ApiDef): Emit | undefined {
  const make = RULES.find(([api]) => api.test(def.api))?.[1];
  return make?.((...names) => {
    for (const name of names) {
      const i = def.indexOf(name);
      if (i >= 0) return i;
    }
    return -1;
  });
}
