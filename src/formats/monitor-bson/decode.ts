import { setOwn } from '../bson/walk.ts';
import type { ApiDef, Decoded, ProcessHeader } from '../call-log/types.ts';
import type { Argument, Call, Value } from '../call-log/values.ts';
import type { CallDocument } from './call-document.ts';
import { flagText } from './definitions.ts';
import { exceptionPlace, unescapePdf } from './enrich.ts';
import { GUIDS } from './guids.ts';
import { nameArguments, nameReturned } from './pretty.ts';

/** What a call needs to be decoded that its document does not hold. */
export interface Surroundings {
  header: ProcessHeader | undefined;
  /** Arguments whose values stand elsewhere in the log. */
  noted: readonly Argument[];
  /** SHA-1 of the buffer that came before the call. */
  buffer: string | undefined;
}

/** Everything a call document says. */
export function decodeCall(call: CallDocument, def: ApiDef, { header, noted, buffer }: Surroundings): Decoded {
  const args: Argument[] = def.args.map(({ name }, i) => ({ name, value: call.value(i) ?? null }));
  if (call.auxAt !== 0) args.push(...call.aux());
  args.push(...noted);
  const decoded: Decoded = { returnValue: call.returnValue(), args };
  const extra =
    call.vocabulary === 'cuckoo-2' ? cuckoo2Extra(call, def, args, header, buffer) : extraOf(call, def, args);
  if (extra !== undefined) decoded.extra = extra;
  return decoded;
}

function extraOf(call: CallDocument, def: ApiDef, args: Argument[]): Partial<Call> | undefined {
  if (call.vocabulary !== 'cape') return call.callers();
  nameArguments(def, args);
  const pretty = call.success ? undefined : nameReturned(call.return32());
  const callers = call.callers();
  return pretty === undefined ? callers : { ...callers, pretty_return: pretty };
}

function cuckoo2Extra(
  call: CallDocument,
  def: ApiDef,
  args: Argument[],
  header: ProcessHeader | undefined,
  buffer: string | undefined,
): Partial<Call> {
  const flags: NonNullable<Call['flags']> = {};
  for (const [i, arg] of def.args.entries()) {
    const text = flagText(arg, args[i]!.value);
    if (text !== undefined) setOwn(flags, arg.name, text);
  }
  const extra: Partial<Call> = { flags, stacktrace: call.stacktrace(), ...call.errors() };
  if (buffer !== undefined) extra.buffer = buffer;
  for (const { name, value } of args) {
    if (name === 'clsid' && typeof value === 'string') flags[name] = GUIDS.get(value) ?? null;
    else if (name === 'iid') flags[name] = guidNames(value);
  }
  if (def.api === '__exception__') exceptionPlace(args, header?.modules ?? []);
  else if (def.api === 'pdf_unescape') {
    args.push(...unescapePdf(args));
    extra.raw = ['string', 'unescaped'];
  }
  return extra;
}

function guidNames(value: Value): string | null | (string | null)[] {
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? (GUIDS.get(item) ?? null) : null));
  return typeof value === 'string' ? (GUIDS.get(value) ?? null) : null;
}
