import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import init, { Compiler } from '@virustotal/yara-x';
import { beforeAll, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { defaultConfig } from '../../src/engine/config/types.ts';
import { loadPlugins, type Plugins, preparePlugins } from '../../src/engine/load.ts';
import { processAnalysis } from '../../src/engine/process.ts';
import { describeShared, hasSharedData, sharedData } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Results that are no reports of these sandboxes, and one that is cut for other tests. */
const FOREIGN = /cuckoo3|upstream_reportsignatures|capa-features|index\.json|apistats|_extractor/;

function inputs(): string[] {
  if (!hasSharedData) return [];
  const folders = readdirSync(sharedData('2-analyses')).map((name) => `2-analyses/${name}`);
  const reports = readdirSync(sharedData('3-reports'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.json(\.gz)?$/.test(name) && !FOREIGN.test(name))
    .map((name) => `3-reports/${name}`);
  return [...folders.filter((path) => existsSync(join(sharedData(path), 'logs'))), ...reports].sort();
}

let plugins: Plugins;
beforeAll(async () => {
  const { files, problems } = await preparePlugins([]);
  plugins = await loadPlugins({ files: files.filter(({ origin }) => origin === 'built-in'), problems });
  // Needs a browser, and has tests of its own.
  for (const module of plugins.reporting) module.enabled = module.name !== 'pdf';
  const manifest = createRequire(import.meta.url).resolve('@virustotal/yara-x/package.json');
  await init({ module_or_path: readFileSync(join(dirname(manifest), 'pkg', 'yara_x_js_bg.wasm')) });
}, 60_000);

/** Reads a report as its consumer would; throws, or fails, where that is not possible. */
function check(path: string, text: string): void {
  if (path === 'splunk.json' || path.endsWith('.ndjson')) {
    for (const line of text.split('\n')) if (line !== '') JSON.parse(line);
  } else if (path.endsWith('.json')) JSON.parse(text);
  else if (path.endsWith('.yml')) {
    for (const document of parseAllDocuments(text)) expect('errors' in document ? document.errors : []).toEqual([]);
  } else if (path.endsWith('.yar')) {
    const compiler = new Compiler();
    compiler.addSource(text);
    compiler.build();
    compiler.free();
  } else if (path.endsWith('.rules')) {
    for (const line of text.trimEnd().split('\n').slice(1))
      expect(line).toMatch(/^alert [a-z]+ any any -> \S+ any \(msg:"[^"]*"; .* rev:1;\)$/);
  } else if (path.endsWith('.cef') || path === 'cef.log') {
    for (const line of text.trimEnd().split('\n')) if (line !== '') expect(line).toMatch(/^CEF:0\|Ovoscope\|/);
  } else if (/\.(?:xml|ioc)$/.test(path)) expect(text).toMatch(/^<\?xml [\s\S]*<\/(?:OpenIOC|malwareMetaData)>\n$/);
  else if (path.endsWith('.html')) expect(text).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  // Nothing that a terminal or an editor would act on.
  if (!/\.(?:html|json|ndjson)$/.test(path)) expect(text).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/);
}

describeShared('every report of every analysis', () => {
  const seen = new Map<string, number>();

  it.each(inputs())('%s', async (input) => {
    const out = temporaryFolder('every-report');
    const result = await processAnalysis(sharedData(input), { plugins, config: defaultConfig(), out, calls: 50 });
    try {
      expect(result.problems.filter(({ code }) => code.startsWith('REPORTING_'))).toEqual([]);
      expect(result.outputs.length).toBeGreaterThan(15);
      for (const { path } of result.outputs) {
        const name = path.slice(out.length + 1);
        check(name, readFileSync(path, 'utf8'));
        seen.set(name, (seen.get(name) ?? 0) + 1);
      }
    } finally {
      await result.close();
    }
  });

  it('was written for all of them', () => {
    const all = inputs().length;
    expect(all).toBeGreaterThan(40);
    for (const name of [
      'report.html',
      'report.json',
      'report.md',
      'stix.json',
      'misp.json',
      'maec.json',
      'openioc.ioc',
      'sigma.yml',
      'ovoscope.yar',
      'suricata/ovoscope.rules',
      'report.metadata.xml',
      'cef.log',
      'csv/signatures.csv',
    ]) {
      expect(seen.get(name), name).toBe(all);
    }
  });
});
