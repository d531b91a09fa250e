import { describeFile, isCompoundFile, MemorySource, type MsiFile, readMsi, staticProblems } from 'ovoscope/formats';
import type { StaticContext, StaticFormat } from './_static_format.ts';

/** Tables of which the rows are kept; of the others only how many there are. */
const TELLING: ReadonlySet<string> = new Set([
  'Property',
  'File',
  'Component',
  'Directory',
  'Media',
  'Registry',
  'Shortcut',
  'ServiceInstall',
  'ServiceControl',
  'InstallExecuteSequence',
  'InstallUISequence',
  'AdminExecuteSequence',
  'LaunchCondition',
  'RemoveFile',
  'MoveFile',
  'DuplicateFile',
  'IniFile',
  'Environment',
  'Upgrade',
  'Icon',
]);

/** Packages, patches and transforms of Windows Installer. */
export const msiFormat: StaticFormat = {
  name: 'MSI',
  applies: (sample) => isCompoundFile(sample.head) || isPromised(sample),
  async read(sample, context) {
    const msi = readMsi(sample.source, context.problem);
    if (msi !== undefined) return { msi: await msiRecord(msi, context) };
    if (!isPromised(sample)) return {};
    context.problem(staticProblems.notWhatItSays(sample.name, 'a Windows Installer package', 'none'));
    return { msi: null };
  },
};

const isPromised = (sample: { extension: string; package: string }): boolean =>
  /^ms[ip]$/.test(sample.extension) || sample.package === 'msi';

async function msiRecord(msi: MsiFile, context: StaticContext) {
  const streams = [];
  for (const { name, size, data } of msi.streams) {
    if (context.signal.aborted) break;
    streams.push({
      name,
      size,
      md5: data.md5,
      sha1: data.sha1,
      sha256: data.sha256,
      type: streams.length < TYPED ? await describeFile(new MemorySource(data.head, name)) : null,
    });
  }
  return {
    kind: msi.kind,
    code_page: msi.codePage,
    metadata: Object.fromEntries(msi.metadata),
    properties: Object.fromEntries(properties(msi)),
    custom_actions: msi.actions.map((action) => ({
      name: action.name,
      type: action.type,
      what: action.what,
      source: action.source,
      target: action.target,
      is_elevated: action.isElevated,
      is_deferred: action.isDeferred,
      is_unchecked: action.isUnchecked,
      calls: action.calls,
    })),
    streams,
    tables: msi.tables.map(({ name, columns, rows, total }) => ({
      name,
      columns,
      total,
      rows: TELLING.has(name) ? rows : [],
    })),
    is_signed: msi.isSigned,
  };
}

const TYPED = 64;

function properties({ tables }: MsiFile): [string, unknown][] {
  const table = tables.find(({ name }) => name === 'Property');
  return (table?.rows ?? []).map(([name, value]) => [String(name), value ?? null]);
}
