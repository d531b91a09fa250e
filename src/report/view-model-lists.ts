import type { GenericProcess, Results, Summary } from '../plugin/container.ts';
import { textKey } from '../util/text-key.ts';
import type { DefangKind } from './defang.ts';
import type { ViewLimits } from './limits.ts';
import type { ProcessIndex } from './view-model-processes.ts';
import { asList, capped, isRecord, show, valueText } from './view-model-text.ts';
import type { ListsView, ListView } from './view-model-types.ts';

type Entry = [keys: (keyof Summary)[], label: string, open?: boolean, kind?: DefangKind];

/** What changes the machine comes first; unions of the other lists come last. Equal labels of two generations share a line. */
const FILES: readonly Entry[] = [
  [['file_written', 'write_files'], 'Written', true],
  [['file_created'], 'Created', true],
  [['file_recreated'], 'Replaced', true],
  [['file_moved'], 'Moved', true],
  [['file_copied'], 'Copied', true],
  [['file_deleted', 'delete_files'], 'Deleted', true],
  [['downloads_file'], 'Downloaded', true, 'url'],
  [['directory_created'], 'Folders created'],
  [['directory_removed'], 'Folders removed'],
  [['file_read', 'read_files'], 'Read'],
  [['file_opened'], 'Opened'],
  [['file_exists'], 'Looked for'],
  [['file_failed'], 'Not found or refused'],
  [['directory_enumerated'], 'Folders listed'],
  [['files'], 'All files'],
];
const REGISTRY: readonly Entry[] = [
  [['regkey_written', 'write_keys'], 'Written', true],
  [['regkey_deleted', 'delete_keys'], 'Deleted', true],
  [['regkey_read', 'read_keys'], 'Read'],
  [['regkey_opened'], 'Opened'],
  [['keys'], 'All keys'],
];
const SYSTEM: readonly Entry[] = [
  [['command_line', 'executed_commands'], 'Commands', true],
  [['mutexes', 'mutex'], 'Mutexes', true],
  [['created_services'], 'Services created', true],
  [['started_services'], 'Services started', true],
  [['wmi_query'], 'WMI queries', true],
  [['connects_host', 'connects_ip'], 'Connects to', true, 'host'],
  [['resolves_host'], 'Resolves', true, 'host'],
  [['fetches_url'], 'Fetches', true, 'url'],
  [['guid'], 'COM objects'],
  [['dll_loaded'], 'Libraries loaded'],
  [['resolved_apis'], 'Functions looked up'],
  [['tls_master'], 'TLS secrets'],
];
const NAMES = { files: 'Files', registry: 'Registry', system: 'System' };
const NONE = {
  files: 'No file was touched.',
  registry: 'No registry key was touched.',
  system: 'No command, mutex, service or library was seen.',
};

export type ListsId = keyof typeof NAMES;

const ENTRIES: { readonly [id in ListsId]: readonly Entry[] } = { files: FILES, registry: REGISTRY, system: SYSTEM };

export function listsView(id: ListsId, results: Results, index: ProcessIndex, limits: ViewLimits): ListsView {
  const summary = (results.behavior?.summary ?? {}) as { [name: string]: unknown };
  const lists: ListView[] = [];
  const seen = new Set<string>();
  for (const [keys, label, open, kind = 'text'] of ENTRIES[id]) {
    const values = new Map<string, string>();
    for (const key of keys) {
      for (const value of asList(summary[key])) {
        const text = itemText(value);
        values.set(textKey(text), text);
      }
    }
    if (values.size === 0) continue;
    const owners = ownersOf(keys, results, index);
    for (const key of values.keys()) seen.add(key);
    lists.push({
      id: `${id}-${keys[0]}`,
      label,
      open: open === true || lists.length === 0,
      items: capped([...values], limits.rows, limits, ([key, text]) => {
        const value = show(text, limits, kind);
        const processes = owners.get(key);
        return processes ? { value, processes: [...processes] } : { value };
      }),
    });
  }
  return {
    id,
    label: NAMES[id],
    total: seen.size,
    lists,
    empty: lists.length > 0 ? undefined : emptyReason(id, results),
  };
}

function itemText(value: unknown): string {
  return Array.isArray(value) ? value.map(valueText).join('  →  ') : valueText(value);
}

/** Value → the processes whose own summary has it (Cuckoo 2's `generic`). */
function ownersOf(keys: readonly string[], results: Results, index: ProcessIndex): Map<string, Set<number>> {
  const owners = new Map<string, Set<number>>();
  for (const generic of asList(results.behavior?.generic) as GenericProcess[]) {
    const process = index.byPid(generic?.pid);
    if (process === undefined || !isRecord(generic.summary)) continue;
    for (const key of keys) {
      for (const value of asList((generic.summary as { [name: string]: unknown })[key])) {
        const text = textKey(itemText(value));
        const set = owners.get(text);
        if (set) set.add(process);
        else owners.set(text, new Set([process]));
      }
    }
  }
  return owners;
}

function emptyReason(id: ListsId, results: Results): string {
  return results.behavior ? NONE[id] : 'The behaviour of the sample was not recorded, or could not be read.';
}
