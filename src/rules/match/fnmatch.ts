/** A pattern of Python's fnmatch, in which `[a-z]` and `[!a-z]` are classes, as RE2; the whole text has to match. */
export function fnmatchToRe2(pattern: string, caseSensitive: boolean): string {
  let re2 = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern[i]!;
    if (character === '*') re2 += '(?s:.*)';
    else if (character === '?') re2 += '(?s:.)';
    else {
      const end = character === '[' ? classEnd(pattern, i) : -1;
      if (end > 0) {
        re2 += classToRe2(pattern.slice(i + 1, end));
        i = end;
      } else {
        re2 += quote(character);
      }
    }
  }
  return `${caseSensitive ? '' : '(?i)'}\\A(?:${re2})\\z`;
}

function classEnd(pattern: string, start: number): number {
  let from = start + 1;
  if (pattern[from] === '!') from += 1;
  if (pattern[from] === ']') from += 1;
  return pattern.indexOf(']', from);
}

function classToRe2(body: string): string {
  const negated = body.startsWith('!');
  const members = negated ? body.slice(1) : body;
  let inside = '';
  for (let i = 0; i < members.length; i += 1) {
    const from = members[i]!;
    if (members[i + 1] !== '-' || i + 2 >= members.length) {
      inside += quote(from);
      continue;
    }
    const to = members[i + 2]!;
    if (from <= to) inside += `${quote(from)}-${quote(to)}`;
    i += 2;
  }
  if (inside === '') return negated ? '(?s:.)' : '[^\\x{0}-\\x{10FFFF}]';
  return `[${negated ? '^' : ''}${inside}]`;
}

function quote(character: string): string {
  return /[0-9A-Za-z]/.test(character) ? character : `\\x{${character.charCodeAt(0).toString(16)}}`;
}
