import { expect, it } from 'vitest';
import { encodedPowerShell, powerShellParameter, programName, splitCommandLine } from './command-line.ts';

it.each([
  ['a b  c', ['a', 'b', 'c']],
  ['"a b" c', ['a b', 'c']],
  ['a"b c"d', ['ab cd']],
  [String.raw`"C:\a\\" x`, ['C:\\a\\', 'x']],
  [String.raw`C:\a\b`, ['C:\\a\\b']],
  [String.raw`a\"b`, ['a"b']],
  ['"a""b"', ['a"b']],
  ['"" x', ['', 'x']],
  ['"open to the end', ['open to the end']],
  ['', []],
  ['   ', []],
])('splitCommandLine(%j)', (line, parts) => {
  expect(splitCommandLine(line)).toEqual(parts);
});

it.each([
  [String.raw`"C:\Windows\System32\CMD" /c x`, 'cmd.exe'],
  [String.raw`C:\Program Files\a b.exe -x`, 'a b.exe'],
  ['wscript.exe //B a.js', 'wscript.exe'],
  ['powershell -enc AAAA', 'powershell.exe'],
  ['', ''],
])('programName(%j)', (line, name) => {
  expect(programName(line)).toBe(name);
});

const encoded = Buffer.from('Write-Host 1', 'utf16le').toString('base64');

it.each(['-e', '-ec', '-enc', '-EncodedCommand', '/enc', '\u2013enc'])('encodedPowerShell decodes %s', (flag) => {
  expect(encodedPowerShell(`powershell -nop ${flag} ${encoded}`)).toBe('Write-Host 1');
});

it.each([
  'powershell -File a.ps1',
  `powershell -ExecutionPolicy bypass`,
  'powershell -enc',
  `powershell -x ${encoded}`,
])('encodedPowerShell finds nothing in %j', (line) => {
  expect(encodedPowerShell(line)).toBeUndefined();
});

it.each([
  ['powershell -w hidden -c x', 'hidden'],
  ['powershell -WindowStyle Hidden', 'Hidden'],
  ['powershell /win 1', '1'],
  ['powershell -nop', undefined],
  ['powershell -windowstyles hidden', undefined],
])('powerShellParameter(%j, windowstyle)', (line, value) => {
  expect(powerShellParameter(line, 'windowstyle')).toBe(value);
});
