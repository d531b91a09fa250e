import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { commandsOf, parseCommand } from './_command.ts';
import { payloadsOf } from './_powershell.ts';

const encoded = (script: string) => Buffer.from(script, 'utf16le').toString('base64');
const script = (line: string) => parseCommand(line)?.script;
const options = (line: string) => parseCommand(line)?.options;

describe('cmd', () => {
  test.each([
    ['cmd.exe /c ping 1.2.3.4', 'ping 1.2.3.4'],
    ['CMD /C ping', 'ping'],
    ['cmd /cping', 'ping'],
    ['cmd/c ping', 'ping'],
    ['cmd.exe "/k ping 8.8.8.8"', 'ping 8.8.8.8'],
    ['"C:\\Windows\\System32\\cmd.exe" /c ping', 'ping'],
    ['C:\\\\Windows\\\\syswow64\\\\cmd.exe /c ping', 'ping'],
    ['C:\\Windows\\sysnative\\cmd /c ping', 'ping'],
    ['%SystemRoot%\\system32\\cmd.exe /s /d /v:on /e:off /c "ping x"', 'ping x'],
    ['cmd /c ""C:\\a b\\x.exe" /q "y""', '"C:\\a b\\x.exe" /q "y"'],
    ['cmd /c "C:\\a b\\x.exe" /q', '"C:\\a b\\x.exe" /q'],
    ['cmd.exe /c', null],
    ['cmd.exe this not handled', null],
    ['cmd', null],
    ['notcmd /c x', undefined],
    ['C:\\cmd\\x.exe /c y', undefined],
    ['explorer.exe cmd /c x', undefined],
    ['', undefined],
  ])('%s', (line, expected) => expect(script(line)).toBe(expected));

  it('has options', () => {
    expect(options('cmd.exe "/k ping 8.8.8.8"')).toEqual({ remains: true });
    expect(options('cmd.exe /Q /c ping')).toEqual({ quiet: true });
    expect(options('cmd.exe this not handled')).toEqual({});
  });

  it('may be in itself', () => {
    const first = script('cmd /c CMD.EXE /c cmd.exE /c ping')!;
    expect([first, script(first), script(script(first)!)]).toEqual([
      'CMD.EXE /c cmd.exE /c ping',
      'cmd.exE /c ping',
      'ping',
    ]);
  });
});

describe('powershell', () => {
  test.each([
    [`powershell.exe -e ${encoded('echo "Recursive"')}`, 'echo "Recursive"'],
    [`powershell.exe -^e^C^ ${encoded('x')}`, 'x'],
    [`powershell_ise -EncodedCommand "${encoded('x')}"`, 'x'],
    [`"C:\\Windows\\SysWOW64\\WindowsPowerShell\\v1.0\\powershell.exe" /enc ${encoded('x')}`, 'x'],
    [`pwsh \u2013ec ${encoded('x')}`, 'x'],
    ['powershell start-process ping.exe 8.8.8.8', 'start-process ping.exe 8.8.8.8'],
    ['powershell -nop -c "iex \\"x\\""', 'iex "x"'],
    ["powershell -Command 'a ''b'''", "a 'b'"],
    ['powershell -w hidden iex x', 'iex x'],
    ['powershell -command -', null],
    ['powershell -encodedcommand a', null],
    ['powershell -encodedcommand YWJj', null],
    ['powershell -encodedcommand', null],
    ['powershell -file C:\\x.ps1 -w hidden', null],
    ['powershell', null],
    ['powershell -unknown x', '-unknown x'],
  ])('%s', (line, expected) => expect(script(line)).toBe(expected));

  test.each([
    ['-window hidden', { windowstyle: 'hidden' }],
    ['-W Hidden', { windowstyle: 'hidden' }],
    ['-Noni', { noninteractive: true }],
    ['-nop', { noprofile: true }],
    ['-noP', { noprofile: true }],
    ['-ep bypass', { executionpolicy: 'bypass' }],
    ['-ExecuTionPolicy ByPasS', { executionpolicy: 'bypass' }],
    ['-ex^ec B^ypass', { executionpolicy: 'bypass' }],
    ['-sta', { sta: true }],
    ['-noexit', { noexit: true }],
    ['-nologo', { nologo: true }],
    ['-version 2 -file C:\\X.ps1', { version: '2', file: 'C:\\X.ps1' }],
  ])('%s', (text, expected) => expect(options(`powershell.exe ${text}`)).toEqual(expected));
});

test.each([
  [
    'ping x & p^ower^shell -c y && (echo "a & b" | more)\r\nstart /min "" cmd /c z',
    ['ping x', 'powershell -c y', 'echo "a & b"', 'more', 'cmd /c z'],
  ],
  ['@call cmd /c x', ['cmd /c x']],
  ['', []],
  ['^', []],
])('the commands of %s', (text, expected) => expect(commandsOf(text, 100)).toEqual(expected));

describe('payloads', () => {
  const text = 'Write-Host "what is in here is long enough to be taken for a payload and no name"';
  const quoted = (bytes: Buffer) => `[Convert]::FromBase64String('${bytes.toString('base64')}')`;
  const found = (script: string) => payloadsOf(script).map(({ text, encoding }) => [text, encoding.join(' ')]);

  it('are unpacked', () => {
    expect(found(quoted(Buffer.from(text)))).toEqual([[text, 'base64']]);
    expect(found(quoted(Buffer.from(text, 'utf16le')))).toEqual([[text, 'base64']]);
    expect(found(quoted(gzipSync(text)))).toEqual([[text, 'base64 gzip']]);
    expect(found(quoted(deflateSync(text)))).toEqual([[text, 'base64 zlib']]);
    expect(found(`IO.Compression.DeflateStream ${quoted(deflateRawSync(text))}`)).toEqual([[text, 'base64 deflate']]);
  });

  it('that are no text are bytes', () => {
    const [payload] = payloadsOf(quoted(Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100, 0x91)])));
    expect(payload).toMatchObject({ text: undefined, encoding: ['base64'] });
    expect(payload!.bytes.subarray(0, 2).toString()).toBe('MZ');
  });

  it('that are damaged or too long stay as they are', () => {
    const cut = gzipSync(Buffer.alloc(1000, text)).subarray(0, 60);
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    expect(payloadsOf(quoted(cut))[0]!.encoding).toEqual(['base64']);
    expect(payloadsOf(quoted(bomb))[0]!.encoding).toEqual(['base64']);
  });
});

test('any line is answered', () => {
  const part = fc.constantFrom(
    'cmd',
    '.exe',
    ' ',
    '/c',
    '/k',
    '"',
    '^',
    'powershell',
    '-e',
    '-c',
    '-w',
    'YWJj',
    '\\',
    'C:',
    '-',
    '\n',
  );
  const line = fc.array(fc.oneof(part, fc.string({ maxLength: 4 })), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(line, (text) => {
      const command = parseCommand(text);
      if (command?.script) commandsOf(command.script, 100).map(parseCommand);
    }),
    { numRuns: 1000 },
  );
});
