import type { Argument, Call, Results, Value } from '../../plugin/container.ts';
import { isRecord } from '../view-model-text.ts';
import type { NameKind } from './names.ts';

/** A field that says of itself that its value is the name of a user or a computer. */
export interface NamedField {
  kind: NameKind;
  value: string;
}

const APIS: readonly [api: RegExp, argument: RegExp, kind: NameKind][] = [
  [/^GetUserName/i, /^(?:user_?name|name|namebuffer|account_?name)$/i, 'user'],
  [/^GetComputerName/i, /^computer_?name$|^name$/i, 'host'],
  [/^gethostname$/i, /^(?:host_?name|name)$/i, 'host'],
  [/^(?:LookupAccountSid|CredUI|LogonUser|NetUser)/i, /^(?:account_?name|user_?name)$/i, 'user'],
];
const REGISTRY_VALUES: readonly [value: RegExp, kind: NameKind][] = [
  [/(?:^|\\)(?:ActiveComputerName\\|ComputerName\\)?(?:ComputerName|Hostname|NV Hostname|CSDVersionHost)$/i, 'host'],
  [
    /(?:^|\\)(?:RegisteredOwner|DefaultUserName|LastUsedUserName|LastLoggedOnUser|LastLoggedOnSAMUser|Logon User Name)$/i,
    'user',
  ],
];
const ENVIRONMENT: { readonly [name: string]: NameKind } = {
  username: 'user',
  logname: 'user',
  registeredowner: 'user',
  computername: 'host',
  hostname: 'host',
  userdomain: 'host',
  userdnsdomain: 'host',
  logonserver: 'host',
  registeredorganization: 'host',
};

/** The name that an environment variable holds by its own name. */
export function ofEnvironment(name: string): NameKind | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(ENVIRONMENT, key) ? ENVIRONMENT[key] : undefined;
}

/** Which arguments of a call are names: position → kind. */
export function ofCall(call: Pick<Call, 'api' | 'arguments'>): Map<number, NameKind> | undefined {
  let found: Map<number, NameKind> | undefined;
  for (const [api, argument, kind] of APIS) {
    if (!api.test(call.api)) continue;
    for (const [i, { name }] of call.arguments.entries()) if (argument.test(name)) (found ??= new Map()).set(i, kind);
  }
  if (!/^(?:Nt|Reg)(?:QueryValue|SetValue|QueryMultiple)/i.test(call.api)) return found;
  const kind = registryKind(call.arguments);
  if (kind === undefined) return found;
  for (const [i, { name }] of call.arguments.entries()) {
    if (/^(?:value|information|data|buffer)$/i.test(name)) (found ??= new Map()).set(i, kind);
  }
  return found;
}

function registryKind(args: readonly Argument[]): NameKind | undefined {
  for (const { name, value } of args) {
    if (typeof value !== 'string' || !/^(?:regkey|fullname|valuename|key_name|subkey)/i.test(name)) continue;
    for (const [pattern, kind] of REGISTRY_VALUES) if (pattern.test(value)) return kind;
  }
  return undefined;
}

/** Text of a value as a name would be written: UTF-16 that was printed byte by byte is put together. */
export function nameText(value: Value): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.replace(/(?:\\x00|\0)+/g, '').trim();
}

/** The names that fields outside of calls hold. */
export function* namedFields(results: Results): Generator<NamedField> {
  const field = (kind: NameKind, value: unknown) =>
    typeof value === 'string' && value !== '' ? [{ kind, value }] : [];
  const { info, behavior } = results;
  yield* field('user', info?.owner);
  if (isRecord(info?.machine)) {
    yield* field('host', info.machine['name']);
    yield* field('host', info.machine['label']);
  } else yield* field('host', info?.machine);
  for (const process of behavior?.processes ?? []) {
    for (const [name, value] of Object.entries(process.environ ?? {})) {
      const kind = ofEnvironment(name);
      if (kind !== undefined) yield* field(kind, value);
    }
  }
}
