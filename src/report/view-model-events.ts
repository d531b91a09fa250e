import type { Results } from '../plugin/container.ts';
import type { ViewLimits } from './limits.ts';
import type { ProcessIndex } from './view-model-processes.ts';
import { type Column, type Row, tableView } from './view-model-tables.ts';
import { asInteger, asList, asText, isRecord, timeOf, valueText } from './view-model-text.ts';
import type { TablesView, TableView } from './view-model-types.ts';

/** Sysmon's kinds of event, by their numbers. */
const SYSMON_EVENTS: readonly (string | undefined)[] = [
  undefined,
  'process created',
  'file time changed',
  'connection',
  'state of Sysmon',
  'process ended',
  'driver loaded',
  'image loaded',
  'remote thread',
  'raw disk read',
  'process opened',
  'file created',
  'registry key',
  'registry value',
  'registry rename',
  'file stream created',
  'configuration of Sysmon',
  'pipe created',
  'pipe connected',
  'WMI filter',
  'WMI consumer',
  'WMI binding',
  'DNS question',
  'file deleted and kept',
  'clipboard',
  'process image changed',
  'file deleted',
  'program kept from being written',
  'shredding prevented',
  'program written',
];
/** Fields of a Sysmon event that the other columns say, or that say nothing to a reader. */
const SYSMON_SKIPPED = new Set([
  'RuleName',
  'UtcTime',
  'ProcessGuid',
  'ProcessId',
  'Image',
  'LogonGuid',
  'ParentProcessGuid',
]);

const SYSMON: readonly Column[] = [
  ['Time', 'time'],
  ['Event', 'event'],
  ['Image', 'image', 'text'],
  ['Says', 'says', 'text'],
];
const PROCMON: readonly Column[] = [
  ['Time', (row) => row.Time_of_Day ?? row['Time of Day']],
  ['Process', (row) => row.Process_Name ?? row['Process Name']],
  ['Operation', 'Operation'],
  ['Path', 'Path', 'text'],
  ['Result', 'Result'],
  ['Detail', 'Detail', 'text'],
];
const REBOOT: readonly Column[] = [
  ['Kind', 'category'],
  ['What', (row) => asList(row.args).map(valueText).join('  ') || row.args, 'text'],
];

/** What other monitors than the sandbox's own logged, and what would happen again after a restart. */
export function eventsView(results: Results, index: ProcessIndex, limits: ViewLimits): TablesView {
  const other = results as { sysmon?: unknown; procmon?: unknown };
  const lists: [label: string, rows: readonly unknown[], columns: readonly Column[]][] = [
    ['Sysmon', asList(other.sysmon).filter(isRecord).map(sysmonRow), SYSMON],
    ['Process Monitor', asList(other.procmon).filter(isRecord).map(procmonRow), PROCMON],
    ['After a restart', asList(results.reboot).filter(isRecord).map(rebootRow), REBOOT],
  ];
  const tables: TableView[] = [];
  for (const [label, rows, columns] of lists) {
    if (rows.length === 0) continue;
    const id = `events-${tables.length}`;
    tables.push(tableView(id, label, rows, columns, tables.length === 0, index, limits, (row) => asTime(row.at)));
  }
  return {
    id: 'events',
    label: 'Events',
    total: tables.reduce((sum, table) => sum + table.rows.total, 0),
    tables,
    empty: undefined,
  };
}

function asTime(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function sysmonRow(event: Row): Row {
  const data = isRecord(event.data) ? event.data : {};
  const id = asInteger(event.event_id ?? event.EventID);
  const time = asText(data.UtcTime) ?? asText(event.time);
  const says = Object.entries(data)
    .filter(([name, value]) => !SYSMON_SKIPPED.has(name) && value !== '' && value !== '-')
    .map(([name, value]) => `${name}: ${valueText(value)}`);
  return {
    time: time?.replace('T', ' ').slice(0, 23),
    at: timeOf(time),
    event: id === undefined ? undefined : `${id}${SYSMON_EVENTS[id] ? ` ${SYSMON_EVENTS[id]}` : ''}`,
    image: data.Image ?? data.SourceImage,
    says: says.join('  '),
    pid: asInteger(data.ProcessId ?? data.SourceProcessId),
  };
}

function procmonRow(event: Row): Row {
  return { ...event, pid: asInteger(event.PID) };
}

function rebootRow(event: Row): Row {
  return { ...event, at: typeof event.time === 'number' ? event.time * 1_000 : undefined };
}
