/**
 * The alternatives of a regular expression, each as its parts in order: a character, a class, an escape or a group,
 * with what repeats it. Parts joined are the alternative again.
 */
export function alternatives(source: string): string[][] {
  const found: string[][] = [[]];
  for (let at = 0; at < source.length; ) {
    if (source[at] === '|') {
      found.push([]);
      at++;
      continue;
    }
    const end = afterRepeat(source, afterAtom(source, at));
    found.at(-1)!.push(source.slice(at, end));
    at = end;
  }
  const [only] = found;
  // One group around everything: its alternatives are those of the whole.
  const inner =
    found.length === 1 && only!.length === 1
      ? /^\((?:\?:|\?<[A-Za-z_]\w*>)?([\s\S]*)\)$/.exec(only![0]!)?.[1]
      : undefined;
  return inner?.includes('|') ? alternatives(inner) : found;
}

/** The first parts as an expression. */
export function prefixOf(parts: readonly string[], count: number): string {
  return parts.slice(0, count).join('');
}

function afterAtom(source: string, at: number): number {
  const first = source[at];
  if (first === '\\') return afterEscape(source, at);
  if (first === '[') return afterClass(source, at);
  if (first === '(') return afterGroup(source, at);
  return at + 1;
}

function afterEscape(source: string, at: number): number {
  const long = /^\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|u\{[0-9a-f]+\}|[pPk][{<][^}>]*[}>]|c[a-z]|\d+)/i.exec(
    source.slice(at, at + 60),
  );
  return at + (long?.[0].length ?? 2);
}

function afterClass(source: string, at: number): number {
  for (let i = at + 1; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === ']') return i + 1;
  }
  return source.length;
}

function afterGroup(source: string, at: number): number {
  let depth = 0;
  for (let i = at; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '[') i = afterClass(source, i) - 1;
    else if (source[i] === '(') depth++;
    else if (source[i] === ')' && --depth === 0) return i + 1;
  }
  return source.length;
}

function afterRepeat(source: string, at: number): number {
  const repeat = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(at, at + 40));
  return at + (repeat?.[0].length ?? 0);
}
