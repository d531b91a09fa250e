import type { Damage } from '../binary/damage.ts';
import { decodeCodePage } from '../ole/code-page.ts';
import { type CompoundFile, type OleEntry, shown } from '../ole/compound-file.ts';
import { decompressVba } from './decompress.ts';
import { type DirStream, type ModuleRecord, readDirStream, type VbaReference } from './dir-stream.ts';
import { pCodeLines, sourceLines } from './p-code.ts';
import { type ProjectProtection, readProtection } from './protection.ts';

export interface VbaModule {
  name: string;
  /** Path of its stream in the compound file. */
  stream: string;
  /** As the editor would export it: `Module1.bas`. */
  fileName: string;
  kind: 'module' | 'class' | 'document' | 'form' | 'unknown';
  code: string;
  isPrivate: boolean;
  isReadOnly: boolean;
  /** No record lists it; it was found by looking for source. */
  isUnlisted: boolean;
  /** Bytes of the compiled code and what else lies before the source. */
  cacheSize: number;
  /** Lines of the compiled code; null where its version is not known. */
  pCodeLines: number | null;
  sourceLines: number;
  /** Compiled code without its source: what runs is not what is shown. */
  isStomped: boolean;
}

export interface VbaProject {
  /** The storage that has it; empty for the root. */
  path: string;
  name: string;
  description: string;
  codePage: number;
  constants: string;
  references: VbaReference[];
  modules: VbaModule[];
  protection: ProjectProtection | undefined;
  /** Texts in its forms, where code fetches what it does not want to show. */
  forms: { path: string; strings: string[] }[];
  /** Words that malware needs, in the names of the compiled project and in no source. */
  hiddenNames: string[];
}

const DIR_LIMIT = 4 << 20;
const CODE_LIMIT = 8 << 20;
const STREAM_LIMIT = 16 << 20;
const TEXT_LIMIT = 1 << 20;
const PROJECT_LIMIT = 16;
/** All source of a file together, with that of the documents inside it. */
export const CODE_BUDGET = 32 << 20;

/** Every VBA project of a compound file: a storage `VBA` with a stream `dir`, wherever it is. */
export function readVbaProjects(
  file: CompoundFile,
  damage: Damage,
  budget: VbaBudget = { left: CODE_BUDGET },
): VbaProject[] {
  const projects: VbaProject[] = [];
  for (const storage of file.entries) {
    if (storage.kind !== 'storage' || storage.name.toLowerCase() !== 'vba') continue;
    const children = file.children(storage);
    const dir = children.find(({ name, kind }) => kind === 'stream' && name.toLowerCase() === 'dir');
    const hasCode = children.some(({ name }) => name.toLowerCase() === '_vba_project');
    if (dir === undefined && !hasCode) continue;
    if (projects.length >= PROJECT_LIMIT) {
      damage.limit('macros', -1, PROJECT_LIMIT);
      break;
    }
    projects.push(readProject(file, storage, dir, damage, budget));
  }
  return projects;
}

/** How many bytes may still be unpacked. */
export interface VbaBudget {
  left: number;
}

function readProject(
  file: CompoundFile,
  storage: OleEntry,
  dirEntry: OleEntry | undefined,
  damage: Damage,
  budget: VbaBudget,
): VbaProject {
  const dir = readDir(file, dirEntry, storage, damage, budget);
  const parent = file.entries.find(({ id }) => id === storage.parent);
  const siblings = parent === undefined ? [] : file.children(parent);
  const values = projectValues(file, siblings, dir.codePage);
  const kinds = moduleKinds(values);
  const project: VbaProject = {
    path: parent?.path ?? '',
    name: dir.projectName,
    description: dir.description,
    codePage: dir.codePage,
    constants: dir.constants,
    references: dir.references,
    modules: [],
    protection: readProtection(new Map(values)),
    forms: readForms(file, siblings),
    hiddenNames: [],
  };
  const streams = new Map(file.children(storage).map((entry) => [entry.name.toLowerCase(), entry]));
  const listed = new Set<OleEntry>();
  for (const record of dir.modules) {
    const entry = streams.get((record.stream || record.name).toLowerCase());
    if (entry === undefined || entry.kind !== 'stream') {
      damage.damaged('macros', -1, `module ${shown(record.name)} has no stream`);
      continue;
    }
    if (listed.has(entry)) continue;
    listed.add(entry);
    project.modules.push(readModule(file, entry, record, { dir, kinds, damage, budget }));
  }
  for (const entry of file.children(storage)) {
    if (entry.kind !== 'stream' || listed.has(entry) || isOwn(entry.name)) continue;
    const found = readModule(file, entry, undefined, { dir, kinds, damage, budget });
    if (found.code !== '') project.modules.push(found);
  }
  const compiled = streams.get('_vba_project');
  if (compiled?.kind === 'stream') project.hiddenNames = hiddenNames(file.read(compiled, TEXT_LIMIT), project.modules);
  return project;
}

