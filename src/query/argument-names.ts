import { commonCategory } from '../plugin/category.ts';

/**
 * Recorded argument name → the common one, which is the name that Cuckoo 2 uses. Derived from the hook tables of
 * Cuckoo 0.4 to 2.0.7 and from CAPE's logs. A name that is nowhere here becomes snake case: `FileHandle` is
 * `file_handle`.
 */
type Names = { readonly [recorded: string]: string };

const EVERYWHERE: Names = {
  Address: 'base_address',
  Agent: 'user_agent',
  Algid: 'algorithm_identifier',
  ApcRoutine: 'function_address',
  ApplicationName: 'filepath',
  BinaryPathName: 'filepath',
  ClsContext: 'class_context',
  CreateSuspended: 'suspended',
  DllBase: 'module_address',
  DllName: 'module_name',
  ExistingFileName: 'oldfilepath',
  ExitCode: 'status_code',
  ExitStatus: 'status_code',
  FileInformationClass: 'information_class',
  FileName: 'filepath',
  FilePath: 'filepath',
  FullName: 'regkey',
  HandleName: 'filepath',
  ImagePathName: 'filepath',
  InBuffer: 'input_buffer',
  IoControlCode: 'control_code',
  MutexName: 'mutant_name',
  NewAccessProtection: 'protection',
  NewFileName: 'newfilepath',
  NodeName: 'hostname',
  NumberOfBytesProtected: 'length',
  OldAccessProtection: 'old_protection',
  Optional: 'post_data',
  OutBuffer: 'output_buffer',
  PathName: 'filepath',
  ProcessFileName: 'process_name',
  ProcessId: 'process_identifier',
  ProcessIdentifier: 'process_identifier',
  ProcessInformationClass: 'information_class',
  Referrer: 'referer',
  SendBuffer: 'buffer',
  ServerName: 'hostname',
  ServerPort: 'port',
  Show: 'show_type',
  StartAddress: 'function_address',
  StartParameter: 'parameter',
  StartRoutine: 'function_address',
  Status: 'status_text',
  SystemInformationClass: 'information_class',
  SystemMetricIndex: 'index',
  ThreadId: 'thread_identifier',
  ThreadInformationClass: 'information_class',
  URL: 'url',
  Verb: 'http_method',
  DirectoryName: 'dirpath',
  ip: 'ip_address',
  rclsid: 'clsid',
  riid: 'iid',
};

const BY_CATEGORY: { readonly [category: string]: Names } = {
  registry: {
    Data: 'value',
    Handle: 'key_handle',
    Information: 'value',
    Name: 'key_name',
    ObjectAttributes: 'regkey',
    Registry: 'base_handle',
    SourceFile: 'filepath',
    SubKey: 'regkey_r',
    TargetKey: 'regkey',
    Type: 'reg_type',
  },
  network: { Name: 'hostname', ObjectName: 'path', Type: 'dns_type', s: 'socket' },
  process: { ObjectAttributes: 'section_name', Size: 'region_size' },
  file: { ObjectAttributes: 'dirpath', Path: 'dirpath' },
  services: { ServiceControlHandle: 'service_manager_handle', ServiceControlManager: 'service_manager_handle' },
  synchronisation: { Handle: 'mutant_handle' },
};

const VALUE_NAME: Names = { regkey_r: 'value_name', key_name: 'value_name' };
const WRITES_VALUE: Names = { ...VALUE_NAME, Buffer: 'value' };
const LOADS_MODULE: Names = { FileName: 'module_name', BaseAddress: 'module_address', ModuleHandle: 'module_address' };
const FINDS_FUNCTION: Names = { ModuleName: 'module', ModuleHandle: 'module_address' };
const HOOKS: Names = { ProcedureAddress: 'callback_function' };
const OPENS_THREAD: Names = { ObjectAttributes: 'thread_name' };
const STARTS_THREAD: Names = { ...OPENS_THREAD, CreationFlags: 'flags' };
const PROTECTS: Names = { Size: 'length' };
const FREES: Names = { Size: 'size' };
const NAMES_USER: Names = { Name: 'username' };

