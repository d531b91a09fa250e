import { gunzipSync } from 'node:zlib';
import type { Config } from '../engine/config/types.ts';
import type { Problem } from '../errors/problem.ts';
import type { Results } from '../plugin/container.ts';
import type { ByteSource } from '../util/byte-source.ts';
import type { CliContext } from './context.ts';

export interface LoadedContainer {
  results: Results;
  problems: readonly Problem[];
  close(): Promise<void>;
}

/**
 * The container of an analysis: of a report that was written here as it stands, of anything else by processing it.
 * Nothing is written. Throws OvoscopeError where there is no analysis.
 */
export async function loadContainer(
  path: string,
  config: Config,
  modules: readonly string[],
  context: CliContext,
): Promise<LoadedContainer> {
  const stored = await storedContainer(path, context);
  if (stored) return stored;
  const { loadPlugins, preparePlugins } = await import('../engine/load.ts');
  const { processAnalysis } = await import('../engine/process.ts');
  const plugins = await loadPlugins(await preparePlugins([...config.modules, ...modules]), { config });
  const result = await processAnalysis(path, { plugins, config, out: false, signal: context.signal });
  return { results: result.results, problems: [...plugins.problems, ...result.problems], close: () => result.close() };
}

/** A report of our own holds the container, signatures and score included; its calls are not needed and not read. */
async function storedContainer(path: string, context: CliContext): Promise<LoadedContainer | undefined> {
  const { openAnalysis } = await import('../analysis/open.ts');
  const analysis = await openAnalysis(path, { signal: context.signal });
  try {
    const file = analysis.kind === 'report' ? analysis.list('')[0] : undefined;
    if (!file) return undefined;
    const source = analysis.open(file.path);
    try {
      return await readStored(source);
    } finally {
      source.close();
    }
  } finally {
    analysis.close();
  }
}

async function readStored(source: ByteSource): Promise<LoadedContainer | undefined> {
  const { readJson } = await import('../formats/json/read.ts');
  const { jsonReadProblems } = await import('../formats/json/problems.ts');
  const noCalls = () => ({ element: () => {}, end: () => [] });
  const read = readJson(unpacked(source), { budget: MEMORY, streams: { 'behavior.processes.*.calls': noCalls } });
  const results = read.value as Results | undefined;
  if (!isOwn(results)) return undefined;
  return { results, problems: jsonReadProblems(source.name, read), close: async () => {} };
}

const MEMORY = 512 * 1024 * 1024;

/** The text of a report; a packed one that is damaged or too large is left to the import, which says so. */
function unpacked(source: ByteSource): ByteSource | Buffer {
  const head = Buffer.alloc(2);
  if (source.read(head, 0) < 2 || head.readUInt16BE() !== 0x1f8b || source.size > MEMORY) return source;
  const packed = Buffer.alloc(source.size);
  source.read(packed, 0);
  try {
    return gunzipSync(packed, { maxOutputLength: MEMORY });
  } catch {
    return source;
  }
}

function isOwn(results: Results | undefined): results is Results {
  const info: unknown = results?.info;
  return typeof info === 'object' && info !== null && 'ovoscope' in info && typeof info.ovoscope === 'object';
}
