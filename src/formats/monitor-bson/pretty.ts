import type { ApiDef } from '../call-log/types.ts';
import type { Argument, Value } from '../call-log/values.ts';
import * as access from './pretty-access.ts';
import * as files from './pretty-files.ts';
import type { Namer } from './pretty-namer.ts';
import * as network from './pretty-network.ts';
import * as processes from './pretty-processes.ts';
import * as registry from './pretty-registry.ts';
import { returnedStatus } from './pretty-status.ts';

/** Arguments whose name says what they are, whatever the API. */
const BY_NAME: ReadonlyMap<string, Namer> = new Map([
  ['ClsContext', processes.classContext],
  ['BlobType', network.keyBlob],
  ['Algid', network.algorithm],
  ['HookIdentifier', processes.hookIdentifier],
  ['InfoLevel', network.httpQuery],
  ['Disposition', registry.keyDisposition],
  ['CreateDisposition', files.createDisposition],
  ['ShareAccess', files.shareAccess],
  ['SystemInformationClass', processes.systemInformationClass],
  ['IoControlCode', files.controlCode],
  ['Protection', processes.pageProtection],
  ['Win32Protect', processes.pageProtection],
  ['NewAccessProtection', processes.pageProtection],
  ['OldAccessProtection', processes.pageProtection],
  ['OldProtection', processes.pageProtection],
  ['FileAttributes', files.fileAttributes],
  ['FileInformationClass', files.fileInformationClass],
  ['ProcessInformationClass', processes.processInformationClass],
  ['ThreadInformationClass', processes.threadInformationClass],
  ['MemType', processes.memoryType],
  ['Show', processes.showCommand],
  ['Registry', registry.predefinedKey],
]);

/** `category.argument`. */
const BY_CATEGORY: ReadonlyMap<string, Namer> = new Map([
  ['registry.Type', registry.valueType],
  ['registry.Access', access.keyAccess],
  ['registry.DesiredAccess', access.keyAccess],
  ['services.ControlCode', registry.serviceControl],
  ['services.ErrorControl', registry.serviceErrorControl],
  ['services.StartType', registry.serviceStartType],
  ['services.ServiceType', registry.serviceType],
  ['services.DesiredAccess', access.serviceAccess],
]);

const forApis = (apis: string, names: { [argument: string]: Namer }): [string, Namer][] =>
  apis
    .split(' ')
    .flatMap((api) => Object.entries(names).map(([name, namer]): [string, Namer] => [`${api}.${name}`, namer]));

/** `API.argument`. */
const BY_API: ReadonlyMap<string, Namer> = new Map([
  ...forApis('NtCreateSection NtOpenSection', { DesiredAccess: access.sectionAccess }),
  ...forApis('CreateToolhelp32Snapshot', { Flags: processes.snapshotFlags }),
  ...forApis('SHGetFolderPathW', { Folder: files.specialFolder }),
  ...forApis('OpenSCManagerA OpenSCManagerW', { DesiredAccess: access.serviceManagerAccess }),
  ...forApis('CreateProcessInternalW CreateProcessWithTokenW CreateProcessWithLogonW', {
    CreationFlags: processes.creationFlags,
  }),
  ...forApis('MoveFileWithProgressW MoveFileWithProgressTransactedW', { Flags: files.moveFlags }),
  ...forApis('NtCreateFile NtOpenFile', { DesiredAccess: access.fileAccess }),
  ...forApis('NtCreateDirectoryObject NtOpenDirectoryObject', { DesiredAccess: access.directoryObjectAccess }),
  ...forApis('NtOpenProcess', { DesiredAccess: access.processAccess }),
  ...forApis('NtOpenThread', { DesiredAccess: access.threadAccess }),
  ...forApis('CoInternetSetFeatureEnabled', {
    FeatureEntry: network.internetFeature,
    Flags: network.internetFeatureFlags,
  }),
  ...forApis('InternetSetOptionA', { Option: network.internetOption }),
  ...forApis('socket WSASocketA WSASocketW', {
    af: network.addressFamily,
    type: network.socketType,
    protocol: network.protocol,
  }),
]);

/** What arguments of an API are said in words: position and how. */
type Plan = readonly (readonly [index: number, words: (value: Value) => string | undefined])[];

const plans = new WeakMap<ApiDef, Plan>();

/** Gives the arguments of a call of CAPE's monitor their `pretty_value`, where the tables know them. */
export function nameArguments(def: ApiDef, args: readonly Argument[]): void {
  let plan = plans.get(def);
  if (plan === undefined) {
    plan = planOf(def);
    plans.set(def, plan);
  }
  for (const [index, words] of plan) {
    const arg = args[index]!;
    const text = words(arg.value);
    if (text !== undefined) arg.pretty_value = text;
  }
}

/** The name of what a failed call returned: `ACCESS_DENIED` for STATUS_ACCESS_DENIED. */
export function nameReturned(returned: number): string | undefined {
  return returnedStatus(returned >>> 0);
}

function planOf(def: ApiDef): Plan {
  return def.args.flatMap(({ name }, i) => {
    const namer = BY_API.get(`${def.api}.${name}`) ?? BY_CATEGORY.get(`${def.category}.${name}`) ?? BY_NAME.get(name);
    return namer === undefined ? [] : [[i, remembered(namer)] as const];
  });
}

const REMEMBERED = 1024;

/** Few values come again and again; remembering them makes words cheaper than the value itself. */
function remembered(namer: Namer): (value: Value) => string | undefined {
  const known = new Map<Value, string | undefined>();
  return (value) => {
    const words = known.get(value);
    if (words !== undefined || known.has(value)) return words;
    const number = toNumber(value);
    const fresh = number === undefined ? undefined : namer(number);
    if (known.size >= REMEMBERED) known.clear();
    known.set(value, fresh);
    return fresh;
  };
}

const SIGN = 0xffff_ffff_8000_0000n;

/** Integers and the monitor's hexadecimal text. A negative 32-bit number may come with 64 bits. */
function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  let big: bigint;
  if (typeof value === 'bigint') big = value;
  else if (typeof value === 'string' && /^0x[0-9a-f]{1,16}$/.test(value)) {
    if (value.length <= 12) return Number(value);
    big = BigInt(value);
  } else return undefined;
  if (big >= SIGN) return Number(big & 0xffff_ffffn);
  return big >= 0n && big <= Number.MAX_SAFE_INTEGER ? Number(big) : undefined;
}