/** Streams beside the modules: `dir`, `_VBA_PROJECT`, and caches of the compiled code. */
function isOwn(name: string): boolean {
  return /^(?:dir$|_vba_project|__srp_)/i.test(name);
}

function readDir(
  file: CompoundFile,
  entry: OleEntry | undefined,
  storage: OleEntry,
  damage: Damage,
  budget: VbaBudget,
): DirStream {
  const part = 'macros';
  const packed = entry === undefined ? Buffer.alloc(0) : file.read(entry, STREAM_LIMIT);
  const { bytes, damage: fault } = decompressVba(packed, Math.min(DIR_LIMIT, budget.left));
  budget.left = Math.max(0, budget.left - bytes.length);
  const dir = readDirStream(bytes);
  const reason = entry === undefined ? 'there is no such stream' : (fault ?? dir.damage);
  if (reason !== undefined) damage.damaged(part, -1, `the list of modules in ${shown(storage.path)}: ${reason}`);
  return dir;
}

interface ModuleContext {
  dir: DirStream;
  kinds: ReadonlyMap<string, VbaModule['kind']>;
  damage: Damage;
  budget: VbaBudget;
}

/** A line that the editor continues is one line compiled, so that there are never more than in the source. */
const STOMPED = 3;
const EXTENSIONS = { module: 'bas', class: 'cls', document: 'cls', form: 'frm', unknown: 'bas' } as const;

function readModule(
  file: CompoundFile,
  entry: OleEntry,
  record: ModuleRecord | undefined,
  { dir, kinds, damage, budget }: ModuleContext,
): VbaModule {
  const bytes = file.read(entry, STREAM_LIMIT);
  const said = record?.offset;
  const offset = said !== undefined && bytes[said] === 1 ? said : sourceOffset(bytes);
  const name = record?.name || entry.name;
  let code = '';
  if (offset !== undefined) {
    const { bytes: source, damage: fault } = decompressVba(bytes.subarray(offset), Math.min(CODE_LIMIT, budget.left));
    budget.left = Math.max(0, budget.left - source.length);
    if (fault !== undefined && record !== undefined) damage.damaged('macros', -1, `module ${shown(name)}: ${fault}`);
    code = decodeCodePage(source, dir.codePage);
  } else if (record !== undefined) damage.damaged('macros', -1, `module ${shown(name)} has no source`);
  const cache = bytes.subarray(0, offset ?? bytes.length);
  const kind =
    kinds.get(name.toLowerCase()) ?? (record === undefined ? 'unknown' : record.isProcedural ? 'module' : 'class');
  const compiled = pCodeLines(cache);
  const lines = sourceLines(code);
  return {
    name,
    stream: entry.path,
    fileName: `${name}.${EXTENSIONS[kind]}`,
    kind,
    code,
    isPrivate: record?.isPrivate ?? false,
    isReadOnly: record?.isReadOnly ?? false,
    isUnlisted: record === undefined,
    cacheSize: cache.length,
    pCodeLines: compiled ?? null,
    sourceLines: lines,
    isStomped: compiled !== undefined && compiled > lines + STOMPED,
  };
}

const SOURCE_MARK = Buffer.from('Attribut\0e ', 'latin1');

/** Every source begins with `Attribute `, of which the compressor leaves this. */
function sourceOffset(bytes: Buffer): number | undefined {
  const at = bytes.indexOf(SOURCE_MARK);
  return at >= 4 && bytes[at - 4] === 1 ? at - 4 : undefined;
}

