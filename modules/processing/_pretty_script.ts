const LIMIT = 1 << 18;
const INDENTED = 16;

/**
 * A script with a line for each statement and indented blocks, so that what was written on one line can be read.
 * Texts, comments and regular expressions stay as they are. Takes time in proportion to the length; what is longer
 * than 256 KB is cut.
 */
export function prettyScript(code: string): string {
  const source = code.slice(0, LIMIT);
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  let parentheses = 0;
  const end = () => {
    const text = line.trim();
    if (text !== '') lines.push('    '.repeat(Math.max(0, Math.min(depth, INDENTED))) + text);
    line = '';
  };
  for (let i = 0; i < source.length; ) {
    const next = tokenEnd(source, i, line);
    if (next > i + 1) {
      const token = source.slice(i, next);
      line += token;
      // Nothing may follow on the line of such a comment.
      if (token.startsWith('//')) end();
      i = next;
      continue;
    }
    const char = source[i++]!;
    if (char === '(' || char === '[') parentheses++;
    else if (char === ')' || char === ']') parentheses = Math.max(0, parentheses - 1);
    if (char === '{') {
      line += char;
      end();
      depth++;
    } else if (char === '}') {
      end();
      depth--;
      line = char;
      if (!/^[\s]*(?:else|catch|finally|while|[,;)\]])/.test(source.slice(i, i + 16))) end();
    } else if (char === ';' && parentheses === 0) {
      line += char;
      end();
    } else if (char === '\n' || char === '\r') {
      if (parentheses === 0) end();
      else if (!line.endsWith(' ')) line += ' ';
    } else line += char;
  }
  end();
  return lines.join('\n');
}

/** The end of a text, comment or regular expression that begins here; else of the one character. */
function tokenEnd(source: string, at: number, before: string): number {
  const char = source[at];
  if (char === '"' || char === "'" || char === '`') return quoted(source, at, char);
  if (char !== '/') return at + 1;
  if (source[at + 1] === '/') {
    const stop = source.slice(at, at + LIMIT).search(/[\r\n]/);
    return stop < 0 ? source.length : at + stop;
  }
  if (source[at + 1] === '*') {
    const stop = source.indexOf('*/', at + 2);
    return stop < 0 ? source.length : stop + 2;
  }
  // A slash behind a value divides.
  return /(?:^|[=(,:[!&|?{};]|return)\s*$/.test(before.slice(-16)) ? quoted(source, at, '/') : at + 1;
}

function quoted(source: string, at: number, mark: string): number {
  for (let i = at + 1; i < source.length; i++) {
    const char = source[i];
    if (char === '\\') i++;
    else if (char === mark) return i + 1;
    else if (char === '\n' && mark !== '`') return at + 1;
  }
  return at + 1;
}
