import type { Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { type CompoundFile, isCompoundFile, type OleEntry, openCompoundFile, shown } from '../ole/compound-file.ts';
import { type EmbeddedData, embeddedData } from '../ole/embedded.ts';
import { readMetadata } from '../ole/metadata.ts';
import type { PropertyValue } from '../ole/properties.ts';
import { type CustomAction, customActions } from './actions.ts';
import { decodeMsiName } from './names.ts';
import { readMsiStrings } from './strings.ts';
import { type MsiValue, readMsiColumns, readMsiRows } from './tables.ts';

export interface MsiTable {
  name: string;
  columns: string[];
  /** In the order of the stream. */
  rows: MsiValue[][];
  /** All rows, also those that were left out. */
  total: number;
}

/** A stream that is no table: a script or program that an action runs, a cabinet, an icon. */
export interface MsiStream {
  name: string;
  size: number;
  data: EmbeddedData;
}

export interface MsiFile {
  kind: 'package' | 'patch' | 'transform' | 'merge module';
  codePage: number;
  metadata: Map<string, PropertyValue>;
  tables: MsiTable[];
  streams: MsiStream[];
  actions: CustomAction[];
  isSigned: boolean;
}

const KINDS: ReadonlyMap<string, MsiFile['kind']> = new Map([
  ['000c1084-0000-0000-c000-000000000046', 'package'],
  ['000c1086-0000-0000-c000-000000000046', 'patch'],
  ['000c1082-0000-0000-c000-000000000046', 'transform'],
]);

const TABLE_LIMIT = 64 << 20;
const TABLES = 512;
const ROWS = 2000;
const CELLS = 200_000;
const STREAMS = 512;
/** What is hashed of all streams that are no tables. */
const HASHED = 256 << 20;

/** Reads a Windows Installer file: undefined where it is none. Damage goes to `problem`, and what is good is kept. */
export function readMsi(source: ByteSource, problem: (problem: Problem) => void): MsiFile | undefined {
  const head = Buffer.alloc(8);
  source.read(head, 0);
  if (!isCompoundFile(head)) return undefined;
  const damage = new Damage(source, 'MSI', problem);
  const file = openCompoundFile(source, damage);
  const kind = file && kindOf(file);
  if (file === undefined || kind === undefined) return undefined;
  const msi: MsiFile = {
    kind,
    codePage: 0,
    metadata: readMetadata(file, damage).values,
    tables: [],
    streams: [],
    actions: [],
    isSigned: file.find('\u0005DigitalSignature') !== undefined,
  };
  readDatabase(file, msi, damage);
  msi.actions = customActions(msi.tables);
  damage.end();
  return msi;
}

/** By the class of the root; where that is missing, by the tables. */
function kindOf(file: CompoundFile): MsiFile['kind'] | undefined {
  const named = KINDS.get(file.entries[0]?.clsid ?? '');
  if (named !== undefined) return named;
  return file.entries.some(({ name }) => decodeMsiName(name) === '!_StringPool') ? 'package' : undefined;
}

function readDatabase(file: CompoundFile, msi: MsiFile, damage: Damage): void {
  const streams = new Map<string, OleEntry>();
  const root = file.entries[0];
  for (const entry of root === undefined ? [] : file.children(root)) {
    if (entry.kind === 'stream') streams.set(decodeMsiName(entry.name), entry);
  }
  const bytes = (name: string) => {
    const entry = streams.get(name);
    return entry === undefined ? Buffer.alloc(0) : file.read(entry, TABLE_LIMIT);
  };
  const strings = readMsiStrings(bytes('!_StringPool'), bytes('!_StringData'));
  msi.codePage = strings.codePage;
  if (strings.damage !== undefined) damage.damaged('texts', -1, strings.damage);
  const columns = readMsiColumns(bytes('!_Columns'), strings);
  let cells = CELLS;
  for (const [name, list] of columns) {
    if (msi.tables.length >= TABLES) {
      damage.limit('tables', -1, TABLES);
      break;
    }
    const room = Math.max(0, Math.floor(cells / Math.max(1, list.length)));
    const { rows, total, rest } = readMsiRows(bytes(`!${name}`), list, strings, Math.min(ROWS, room));
    cells -= rows.length * list.length;
    if (rows.length < total) damage.limit(`table ${shown(name)}`, -1, rows.length);
    if (rest > 0) damage.damaged(`table ${shown(name)}`, -1, `${rest} bytes are left behind its last row`);
    msi.tables.push({ name, columns: Array.from(list, (column) => column?.name ?? ''), rows, total });
  }
  readStreams(file, streams, msi, damage);
}

function readStreams(file: CompoundFile, streams: ReadonlyMap<string, OleEntry>, msi: MsiFile, damage: Damage): void {
  let left = HASHED;
  for (const [name, entry] of streams) {
    if (name.startsWith('!') || name.startsWith('\u0005')) continue;
    if (msi.streams.length >= STREAMS || left <= 0) {
      if (left <= 0) damage.budget('streams', -1, `only ${HASHED} bytes of them were read`);
      else damage.limit('streams', -1, STREAMS);
      return;
    }
    const data = file.read(entry, left);
    left -= data.length;
    msi.streams.push({ name, size: entry.size, data: embeddedData(data) });
  }
}
