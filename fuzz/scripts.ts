import { deflateRawSync, gzipSync } from 'node:zlib';
import { commandsOf, parseCommand } from '../modules/processing/_command.ts';
import { scriptsOf } from '../modules/processing/_extracted.ts';
import { payloadsOf } from '../modules/processing/_powershell.ts';

/** Any text as a command line: its script, the commands of that, and what these carry. */
export function fuzz(data: Uint8Array): void {
  const line = Buffer.from(data).toString('utf8');
  const script = parseCommand(line)?.script ?? line;
  commandsOf(script, 100);
  payloadsOf(script);
  const processes = [{ process_id: 1, command_line: line, first_seen: '', calls: [] }];
  const behavior = { processes, processtree: [], summary: { files: [], keys: [], mutexes: [] } };
  scriptsOf({ behavior } as never, 100);
}

const wide = (text: string) => Buffer.from(text, 'utf16le').toString('base64');
const INNER = 'iex "x"; cmd /c "del y & start /min powershell -c z"; echo it is long enough to be a payload now';

export const corpus = (): Uint8Array[] =>
  [
    'cmd.exe /q /c "ping 1.2.3.4 & (echo ^"x^" | more) && call cmd /k y"',
    `"C:\\Windows\\SysWOW64\\WindowsPowerShell\\v1.0\\powershell.exe" -nop -w hidden -^e^nc ${wide(INNER)}`,
    `powershell -c "$x='${gzipSync(INNER).toString('base64')}'"`,
    `powershell DeflateStream '${deflateRawSync(INNER).toString('base64')}'`,
  ].map((text) => Buffer.from(text));
