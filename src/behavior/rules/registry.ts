import type { ApiDef, CallCursor } from '../../formats/call-log/types.ts';
import { type Emit, numberAt, type ProcessState } from '../state.ts';

/** The keys that every process has open from the start. */
const ROOTS: ReadonlyMap<number, string> = new Map([
  [0x8000_0000, 'HKEY_CLASSES_ROOT'],
  [0x8000_0001, 'HKEY_CURRENT_USER'],
  [0x8000_0002, 'HKEY_LOCAL_MACHINE'],
  [0x8000_0003, 'HKEY_USERS'],
  [0x8000_0004, 'HKEY_PERFORMANCE_DATA'],
  [0x8000_0005, 'HKEY_CURRENT_CONFIG'],
  [0x8000_0006, 'HKEY_DYN_DATA'],
]);

/** The name of a key that was opened below another; just the sub-key where the parent is not known. */
function nameBelow(process: ProcessState, parent: number, subKey: string): string {
  const root = ROOTS.get(parent) ?? process.keyOf(parent);
  if (root === undefined) return subKey;
  return subKey === '' ? root : `${root}\\${subKey}`;
}

/** `\REGISTRY\MACHINE\…` as programs write it. */
function fromObjectName(name: string): string {
  return name
    .replace(/^\\?REGISTRY\\MACHINE\\/i, 'HKEY_LOCAL_MACHINE\\')
    .replace(/^\\?REGISTRY\\USER\\/i, 'HKEY_USERS\\');
}

/** The key and value a call names: by handle and value name, as the monitors up to 1.x log it. */
function valueName(process: ProcessState, call: CallCursor, handle: number, value: number): string {
  const key = nameBelow(process, numberAt(call, handle), '');
  const name = call.text(value);
  return key === '' || name === '' ? key || name : `${key}\\${name}`;
}

/**
 * Registry calls of the monitors up to 1.x, which log handles: names are put together from the keys that the same
 * process has opened.
 */
export function handleRegistryRule(def: ApiDef): Emit | undefined {
  const { api } = def;
  const at = (name: string) => def.indexOf(name);
  if (/^Reg(?:Open|Create)KeyEx/.test(api)) return openKey(at('Registry'), at('SubKey'), at('Handle'));
  if (api.startsWith('NtOpenKey') || api.startsWith('NtCreateKey')) {
    return openObject(at('ObjectAttributes'), at('KeyHandle'));
  }
  if (api.startsWith('RegCloseKey')) {
    const handle = at('Handle');
    return handle < 0 ? undefined : (call, process) => process.closeKey(numberAt(call, handle));
  }
  const handle = at('Handle') < 0 ? at('KeyHandle') : at('Handle');
  const value = at('ValueName');
  if (handle < 0) return undefined;
  if (/^(?:RegQueryValue|NtQueryValueKey)/.test(api)) {
    return (call, process) => process.add('regkey_read', valueName(process, call, handle, value));
  }
  if (/^(?:RegSetValue|NtSetValueKey)/.test(api)) {
    return (call, process) => process.add('regkey_written', valueName(process, call, handle, value));
  }
  if (/^(?:RegDeleteKey|RegDeleteValue|NtDeleteValueKey|NtDeleteKey)/.test(api)) {
    const subKey = at('SubKey') < 0 ? value : at('SubKey');
    const isValue = api.startsWith('NtDeleteValueKey');
    return (call, process) => {
      process.add('regkey_deleted', valueName(process, call, handle, subKey));
      if (isValue) process.add('keys', fromObjectName(call.text(value)));
    };
  }
  return undefined;
}

function openKey(registry: number, subKey: number, handle: number): Emit | undefined {
  if (registry < 0 || subKey < 0 || handle < 0) return undefined;
  return (call, process) => {
    const opened = numberAt(call, handle);
    // A handle that is known already says the log missed its closing; the original ignores such calls.
    if (opened !== 0 && process.keyOf(opened) !== undefined) return;
    const name = fromObjectName(nameBelow(process, numberAt(call, registry), call.text(subKey)));
    if (opened !== 0) process.openKey(opened, name);
    process.key('regkey_opened', name);
  };
}

function openObject(attributes: number, handle: number): Emit | undefined {
  if (attributes < 0) return undefined;
  return (call, process) => {
    const opened = numberAt(call, handle);
    if (opened > 0 && process.keyOf(opened) !== undefined) return;
    const name = fromObjectName(call.text(attributes));
    if (opened > 0) process.openKey(opened, name);
    process.key('regkey_opened', name);
  };
}