/** `Name=value` lines of the stream PROJECT, in order; a name may be there more than once. */
function projectValues(file: CompoundFile, siblings: readonly OleEntry[], codePage: number): [string, string][] {
  const entry = siblings.find(({ name, kind }) => kind === 'stream' && name.toUpperCase() === 'PROJECT');
  if (entry === undefined) return [];
  const values: [string, string][] = [];
  for (const line of decodeCodePage(file.read(entry, TEXT_LIMIT), codePage).split(/\r?\n/)) {
    const at = line.indexOf('=');
    if (at > 0)
      values.push([
        line.slice(0, at).trim(),
        line
          .slice(at + 1)
          .trim()
          .replace(/^"|"$/g, ''),
      ]);
  }
  return values;
}

function moduleKinds(values: readonly [string, string][]): Map<string, VbaModule['kind']> {
  const names = { Document: 'document', Module: 'module', Class: 'class', BaseClass: 'form' } as const;
  const kinds = new Map<string, VbaModule['kind']>();
  for (const [key, value] of values) {
    const kind = Object.hasOwn(names, key) ? names[key as keyof typeof names] : undefined;
    if (kind !== undefined) kinds.set(value.replace(/\/.*$/s, '').toLowerCase(), kind);
  }
  return kinds;
}

const FORM_STRINGS = 200;
const FORM_LIMIT = 64;

/** A form is a storage beside `VBA` with the streams `f` and `o`, which hold captions and values as they are. */
function readForms(file: CompoundFile, siblings: readonly OleEntry[]): VbaProject['forms'] {
  const forms: VbaProject['forms'] = [];
  for (const storage of siblings) {
    if (storage.kind !== 'storage' || forms.length >= FORM_LIMIT) continue;
    const strings = new Set<string>();
    const children = file.children(storage).filter(({ kind, name }) => kind === 'stream' && /^[fo]$/i.test(name));
    for (const entry of children) {
      for (const text of printable(file.read(entry, TEXT_LIMIT))) if (strings.size < FORM_STRINGS) strings.add(text);
    }
    if (children.length > 0) forms.push({ path: storage.path, strings: [...strings] });
  }
  return forms;
}

const SHORTEST = 5;

/** Runs of printable ASCII, in one byte each or two. */
function* printable(bytes: Buffer): Generator<string> {
  for (const [run] of bytes.toString('latin1').matchAll(/[\x20-\x7e]{5,}|(?:[\x20-\x7e]\0){5,}/g)) {
    const text = run.replaceAll('\0', '');
    if (text.length >= SHORTEST) yield text;
  }
}

const TELLING = [
  'Shell',
  'ShellExecute',
  'ShellExecuteA',
  'CreateObject',
  'GetObject',
  'URLDownloadToFile',
  'URLDownloadToFileA',
  'CallByName',
  'CreateThread',
  'VirtualAlloc',
  'VirtualProtect',
  'RtlMoveMemory',
  'WriteProcessMemory',
  'WinExec',
  'Environ',
  'SaveToFile',
  'ExecuteExcel4Macro',
  'AutoOpen',
  'AutoExec',
  'AutoClose',
  'Auto_Open',
  'Document_Open',
  'DocumentOpen',
  'Document_Close',
  'Workbook_Open',
  'Auto_Close',
  'Workbook_Close',
];

/** The compiled project keeps the names of all it uses, also where the source is gone. */
function hiddenNames(compiled: Buffer, modules: readonly VbaModule[]): string[] {
  const names = new Set(
    compiled
      .toString('latin1')
      .match(/[A-Za-z_][A-Za-z0-9_]{3,62}/g)
      ?.map((name) => name.toLowerCase()),
  );
  const shownNames = new Set<string>();
  for (const { code } of modules)
    for (const [name] of code.matchAll(/[A-Za-z_][A-Za-z0-9_]{0,62}/g)) shownNames.add(name.toLowerCase());
  return TELLING.filter((name) => names.has(name.toLowerCase()) && !shownNames.has(name.toLowerCase()));
}
