import { beforeAll, expect, it } from 'vitest';
import { loadPlugins, type Plugins, preparePlugins } from '../../src/engine/load.ts';
import { processAnalysis } from '../../src/engine/process.ts';
import { compareResults } from '../../src/report/diff/compare.ts';
import type { Comparison } from '../../src/report/diff/types.ts';
import { describeShared, sharedData } from '../support/shared-data.ts';

let plugins: Plugins;
beforeAll(async () => {
  const { files, problems } = await preparePlugins([]);
  plugins = await loadPlugins({ files: files.filter(({ origin }) => origin === 'built-in'), problems });
}, 60_000);

async function compared(a: string, b: string): Promise<Comparison> {
  const first = await processAnalysis(sharedData(a), { plugins, out: false });
  const second = await processAnalysis(sharedData(b), { plugins, out: false });
  try {
    return compareResults({ path: a, results: first.results }, { path: b, results: second.results });
  } finally {
    await first.close();
    await second.close();
  }
}

describeShared('pairs of real analyses', () => {
  it.each([
    ['two runs of one sample, Cuckoo 2', '2-analyses/cuckoo-1.0dev_winxp_1', '2-analyses/cuckoo-1.0dev_winxp_2', 0],
    [
      'two runs under other names, Cuckoo 1',
      '2-analyses/cuckoo-1.x_win_saltar_1',
      '2-analyses/cuckoo-1.x_win_saltar_2',
      0,
    ],
  ])('%s: next to no difference', async (_, a, b, differences) => {
    const { totals } = await compared(a, b);
    expect(totals.only_a + totals.only_b).toBe(differences);
    expect(totals.both).toBeGreaterThan(20);
  });

  it('two samples of one family, CAPE: their hashes, and little they did', async () => {
    const family = await compared(
      '3-reports/cape-2.4/41ce492f04accef7.json.gz',
      '3-reports/cape-2.4/515a6269965ccdf1.json.gz',
    );
    expect(family.same_sample).toBe(false);
    const did = family.sections.filter(({ name }) => name !== 'static');
    const differences = did.flatMap(({ only_a, only_b }) => [...only_a, ...only_b]).map(({ text }) => text);
    expect(differences).toEqual([
      'services.exe › svchost.exe › dllhost.exe',
      'C:\\Windows\\system32\\DllHost.exe /Processid:{AA65DD7C-83AC-48C0-A6FD-9B61FEBF8800}',
    ]);
    expect(family.totals.both).toBeGreaterThan(190);
  });

  it('unlike samples: little in common', async () => {
    const { totals, notes } = await compared('2-analyses/cuckoo-2.0.7_win_pafish_1', '2-analyses/cuckoo-1.2_winxp_1');
    expect(totals.both).toBeLessThan((totals.only_a + totals.only_b) / 10);
    expect(notes.join()).toContain('different sandboxes');
  });
});
