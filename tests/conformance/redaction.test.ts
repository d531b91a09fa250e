import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../src/engine/config/types.ts';
import { loadPlugins, type Plugins, preparePlugins } from '../../src/engine/load.ts';
import { processAnalysis } from '../../src/engine/process.ts';
import type { Results } from '../../src/plugin/container.ts';
import { blocksOf } from '../../src/report/read-blocks.cases.ts';
import { redactResults } from '../../src/report/redact/redact.ts';
import { REDACTIONS } from '../../src/report/redact/redactor.ts';
import { canaryResults, fixtureResults } from '../support/fixture-results.ts';
import { describeShared, sharedData } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let plugins: Plugins;
beforeAll(async () => {
  const { files, problems } = await preparePlugins([]);
  plugins = await loadPlugins({ files: files.filter(({ origin }) => origin === 'built-in'), problems });
  for (const module of plugins.reporting) module.enabled = module.name !== 'pdf';
}, 60_000);

/** A report as its reader sees it: what is packed inside is unpacked. */
function readable(body: Buffer, path: string): string {
  const text = body.toString('utf8');
  if (!path.endsWith('.html')) return text;
  return text + JSON.stringify(blocksOf(text));
}

async function reportsOf(results: Results): Promise<Map<string, string>> {
  const reports = new Map<string, string>();
  for (const module of plugins.reporting) {
    if (!module.enabled) continue;
    const instance = module.make();
    const sections =
      'sections' in instance.defaults ? { sections: [...(instance.defaults['sections'] as string[]), 'calls'] } : {};
    instance.options = { calls: 'all', ...instance.defaults, ...sections };
    instance.readFile = () => undefined;
    for await (const { path, body } of await instance.run(results)) {
      const pieces: Buffer[] = [];
      const list = typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
      for await (const piece of list) pieces.push(Buffer.from(piece as string));
      reports.set(path, readable(Buffer.concat(pieces), path));
    }
  }
  return reports;
}

const USER = 'lenamarleen';
const HOST = 'DESKTOP-4F7G2K1';
const IPS = ['10.20.30.40', 'fd12:3456::789a'];
const hex = (text: string, encoding: BufferEncoding = 'latin1') => Buffer.from(text, encoding).toString('hex');

describe('a container whose every string has names in it', () => {
  const secrets = [
    USER,
    HOST,
    ...IPS,
    // As the reports that people read write them.
    ...IPS.map((ip) => ip.replaceAll('.', '[.]').replaceAll(':', '[:]')),
    hex(USER),
    hex(USER, 'utf16le'),
    Buffer.from(`x ${USER}`).toString('base64'),
    'S-1-5-21-1004336348-1177238915-682003330',
  ].map((text) => text.toLowerCase());
  const said = [
    `C:\\Users\\${USER}\\${HOST.toLowerCase()}`,
    `${USER.toUpperCase()}@${HOST} [${IPS[1]}]`,
    `\\\\${IPS[0]}\\c$\\${USER}x`,
    `k=${hex(`key ${USER}`)} ${hex(`key ${USER}`, 'utf16le')}`,
    `${Buffer.from(`x ${USER}`).toString('base64')} S-1-5-21-1004336348-1177238915-682003330-1001`,
    `http://${IPS[0]}/%6c${USER.slice(1)}?${HOST}`,
  ];
  let n = 0;
  const results = canaryResults(fixtureResults({ calls: 60 }), (_, text) => `${text} ${said[n++ % said.length]}`);

  it('tells them in none of the reports', async () => {
    const before = await reportsOf(results);
    const after = await reportsOf(redactResults(results, REDACTIONS).results);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(after.size).toBeGreaterThan(10);
    let found = 0;
    for (const [path, text] of after) {
      for (const secret of secrets) {
        if (before.get(path)!.toLowerCase().includes(secret)) found++;
        const at = text.toLowerCase().indexOf(secret);
        expect(at < 0 ? '' : text.slice(Math.max(0, at - 80), at + 60), `${secret} in ${path}`).toBe('');
      }
    }
    // The search would see them.
    expect(found).toBeGreaterThan(40);
  });
});

describeShared('real analyses', () => {
  it.each([
    ['2-analyses/cuckoo-1.0dev_winxp_1', /\\(?:Documents and Settings)\\+([^\\"*%]+)\\/gi],
    ['2-analyses/cuckoo-2.0.7_win_pafish_1', /[a-z]:\\+Users\\+([^\\"*%]+)\\/gi],
    ['3-reports/cape-2.2/55dcd38773f4104b.json.gz', /[a-z]:\\+Users\\+([^\\"*%]+)\\/gi],
  ])('%s without its user and addresses', async (path, profile) => {
    const folder = temporaryFolder('redaction');
    const texts = async (redact: typeof REDACTIONS | readonly []) => {
      const out = join(folder, String(redact.length));
      const config = { ...defaultConfig(), redact: [...redact] };
      const result = await processAnalysis(sharedData(path), { plugins, config, out, calls: 20 });
      expect(result.problems.filter(({ code }) => code.startsWith('REPORTING_'))).toEqual([]);
      await result.close();
      const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const all = files.map((entry) => readable(readFileSync(join(entry.parentPath, entry.name)), entry.name));
      return { all: all.join('\n'), facts: result.results.redaction, codes: result.problems.map(({ code }) => code) };
    };
    const before = await texts([]);
    const { all, facts, codes } = await texts(REDACTIONS);
    const everyones = /^(?:public|default|default user|all users|administrator|user-\d+|localservice|networkservice)$/i;
    const users = (text: string) => [...new Set([...text.matchAll(profile)].map(([, name]) => name!.toLowerCase()))];
    const named = users(before.all).filter((name) => !everyones.test(name));
    expect(named.length).toBeGreaterThan(0);
    expect(users(all).filter((name) => !everyones.test(name))).toEqual([]);
    expect(all).not.toMatch(/(?<![\d.])(?:192\.168|10\.\d{1,3})\.\d{1,3}\.\d{1,3}(?![\d.])/);
    expect(facts).toMatchObject({ kinds: [...REDACTIONS] });
    expect(facts!.users).toBeGreaterThan(0);
    expect(codes).toContain('REDACTED');
    const hashes = (text: string) => [...new Set(text.match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g))].sort();
    const kept = new Set(hashes(all));
    const lost = hashes(before.all).filter((hash) => !kept.has(hash));
    // Texts of scripts have other hashes of their own, which are facts about the original.
    expect(lost).toEqual([]);
  });
});
