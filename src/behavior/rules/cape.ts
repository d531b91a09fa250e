import type { ApiDef, CallCursor } from '../../formats/call-log/types.ts';
import { windowsBasename } from '../../util/text.ts';
import { type Emit, numberAt, type ProcessState, type TextList } from '../state.ts';

type At = (name: string) => number;

const READS = 0x8000_0000 | 0x1000_0000 | 0x0200_0000 | 0x1;
const WRITES = 0x4000_0000 | 0x1000_0000 | 0x0200_0000 | 0x6;
/** FileDispositionInformation. */
const DISPOSITION = 13;

/** Adds the key that an argument names in full. */
const key =
  (...lists: TextList[]) =>
  (at: At, name = 'FullName'): Emit | undefined => {
    const i = at(name);
    if (i < 0) return undefined;
    return (call, process) => {
      const text = call.text(i);
      for (const list of lists) process.add(list, text);
    };
  };

const created =
  (name: string) =>
  (at: At): Emit | undefined => {
    const i = at(name);
    const disposition = at('Disposition');
    if (i < 0) return undefined;
    return (call, process) => {
      const text = call.text(i);
      process.add('keys', text);
      if (numberAt(call, disposition) === 1) process.add('write_keys', text);
    };
  };

const setInformation = (at: At): Emit | undefined => {
  const [name, kind, data] = [at('HandleName'), at('FileInformationClass'), at('FileInformation')];
  if (name < 0 || data < 0) return undefined;
  return (call, process) => {
    if (numberAt(call, kind) !== DISPOSITION) return;
    const flag = call.text(data);
    // The first byte says whether the file is to be deleted; CAPE takes it for true whatever it is.
    if (flag !== '' && flag.charCodeAt(0) !== 0) process.add('delete_files', call.text(name));
  };
};

const deleted = (at: At): Emit | undefined => {
  const [file, directory] = [at('FileName'), at('DirectoryName')];
  return (call, process) => {
    const name = call.text(file) || call.text(directory);
    process.add('files', name);
    process.add('delete_files', name);
  };
};

const moved = (at: At): Emit | undefined => {
  const [from, to] = [at('ExistingFileName'), at('NewFileName')];
  return (call, process) => {
    process.add('files', call.text(from));
    process.add('delete_files', call.text(from));
    process.add('files', call.text(to));
    process.add('write_files', call.text(to));
  };
};

const service =
  (list: TextList) =>
  (at: At): Emit | undefined => {
    const name = at('ServiceName');
    return name < 0 ? undefined : (call, process) => process.add(list, call.text(name).trim());
  };

const resolved = (at: At): Emit | undefined => {
  const [module, name, ordinal] = [at('ModuleName'), at('FunctionName'), at('Ordinal')];
  if (module < 0) return undefined;
  return (call, process) => {
    if (!call.success) return;
    const what = call.text(name) || `#${call.text(ordinal)}`;
    process.add('resolved_apis', `${call.text(module).toLowerCase()}.${what}`);
  };
};

const execute = (at: At): Emit | undefined => {
  const [line, application] = [at('CommandLine'), at('ApplicationName')];
  return (call, process) =>
    process.add('executed_commands', commandLine(call.text(application).trim(), call.text(line).trim()));
};

/** The command line, with the program before it where its first word does not name it. */
function commandLine(application: string, line: string): string {
  if (application === '' || line === '') return line;
  const base = windowsBasename(application).replace(/\.[^.]*$/, '');
  const first = line.startsWith('"') ? line.slice(1).split('"', 1)[0]! : line.split(' ', 1)[0]!;
  return first.includes(base) ? line : `${application} ${line}`;
}

const isDrivePath = (path: string): boolean => path[1] === ':';

const shellExecute = (at: At): Emit | undefined => {
  const [path, parameters] = [at('FilePath'), at('Parameters')];
  return (call, process) => {
    const name = call.text(path);
    if (isDrivePath(name)) process.add('files', name);
    if (name.trim() !== '') process.add('executed_commands', `${name.trim()} ${call.text(parameters).trim()}`);
  };
};

const fileInfo = (at: At): Emit | undefined => {
  const path = at('Path');
  return (call, process) => {
    if (isDrivePath(call.text(path))) process.add('files', call.text(path));
  };
};

const EXACT: ReadonlyMap<string, (at: At) => Emit | undefined> = new Map([
  ['NtCreateKey', created('ObjectAttributes')],
  ['NtDeleteValueKey', key('keys', 'delete_keys')],
  ['NtDeleteKey', key('keys', 'delete_keys')],
  ['NtQueryValueKey', key('keys', 'read_keys')],
  ['NtQueryMultipleValueKey', key('keys', 'read_keys')],
  ['NtSetValueKey', key('keys', 'write_keys')],
  ['SHGetFileInfoW', fileInfo],
  ['ShellExecuteExW', shellExecute],
  ['NtSetInformationFile', setInformation],
  ['NtDeleteFile', deleted],
  ['LdrGetProcedureAddress', resolved],
  ['MoveFileWithProgressW', moved],
  ['MoveFileWithProgressTransactedW', moved],
  ['CreateProcessInternalW', execute],
  ['NtCreateUserProcess', execute],
  ['CreateProcessWithTokenW', execute],
  ['CreateProcessWithLogonW', execute],
]);

const BY_PREFIX: readonly [string, (at: At) => Emit | undefined][] = [
  ['RegOpenKeyEx', key('keys')],
  ['RegSetValue', key('keys', 'write_keys')],
  ['RegCreateKeyEx', created('FullName')],
  ['RegDeleteValue', key('keys', 'delete_keys')],
  ['NtOpenKey', (at) => key('keys')(at, 'ObjectAttributes')],
  ['RegQueryValue', key('keys', 'read_keys')],
  ['DeleteFile', deleted],
  ['RemoveDirectory', deleted],
  ['StartService', service('started_services')],
  ['CreateService', service('created_services')],
  ['NtCreateProcess', (at) => key('executed_commands')(at, 'FileName')],
];

/** The lists of CAPE's summary. */
export function capeRule(def: ApiDef): Emit | undefined {
  const at: At = (name) => def.indexOf(name);
  const make = EXACT.get(def.api) ?? BY_PREFIX.find(([prefix]) => def.api.startsWith(prefix))?.[1];
  if (make !== undefined) return make(at);
  if (def.category === 'filesystem') return fileCall(at);
  if (def.category !== 'synchronization') return undefined;
  const name = at('MutexName');
  return name < 0 ? undefined : (call, process) => process.add('mutexes', call.text(name));
}

function fileCall(at: At): Emit | undefined {
  const [file, directory] = [at('FileName'), at('DirectoryName')];
  const [from, to, access] = [at('ExistingFileName'), at('NewFileName'), at('DesiredAccess')];
  if (file < 0 && directory < 0 && from < 0 && to < 0) return undefined;
  return (call, process) => {
    const name = call.text(file) || call.text(directory);
    if (name !== '') {
      if (access >= 0) addAccessed(call, process, name, numberAt(call, access));
      process.add('files', name);
    }
    if (from >= 0) {
      process.add('read_files', call.text(from));
      process.add('files', call.text(from));
    }
    if (to >= 0) {
      process.add('write_files', call.text(to));
      process.add('files', call.text(to));
    }
  };
}

function addAccessed(_call: CallCursor, process: ProcessState, name: string, access: number): void {
  if ((access & READS) !== 0) process.add('read_files', name);
  if ((access & WRITES) !== 0) process.add('write_files', name);
}
