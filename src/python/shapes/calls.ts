import type { Argument, Call, Value } from '../../plugin/container.ts';
import { commonName, isNumberName } from '../../query/argument-names.ts';
import { number } from '../../query/value.ts';
import { capeCategory, cuckoo2Category } from './names.ts';
import { argumentText } from './values.ts';

/** Which call goes with which generation's signatures; made once for an analysis. */
export interface CallShape {
  category(call: Call): string;
  convert(call: Call): object;
}

/** Calls as CAPE has them. `isOwn` says that CAPE recorded them, so that names and values are its own already. */
export function capeCalls(isOwn: boolean): CallShape {
  const category = isOwn ? ({ category }: Call) => category : ({ category }: Call) => capeCategory(category);
  const convertArgument = isOwn ? ownArgument : capeArgument;
  return {
    category,
    convert: (call) => ({
      timestamp: call.timestamp,
      thread_id: String(call.thread_id),
      caller: call.caller,
      parentcaller: call.parentcaller,
      category: category(call),
      api: call.api,
      status: call.status === 'SUCCESS',
      return: call.return,
      pretty_return: call.pretty_return,
      arguments: call.arguments.map((argument) => convertArgument(argument, call)),
      repeated: call.repeated,
      id: call.id,
    }),
  };
}

function ownArgument(argument: Argument): object {
  return typeof argument.value === 'string' ? argument : { ...argument, value: argumentText(argument.value) };
}

function capeArgument({ name, value, pretty_value }: Argument, call: Call): object {
  const text = isHexName(commonName(call.api, call.category, name)) ? hexText(value) : argumentText(value);
  const words = pretty_value ?? textFlag(call, name);
  return words === undefined ? { name, value: text } : { name, value: text, pretty_value: words };
}

function textFlag({ flags }: Call, name: string): string | undefined {
  const words = flags && Object.hasOwn(flags, name) ? flags[name] : undefined;
  return typeof words === 'string' && words !== '' ? words : undefined;
}

/** What CAPE writes in hexadecimal and others in decimal. */
const HEX_NAMES: ReadonlySet<string> = new Set([
  'access',
  'algorithm_identifier',
  'allocation_type',
  'control_code',
  'creation_flags',
  'desired_access',
  'file_attributes',
  'free_type',
  'old_protection',
  'protection',
  'region_size',
  'win32_protect',
]);

const isHexName = (name: string): boolean => HEX_NAMES.has(name);

function hexText(value: Value): string {
  if (typeof value !== 'number' && typeof value !== 'bigint') return argumentText(value);
  const unsigned = value < 0 ? BigInt.asUintN(32, BigInt(value)) : value;
  return `0x${unsigned.toString(16).padStart(8, '0')}`;
}

/** Calls as Cuckoo 2 has them. `id` is beside its fields, for the runner. */
export function cuckoo2Calls(isOwn: boolean): CallShape {
  const category = isOwn ? ({ category }: Call) => category : ({ category }: Call) => cuckoo2Category(category);
  return {
    category,
    convert: (call) => ({
      category: category(call),
      status: call.status === 'SUCCESS' ? 1 : 0,
      stacktrace: call.stacktrace ?? [],
      ...(call.last_error !== undefined && { last_error: call.last_error }),
      ...(call.nt_status !== undefined && { nt_status: call.nt_status }),
      ...(call.buffer !== undefined && { buffer: call.buffer }),
      ...(call.raw !== undefined && { raw: call.raw }),
      api: call.api,
      return_value: number(call.return) ?? 0,
      arguments: isOwn ? ownArguments(call) : commonArguments(call),
      time: secondsOf(call.timestamp),
      tid: call.thread_id,
      flags: call.flags ?? prettyFlags(call),
      id: call.id,
    }),
  };
}

function ownArguments(call: Call): object {
  const result: { [name: string]: Value } = Object.create(null);
  for (const { name, value } of call.arguments) result[name] = value;
  return result;
}

/** Under Cuckoo 2's names, with numbers where it has numbers; of two arguments with one name, the first. */
function commonArguments(call: Call): object {
  const result: { [name: string]: Value } = Object.create(null);
  for (const { name, value } of call.arguments) {
    const common = commonName(call.api, call.category, name);
    if (common in result) continue;
    result[common] = isNumberName(common) ? (number(value) ?? value) : value;
  }
  return result;
}

function prettyFlags(call: Call): object {
  const flags: { [name: string]: string } = Object.create(null);
  for (const { name, pretty_value } of call.arguments) {
    if (pretty_value !== undefined) flags[commonName(call.api, call.category, name)] = pretty_value;
  }
  return flags;
}

/** Seconds since 1970 of `YYYY-MM-DD HH:MM:SS,mmm`. */
function secondsOf(timestamp: string): number {
  const ms = Date.parse(`${timestamp.replace(' ', 'T').replace(',', '.')}Z`);
  return Number.isNaN(ms) ? 0 : ms / 1000;
}
