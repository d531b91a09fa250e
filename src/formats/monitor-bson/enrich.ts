import { setOwn } from '../bson/walk.ts';
import type { Argument, ProcessModule, Value } from '../call-log/values.ts';

/** Adds the module and the offset in it to an exception whose address lies in a module the process has loaded. */
export function exceptionPlace(args: Argument[], modules: readonly ProcessModule[]): void {
  const exception = args.find((arg) => arg.name === 'exception')?.value;
  if (exception === null || typeof exception !== 'object' || Array.isArray(exception)) return;
  const address = toBigInt(exception['address']);
  if (address === undefined) return;
  const range = rangesOf(modules).find(({ start, end }) => address >= start && address < end);
  if (range === undefined) return;
  setOwn(exception, 'module', range.basename);
  setOwn(exception, 'offset', Number(address - range.start));
}

interface Range {
  basename: string;
  start: bigint;
  end: bigint;
}

const ranges = new WeakMap<readonly ProcessModule[], Range[]>();

/** Worked out once: a log may hold very many exceptions. */
function rangesOf(modules: readonly ProcessModule[]): Range[] {
  let known = ranges.get(modules);
  if (known !== undefined) return known;
  known = modules.flatMap(({ basename, baseaddr, imgsize }) => {
    const start = toBigInt(baseaddr);
    return start === undefined ? [] : [{ basename, start, end: start + BigInt(Math.trunc(imgsize) || 0) }];
  });
  ranges.set(modules, known);
  return known;
}

function toBigInt(value: Value | undefined): bigint | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'bigint') return value;
  return typeof value === 'string' && /^0x[0-9a-f]{1,16}$/i.test(value) ? BigInt(value) : undefined;
}

/** What a PDF's `unescape` gives: `%uXXXX` as two bytes, low one first, and `%XX` as one. */
export function unescapePdf(args: readonly Argument[]): Argument[] {
  const text = args.find((arg) => arg.name === 'string')?.value;
  if (typeof text !== 'string') return [];
  const value = text
    .replace(/%u([0-9a-f]{2})([0-9a-f]{2})/gi, (_, high: string, low: string) =>
      String.fromCharCode(parseInt(low, 16), parseInt(high, 16)),
    )
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return [{ name: 'unescaped', value }];
}