const BY_API: { readonly [api: string]: Names } = {
  CreateRemoteThread: STARTS_THREAD,
  CreateRemoteThreadEx: STARTS_THREAD,
  CreateThread: STARTS_THREAD,
  GetUserNameA: NAMES_USER,
  GetUserNameExA: NAMES_USER,
  GetUserNameExW: NAMES_USER,
  GetUserNameW: NAMES_USER,
  LdrGetDllHandle: LOADS_MODULE,
  LdrGetProcedureAddress: FINDS_FUNCTION,
  LdrGetProcedureAddressForCaller: FINDS_FUNCTION,
  LdrLoadDll: LOADS_MODULE,
  NtCreateThread: STARTS_THREAD,
  NtDeleteValueKey: VALUE_NAME,
  NtEnumerateValueKey: VALUE_NAME,
  NtOpenThread: OPENS_THREAD,
  NtQueryValueKey: VALUE_NAME,
  NtSetValueKey: WRITES_VALUE,
  RegDeleteValueA: VALUE_NAME,
  RegDeleteValueW: VALUE_NAME,
  RegEnumValueA: VALUE_NAME,
  RegEnumValueW: VALUE_NAME,
  RegQueryValueExA: WRITES_VALUE,
  RegQueryValueExW: WRITES_VALUE,
  RegSetValueExA: WRITES_VALUE,
  RegSetValueExW: WRITES_VALUE,
  SetWindowsHookExA: HOOKS,
  SetWindowsHookExW: HOOKS,
  VirtualFreeEx: FREES,
  VirtualProtectEx: PROTECTS,
};

/** Common names whose values are numbers in every generation, however they were written down. */
const NUMBERS: ReadonlySet<string> = new Set([
  'access',
  'algorithm_identifier',
  'allocation_type',
  'class_context',
  'control_code',
  'create_disposition',
  'creation_flags',
  'desired_access',
  'disposition',
  'file_attributes',
  'hook_identifier',
  'information_class',
  'length',
  'milliseconds',
  'old_protection',
  'port',
  'process_identifier',
  'protection',
  'reg_type',
  'region_size',
  'service_type',
  'start_type',
  'thread_identifier',
  'win32_protect',
]);

export const isNumberName = (name: string): boolean => NUMBERS.has(name);

/** Names come from logs, so the memory kept for them has an end. */
const KEPT = 20_000;
type Level<T> = Map<string, T>;
const known: Level<Level<Level<string>>> = new Map();
let kept = 0;

/** The common name of an argument, given the call's API and category. */
export function commonName(api: string, category: string, recorded: string): string {
  const names = known.get(category)?.get(api);
  return names?.get(recorded) ?? remember(api, category, recorded);
}

function remember(api: string, category: string, recorded: string): string {
  if (++kept > KEPT) {
    known.clear();
    kept = 0;
  }
  const apis = known.get(category) ?? new Map<string, Level<string>>();
  const names = apis.get(api) ?? new Map<string, string>();
  const common = lookUp(api, category, recorded);
  known.set(category, apis.set(api, names.set(recorded, common)));
  return common;
}

function lookUp(api: string, category: string, recorded: string): string {
  return (
    own(own(BY_API, api), recorded) ??
    own(own(BY_CATEGORY, commonCategory(category)), recorded) ??
    own(EVERYWHERE, recorded) ??
    snakeCase(recorded)
  );
}

function own<T>(table: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}

function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/ /g, '_')
    .toLowerCase();
}

/** Recorded names of other monitors that mean the same as a common name, the most specific first. */
export function recordedNames(api: string, category: string, common: string): string[] {
  const tables = [own(BY_API, api), own(BY_CATEGORY, commonCategory(category)), EVERYWHERE];
  const camel = common.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
  const names = tables.flatMap((table) => Object.keys(table ?? {}).filter((name) => table?.[name] === common));
  return [...names, camel].filter((name) => name !== common && commonName(api, category, name) === common);
}
