import { type DroidmonEntry, DroidmonLists } from '../modules/processing/_droidmon.ts';
import { pluginOf, rowsOf } from '../modules/processing/_volatility.ts';
import { parseFault } from '../src/formats/yara/fault.ts';

const PLUGINS = ['pslist', 'netscan', 'dlllist', 'handles', 'other', '__proto__'];

/** Any text as output of Volatility, as lines of Droidmon, and as what a compiler says. */
export function fuzz(data: Uint8Array): void {
  const plugin = PLUGINS[(data[0] ?? 0) % PLUGINS.length]!;
  const text = Buffer.from(data.subarray(1)).toString('utf8');
  rowsOf(text, plugin, 1000);
  pluginOf(text.slice(0, 100));
  parseFault('x.yar', text);
  const lists = new DroidmonLists(50);
  for (const line of text.split('\n')) {
    let entry: Partial<DroidmonEntry> | null | undefined;
    try {
      entry = JSON.parse(line) as Partial<DroidmonEntry> | null;
    } catch {
      continue;
    }
    if (typeof entry?.class === 'string' && typeof entry.method === 'string') lists.add(entry as DroidmonEntry);
  }
  JSON.stringify(lists.result());
}

export const corpus = (): Uint8Array[] =>
  [
    '{"columns": ["Offset(V)", "Name", "PID"], "rows": [[4096, "System", 4], 7, [1]]}',
    '[{"PID": 4, "Proto": "TCPv4", "LocalAddr": "10.0.0.1:80", "__children": [{"PID": 8, "__children": []}]}]',
    '{"PID": 1, "Base": 4096, "Path": "a"}\n{"PID": 1, "Odd": {"a": [true, null]}}',
    '{"class":"java.lang.Runtime","method":"exec","type":"runtime","args":[["su","-c"]],"this":{"mode":1}}\n\n' +
      '{"class":"java.lang.reflect.Method","method":"invoke","hooked_class":"a.b","hooked_method":"c","args":[]}\n' +
      '{"class":"android.app.ContextImpl","method":"registerReceiver","args":[{"mActions":["x"]}],"result":null}',
    'error[E025]: unknown pattern `$b`\n --> line:4:13\n  |\n4 | x\n  |   ^^ not declared',
  ].map((text, i) => Buffer.from(String.fromCharCode(i) + text));
