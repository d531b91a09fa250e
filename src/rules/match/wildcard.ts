/** A wildcard pattern made ready: `*` any run of characters, `?` one character, everything else itself. */
export interface Wildcard {
  /** Literal runs; every match holds all of them. */
  readonly literals: readonly string[];
  /** The only text it matches, where it has no wildcard. */
  readonly exact: string | undefined;
  matches(text: string): boolean;
}

const SURROGATE = /[\ud800-\udfff]/;

export function compileWildcard(pattern: string): Wildcard {
  const literals = pattern.split(/[*?]+/).filter((run) => run !== '');
  const exact = /[*?]/.test(pattern) ? undefined : pattern;
  return { literals, exact, matches: matcherOf(pattern, literals) };
}

function matcherOf(pattern: string, literals: readonly string[]): (text: string) => boolean {
  if (pattern.includes('?')) {
    return (text) => literals.every((literal) => text.includes(literal)) && matchesStepwise(pattern, text);
  }
  const segments = pattern.replace(/\*+/g, '*').split('*');
  if (segments.length === 1) return (text) => text === pattern;
  const first = segments[0]!;
  const last = segments.at(-1)!;
  const middle = segments.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    const end = text.length - last.length;
    for (const segment of middle) {
      const at = text.indexOf(segment, from);
      if (at < 0 || at + segment.length > end) return false;
      from = at + segment.length;
    }
    return true;
  };
}

/** At most pattern × text steps. A character beyond U+FFFF is one. */
function matchesStepwise(pattern: string, text: string): boolean {
  const wanted = SURROGATE.test(pattern) ? Array.from(pattern) : pattern;
  const given = SURROGATE.test(text) ? Array.from(text) : text;
  let p = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < given.length) {
    if (wanted[p] === '*') {
      star = p;
      p += 1;
      retry = t;
    } else if (p < wanted.length && (wanted[p] === '?' || wanted[p] === given[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      retry += 1;
      t = retry;
    } else {
      return false;
    }
  }
  while (wanted[p] === '*') p += 1;
  return p === wanted.length;
}
