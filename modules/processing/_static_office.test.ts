import { describe, expect, it } from 'vitest';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import {
  AUTO_OPEN,
  compiled,
  docmSample,
  excelSample,
  msiSample,
  rtfSample,
  wordSample,
} from '../../tests/support/office-samples.ts';
import Static from './static.ts';

async function run(binary: Buffer | string, info: { [name: string]: unknown } = {}) {
  const { value, problems } = await runModule(Static, memoryTask({ binary }, { info }));
  return { value: value as { [key: string]: { [key: string]: unknown } }, codes: problems.map(({ code }) => code) };
}

describe('static findings of Office documents', () => {
  it('have macros as Cuckoo has them', async () => {
    const { value } = await run(docmSample());
    expect(value['office']).toMatchObject({
      macros: [
        {
          stream: 'VBA/Module1',
          filename: 'Module1.bas',
          orig_code: expect.stringContaining('"WScr" & "ipt.She" + Chr(108)'),
          deobf: expect.stringContaining('CreateObject("WScript.Shell")'),
        },
        { filename: 'ThisDocument.cls' },
      ],
      eps: [],
    });
  });

  it('say what macros do, and where', async () => {
    const { value } = await run(wordSample());
    const analysis = value['office']!['macro_analysis'] as { [list: string]: { [key: string]: string }[] };
    expect(analysis['auto_exec']).toEqual([
      { keyword: 'AutoOpen', description: 'runs when the document is opened', macro: 'Module1.bas' },
    ]);
    expect(analysis['suspicious']!.map(({ keyword }) => keyword)).toEqual(
      expect.arrayContaining(['CreateObject', 'Run', 'Shell', 'StrReverse']),
    );
    expect(analysis['strings']!.map(({ value: text }) => text)).toContain('WScript.Shell');
    expect(analysis['iocs']).toContainEqual({ type: 'url', value: 'http://203.0.113.9/a.exe', macro: 'Module1.bas' });
  });

  it('say what formulas of macro sheets do', async () => {
    const { value } = await run(excelSample());
    expect(value['office']!['macro_analysis']).toMatchObject({
      auto_exec: [{ keyword: 'Auto_Open', macro: 'Macro1!$A$1' }],
      suspicious: [{ keyword: 'EXEC', macro: 'Macro1!A1' }],
      strings: [{ value: 'cmd /c calc', macro: 'Macro1!A1' }],
    });
  });

  it('see that the source was taken away', async () => {
    const { value } = await run(wordSample([{ ...AUTO_OPEN, code: '', cache: compiled(9) }]));
    expect(value['office']!['macros']).toMatchObject([{ p_code_lines: 9, source_lines: 0, is_stomped: true }]);
  });

  it('have the types and hashes of objects', async () => {
    const { value } = await run(docmSample());
    expect((value['office']!['objects'] as unknown[])[0]).toMatchObject({
      filename: 'run.exe',
      sha256: '25b2d486f51a7d2d20b56f9b959b1aab4aa2e47ea5befa48d938f7d8e8fc8082',
      type: 'ASCII text, with no line terminators',
    });
  });

  it('are empty where only the name says it is a document, with a problem', async () => {
    const { value, codes } = await run('no document', { target: 'invoice.doc' });
    expect(value).toEqual({ office: { macros: [], eps: [] } });
    expect(codes).toEqual(['STATIC_OTHER_FORMAT']);
  });

  it('are those of RTF where a document is one', async () => {
    const { value, codes } = await run(rtfSample(), { target: 'invoice.doc' });
    expect(Object.keys(value)).toEqual(['rtf']);
    expect(value['rtf']).toMatchObject({ header: 'rtf1', object_data: [{ is_obfuscated: true, object: 0 }, {}, {}] });
    expect(codes).toEqual([]);
  });

  it('are those of Windows Installer where it is one', async () => {
    const { value, codes } = await run(msiSample());
    expect(Object.keys(value)).toEqual(['msi']);
    expect(value['msi']).toMatchObject({
      kind: 'package',
      properties: { ProductName: 'Ovo', CMD: 'cmd.exe' },
      custom_actions: [{ name: 'RunScript', is_elevated: true }, { name: 'RunCommand' }],
      streams: [{ name: 'Binary.Script', size: 8 }],
    });
    expect(codes).toEqual([]);
    expect((await run('x', { target: 'setup.msi' })).codes).toEqual(['STATIC_OTHER_FORMAT']);
  });
});
