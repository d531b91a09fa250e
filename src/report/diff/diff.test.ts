import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canaryResults, emptyResults, fixtureResults } from '../../../tests/support/fixture-results.ts';
import type { Results } from '../../plugin/container.ts';
import { compareResults } from './compare.ts';
import { diffHtml } from './html.ts';
import { Normaliser, type TextKind } from './normalise.ts';
import { SECTIONS } from './sections.ts';
import { diffText } from './text.ts';

function container(more: Results = {}): Results {
  return {
    info: { version: '2', started: null, ended: null, duration: 1, machine: { name: 'win7x64-3' } },
    target: { category: 'file', file: { name: 'invoice_2026.exe', sha256: 'ab'.repeat(32) } },
    behavior: {
      processes: [{ process_id: 2388, environ: { USERNAME: 'lenam' }, command_line: 'a', calls: [] } as never],
      processtree: [],
      summary: { files: [], keys: [], mutexes: [] },
    },
    ...more,
  };
}

describe('what changes from run to run', () => {
  const normaliser = new Normaliser(container());
  it.each<[TextKind, string, string]>([
    ['path', 'C:\\Users\\Lena\\AppData\\x.txt', 'c:\\users\\<user>\\appdata\\x.txt'],
    ['path', '\\??\\C:\\Users\\Public\\x.txt', 'c:\\users\\public\\x.txt'],
    ['path', 'C:\\a\\invoice_2026.exe', 'c:\\a\\<sample>'],
    ['path', `C:\\a\\${'AB'.repeat(32)}.dat`, 'c:\\a\\<sample>.dat'],
    ['path', 'C:\\Temp\\~DF3A5B.tmp', 'c:\\temp\\<temp>.tmp'],
    ['path', 'C:\\Temp\\nsq4C1.tmp\\System.dll', 'c:\\temp\\<temp>.tmp\\system.dll'],
    ['path', 'C:\\Temp\\_MEI29082\\a.pyd', 'c:\\temp\\_mei<number>\\a.pyd'],
    ['path', 'C:\\Temp\\BF1BCD~1.EXE', 'c:\\temp\\<short>.exe'],
    ['path', 'C:\\Temp\\2388_appcompat.txt', 'c:\\temp\\<pid>_appcompat.txt'],
    ['path', 'C:\\a\\0f1e2d3c4b5a.bin', 'c:\\a\\<hex>.bin'],
    ['path', 'C:\\log_2026-11-03 09:14:01.txt', 'c:\\log_<date>.txt'],
    ['key', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\X', 'hklm\\software\\x'],
    ['key', 'HKU\\S-1-5-21-1-2-3-1001\\Software', 'hku\\s-1-5-21-<machine>-1001\\software'],
    [
      'key',
      'HKCR\\CLSID\\{00021401-0000-0000-C000-000000000046}',
      'hkcr\\clsid\\{00021401-0000-0000-c000-000000000046}',
    ],
    ['key', 'HKCU\\X\\{00021401-0000-0000-C000-000000000046}', 'hkcu\\x\\<guid>'],
    ['object', 'Local\\SM0:2388:168:WilStaging_02', 'Local\\SM0:<pid>:168:WilStaging_02'],
    ['object', 'Global\\Lenam-7', 'Global\\<user>-7'],
    ['command', 'x.exe /pid 2388 0x00400000 win7x64-3 10.1.2.3', 'x.exe /pid <pid> <address> <host> <internal ip>'],
    ['url', 'GET http://A.example/q?id=0011223344556677&t=1793697241', 'get http://a.example/q?id=<hex>&t=<number>'],
    ['host', 'C2.example', 'c2.example'],
    ['fact', 'md5 = ABABABABABABABABABABABABABABABAB', 'md5 = abababababababababababababababab'],
  ])('%s %s is compared as %s', (kind, text, expected) => {
    expect(normaliser.text(text, kind)).toBe(expected);
  });

  it('any text is looked at in time that grows with its length', () => {
    for (const piece of ['a.tmp', '0x', '1:', '12345678-', 'C:\\Users\\', '\\', 'f', '2026-', 'a'.repeat(39)]) {
      for (const kind of ['path', 'key', 'object', 'command', 'url'] as const)
        normaliser.text(piece.repeat(100_000), kind);
    }
  });
});

describe('a comparison', () => {
  const a = () =>
    container({
      signatures: [{ name: 'x' }, { name: 'both' }] as never,
      network: { dns: [{ request: 'A.example' }] } as never,
    });
  const b = () => {
    const results = container({ signatures: [{ name: 'both' }, { name: '__proto__' }] as never, dropped: [] });
    results.behavior!.summary.files.push('C:\\Users\\max\\a.txt', 'C:\\Users\\max\\a.txt', 'C:\\new');
    return results;
  };
  const comparison = compareResults({ path: 'a', results: a() }, { path: 'b', results: b() });
  const section = (name: string) => comparison.sections.find((section) => section.name === name)!;

  it('says what only one did, and what both did', () => {
    expect(section('signatures')).toMatchObject({
      only_a: [{ text: 'x' }],
      both: [{ text: 'both' }],
      only_b: [{ text: '__proto__' }],
    });
    expect(section('files').only_b.map(({ text }) => text)).toEqual(['C:\\Users\\max\\a.txt', 'C:\\new']);
    expect(comparison).toMatchObject({ same_sample: true, totals: { only_a: 1, only_b: 3 } });
  });

  it('does not take for a difference what only one could have recorded', () => {
    expect(section('domains')).toMatchObject({ state: 'not in B', only_a: [] });
    expect(section('dropped').state).toBe('not in A');
    expect(comparison.notes).toContain('Domains: not in B, so there is nothing to compare.');
  });

  it('of an analysis with itself has no difference; turned around it is turned around', () => {
    const results = fixtureResults({ calls: 200 });
    const same = compareResults({ path: 'a', results }, { path: 'a', results });
    expect(same.totals).toMatchObject({ only_a: 0, only_b: 0 });
    expect(same.totals.both).toBeGreaterThan(50);
    expect(same.sections.map(({ name }) => name)).toEqual(
      SECTIONS.map(({ name }) => name).filter((name) => same.sections.some((s) => s.name === name)),
    );
    const back = compareResults({ path: 'b', results: b() }, { path: 'a', results: a() });
    expect(back.totals).toEqual({ only_a: 3, both: comparison.totals.both, only_b: 1 });
  });

  it('says how much a limit left out', () => {
    const limited = compareResults({ path: 'a', results: a() }, { path: 'b', results: b() }, { limit: 1 });
    expect(limited.sections.find(({ name }) => name === 'files')!.left_out).toEqual({ a: 0, b: 1 });
    expect(limited.notes.join()).toContain('Files: 0 items of A and 1 of B are beyond the limit');
  });

  it('is made of nothing, and of what is not as it should be', () => {
    const broken = {
      behavior: { processes: [], processtree: null, summary: { files: 'x' } },
      network: { dns: [1, null], http: {} },
      static: { a: [[[[[[1]]]]]] },
    } as never;
    for (const results of [emptyResults(), broken]) {
      const made = compareResults({ path: 'a', results }, { path: 'b', results: emptyResults() });
      expect([...diffText(made)].join('')).toContain('only in A');
      expect([...diffHtml(made)].join('')).toMatch(/<\/html>\n$/);
    }
  });

  it('goes as deep as a tree does', () => {
    let node = { name: 'a.exe', pid: 1, children: [] as unknown[] };
    for (let i = 0; i < 30_000; i++) node = { name: 'a.exe', pid: i, children: [node] };
    const results = {
      behavior: { processes: [], processtree: [node], summary: { files: [], keys: [], mutexes: [] } },
    } as never;
    expect(compareResults({ path: 'a', results }, { path: 'b', results }).totals.only_a).toBe(0);
  });

  it('shows nothing of a sample as it is', () => {
    const hostile = '\u001b]0;x\u0007<img src=x onerror=1>"\'`&\u202e http://evil.example';
    const results = canaryResults(fixtureResults({ calls: 30 }), (_, text) => hostile + text);
    const made = compareResults({ path: hostile, results }, { path: 'b', results: fixtureResults({ calls: 30 }) });
    const text = [...diffText(made, { lines: 0 })].join('');
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]|http:\/\//);
    const html = [...diffHtml(made)].join('');
    expect(html).not.toMatch(/<img|onerror=1>|http:\/\/evil/);
    expect(
      html.match(
        /<(?!\/?(?:html|head|meta|title|style|body|h[123]|table|thead|tbody|tr|t[hd]|br|p|section|details|summary|div|ul|li|code)\b|!doctype)/g,
      ),
    ).toBeNull();
  });
});

it('sections and stand-ins are the documented ones', () => {
  const page = readFileSync(new URL('../../../docs/diff.md', import.meta.url), 'utf8');
  for (const { name } of SECTIONS) expect(page, name).toContain(`\`${name}\``);
  const sources = readdirSync(new URL('.', import.meta.url)).filter((name) => name === 'normalise.ts');
  const code = readFileSync(new URL(sources[0]!, import.meta.url), 'utf8');
  const stands = new Set(
    code.match(
      /<(?:user|host|sample|machine|date|time|guid|pid|hex|number|address|temp|random|cache|short|internal ip)>/g,
    ),
  );
  for (const stand of stands) expect(page, stand).toContain(stand);
});
