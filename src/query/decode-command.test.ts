import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCommand, programsOf } from './decode-command.ts';

const wide = (text: string) => Buffer.from(text, 'utf16le').toString('base64');

describe('what is inside a command line', () => {
  it.each([
    ['carets', 'p^ow^ersh^ell -nop', 'powershell -nop'],
    ['carets in quotes stay', 'echo "a^b" c^d', 'echo "a^b" cd'],
    ['variables', '%ComSpec% /c x', 'C:\\Windows\\system32\\cmd.exe /c x'],
    ['parts of variables', '%comspec:~-7,3%', 'cmd'],
    ['replaced parts', '%os:_=-%', 'Windows-NT'],
    [
      'what the line sets',
      'cmd /c set a=power&&set b=shell&&call %a%%b% x',
      'set a=power&&set b=shell&&call powershell x',
    ],
    ['the command of cmd', 'cmd.exe /d /c "whoami /all"', 'whoami /all'],
    ['base64', `powershell -enc ${wide('Get-Process')}`, 'Get-Process'],
    ['base64 in cmd', `cmd /c powershell -e ${wide('whoami')}`, 'whoami'],
    ['backticks', 'powershell i`e`x $x', 'powershell iex $x'],
    ['joined texts', "powershell iex ('down'+'load' + 'string')", "powershell iex ('downloadstring')"],
    [
      'base64 by name',
      `powershell [Convert]::FromBase64String("${Buffer.from('calc.exe').toString('base64')}")`,
      'calc.exe',
    ],
  ])('%s', (_name, line, inner) => {
    const found = decodeCommand(line);
    expect(found[0]).toBe(line);
    expect(found).toContain(inner);
  });

  it('takes variables of the analysis', () => {
    expect(decodeCommand('%x%\\a.exe', { X: 'D:' })).toContain('D:\\a.exe');
  });

  it('is nothing more where nothing is hidden', () => {
    for (const line of ['notepad.exe C:\\a.txt', '100% sure', '', '%unknown% x']) {
      expect(decodeCommand(line)).toEqual(line === '' ? [] : [line]);
    }
  });

  it('names the programs', () => {
    const line = `cmd /c start "" p^owershell -enc ${wide('reg add x & schtasks /create')} && net user`;
    expect(programsOf(line).sort()).toEqual(['cmd.exe', 'net.exe', 'powershell.exe', 'reg.exe', 'schtasks.exe']);
  });
});

it('ends, and does not grow, whatever the line is', () => {
  const piece = fc.constantFrom(
    '%a%',
    '^',
    '"',
    'set a=%a%%a%&',
    'cmd /c ',
    'powershell -e ',
    'AAAA',
    "'a'+",
    '`',
    '!a!',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const found = decodeCommand(pieces.join(''));
      expect(found.length).toBeLessThanOrEqual(24);
      expect(Math.max(0, ...found.map(({ length }) => length))).toBeLessThanOrEqual(32_768);
    }),
  );
  for (const line of [
    '%a%'.repeat(20_000),
    `${"'a'+".repeat(10_000)}'a'`,
    '^'.repeat(60_000),
    `${' /c'.repeat(10_000)}`,
  ]) {
    expect(decodeCommand(`cmd /c set a=${'x'.repeat(7_000)}&${line}`).length).toBeLessThanOrEqual(24);
    expect(decodeCommand(`powershell ${line}`).length).toBeLessThanOrEqual(24);
  }
});
