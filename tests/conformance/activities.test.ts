import { beforeAll, expect, it } from 'vitest';
import { loadPlugins, type Plugins, preparePlugins } from '../../src/engine/load.ts';
import { processAnalysis } from '../../src/engine/process.ts';
import type { Results } from '../../src/index.ts';
import { droppedAndRun, injections, memoryRegions, scheduledTasks } from '../../src/query/index.ts';
import { describeShared, sharedData } from '../support/shared-data.ts';

describeShared('what calls of real analyses say together', () => {
  let plugins: Plugins;
  beforeAll(async () => {
    const { files, problems } = await preparePlugins([]);
    plugins = await loadPlugins({ files: files.filter(({ kind }) => kind === 'processing'), problems });
  }, 60_000);

  async function ask<T>(path: string, question: (results: Results) => T): Promise<T> {
    const { results, close } = await processAnalysis(sharedData(path), { plugins, out: false, only: ['behavior'] });
    try {
      return question(results);
    } finally {
      await close();
    }
  }

  const edges = (results: Results) =>
    injections(results).map(({ source, target, methods }) => [
      nameOf(results, source),
      nameOf(results, target),
      methods,
    ]);

  it('a program that hollows another', async () => {
    await ask('2-analyses/cuckoo-2.0dev_pdf_sample_analysis_storage', (results) => {
      expect(edges(results)).toEqual([
        ['RTHDCPL.exe', undefined, ['allocates', 'writes', 'sets a context', 'resumes']],
      ]);
      const [region] = memoryRegions(results).filter(({ by, pid }) => by !== pid);
      expect(region).toMatchObject({ holdsProgram: true, isExecutable: true });
    });
  });

  it('a program that starts a thread in a browser, and a script that it left behind', async () => {
    await ask('2-analyses/cuckoo-1.2_winxp_1', (results) => {
      expect(edges(results)).toEqual([['dboardman3_malware1.exe', 'iexplore.exe', ['writes', 'starts a thread']]]);
      expect(droppedAndRun(results).map(({ path }) => path)).toEqual(['C:\\WINDOWS\\WinVBS.vbs']);
    });
  });

  it('a banking trojan that lives in Explorer, copies itself and has itself started by a task', async () => {
    await ask('3-reports/cape-2.2/0000a65749f5902c.json.gz', (results) => {
      const found = injections(results).filter(({ isComplete }) => isComplete);
      expect(nameOf(results, found[0]!.source)).toBe('jxoqwn.exe');
      expect(nameOf(results, found[0]!.target)).toBe('explorer.exe');
      expect(found.slice(1).every(({ source }) => nameOf(results, source) === 'explorer.exe')).toBe(true);
      expect(found.length).toBeGreaterThan(8);
      const program = 'C:\\Users\\comp\\AppData\\Roaming\\Microsoft\\Jxoqwnx\\jxoqwn.exe';
      expect(droppedAndRun(results).map(({ path }) => path)).toContain(program);
      expect(scheduledTasks(results).map(({ action, schedule, verb }) => ({ action, schedule, verb }))).toEqual([
        { action: program, schedule: '/sc HOURLY /mo 5', verb: 'create' },
      ]);
    });
  });
});

const nameOf = (results: Results, pid: number): string | undefined =>
  results.behavior?.processes.find(({ process_id }) => process_id === pid)?.process_name;
