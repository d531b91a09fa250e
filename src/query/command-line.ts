import { windowsBasename } from '../util/text.ts';

/**
 * Splits a command line as Windows programs do: white space separates, quotes group, a backslash escapes only before
 * a quote, two quotes inside quotes are one. An unclosed quote runs to the end.
 */
export function splitCommandLine(line: string): string[] {
  const parts: string[] = [];
  let part = '';
  let started = false;
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (c === '\\') {
      let end = i;
      while (line[end] === '\\') end++;
      const count = end - i;
      const escapes = line[end] === '"';
      part += '\\'.repeat(escapes ? count >> 1 : count);
      started = true;
      i = end - 1;
      if (escapes && count % 2 === 1) {
        part += '"';
        i = end;
      }
    } else if (c === '"') {
      started = true;
      if (quoted && line[i + 1] === '"') {
        part += '"';
        i++;
      } else {
        quoted = !quoted;
      }
    } else if (!quoted && (c === ' ' || c === '\t')) {
      if (started) parts.push(part);
      part = '';
      started = false;
    } else {
      part += c;
      started = true;
    }
  }
  if (started) parts.push(part);
  return parts;
}

/**
 * File name of the program that a command line or a path names, in lower case and with `.exe` where it has no
 * extension: `"C:\Windows\System32\CMD" /c x` is `cmd.exe`.
 */
export function programName(commandLine: string): string {
  const line = commandLine.trim();
  const unquotedPath = /^[a-z]:\\[^"]*?\.(?:exe|com|scr|pif|bat|cmd)(?=\s|$)/i.exec(line.slice(0, 1_000))?.[0];
  const name = windowsBasename(unquotedPath ?? splitCommandLine(line.slice(0, 4_000))[0] ?? '').toLowerCase();
  return name === '' || name.includes('.') ? name : `${name}.exe`;
}

/**
 * The value of a parameter of `powershell.exe`, such as `windowstyle`; undefined where it isn't given. PowerShell takes
 * any beginning of a name, after a hyphen, a dash or a slash.
 */
export function powerShellParameter(commandLine: string, name: string): string | undefined {
  const parts = splitCommandLine(commandLine);
  const at = parts.findIndex((part) => /^[-/\u2013-\u2015]./.test(part) && isShortFor(part.slice(1), name));
  return at < 0 ? undefined : parts[at + 1];
}

/** What PowerShell was told to run in base64, decoded; undefined where the command line has no such parameter. */
export function encodedPowerShell(commandLine: string): string | undefined {
  const names = ['encodedcommand', 'ec'];
  const encoded = names.map((name) => powerShellParameter(commandLine, name)).find((value) => value && isBase64(value));
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf16le');
}

const isShortFor = (given: string, name: string) => name.startsWith(given.toLowerCase());

const isBase64 = (value: string) => /^[A-Za-z0-9+/]{8,}={0,2}$/.test(value);
