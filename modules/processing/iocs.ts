import { setImmediate } from 'node:timers/promises';
import { type Ioc, Processing } from 'ovoscope';
import { iocProblems } from 'ovoscope/formats';
import { IocCollector } from './_ioc_collector.ts';
import { NoiseFilter } from './_ioc_noise.ts';
import { fromCalls, fromFiles, fromNetwork, fromSummary, fromTexts } from './_ioc_sources.ts';
import { limitOf } from './_options.ts';

/** What one can act on, from every part of the container, each once with where it was seen. */
export default class Iocs extends Processing<'iocs'> {
  readonly key = 'iocs' as const;
  readonly after = [
    ...['network', 'behavior', 'target', 'file', 'dropped', 'buffer', 'extracted', 'static', 'procmemory', 'memory'],
    ...['droidmon', 'apkinfo', 'suricata', 'snort', 'sysmon', 'procmon', 'strings', 'procdump', 'CAPE'],
  ];
  defaults = {
    /** Most indicators of each kind. */
    count: 5000,
    /** Most characters of text that are searched. */
    text: 16 << 20,
    /** Most calls of network functions that are searched. */
    calls: 100_000,
    /** Domains, with all below them, and other values to mark as noise. */
    safe: [] as readonly string[],
  };

  async run(): Promise<Ioc[]> {
    const { results, signal } = this;
    const own = Array.isArray(this.options['safe']) ? this.options['safe'] : [];
    const noise = new NoiseFilter(own.filter((value): value is string => typeof value === 'string'));
    const iocs = new IocCollector({ count: limitOf(this, 'count'), text: limitOf(this, 'text') }, noise);
    const calls = limitOf(this, 'calls');
    const sources = [
      () => fromNetwork(iocs, results),
      () => fromSummary(iocs, results),
      () => {
        const isWhole = fromCalls(iocs, results, calls, () => signal.throwIfAborted());
        if (!isWhole) this.problem(iocProblems.callsUnread(calls));
      },
      () => fromFiles(iocs, results),
      () => fromTexts(iocs, results),
    ];
    for (const take of sources) {
      signal.throwIfAborted();
      take();
      await setImmediate();
    }
    for (const problem of iocs.problems()) this.problem(problem);
    return iocs.result();
  }
}
