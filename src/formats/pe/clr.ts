import type { Damage } from '../binary/damage.ts';
import { OutOfData } from '../binary/random-access.ts';
import { MetadataTables } from './clr-tables.ts';
import { guidOf } from './debug.ts';
import type { PeImage } from './headers.ts';

export interface AssemblyName {
  name: string;
  version: string;
  culture: string;
}

export interface Clr {
  /** Version of the runtime that the header asks for: `2.5`. */
  runtimeVersion: string;
  flags: number;
  /** A metadata token, or the address of native code where the flags say so. */
  entryPoint: number;
  isStrongNamed: boolean;
  /** `v4.0.30319`. */
  metadataVersion: string | undefined;
  streams: { name: string; offset: number; size: number }[];
  module: { name: string; mvid: string } | undefined;
  assembly: AssemblyName | undefined;
  references: AssemblyName[];
  /** Names of the embedded resources. */
  resources: string[];
  typeDefinitions: number;
  methodDefinitions: number;
}

const COM_DESCRIPTOR = 14;
const STREAM_LIMIT = 32;
const LIST_LIMIT = 1024;

/** The .NET part of a file; undefined where it has none. */
export function readClr(image: PeImage, damage: Damage): Clr | undefined {
  const directory = image.directory(COM_DESCRIPTOR);
  if (directory === undefined) return undefined;
  const { rva } = directory;
  return damage.attemptValue('.NET header', () => {
    const clr: Clr = {
      runtimeVersion: `${image.u16(rva + 4)}.${image.u16(rva + 6)}`,
      flags: image.u32(rva + 16),
      entryPoint: image.u32(rva + 20),
      isStrongNamed: image.u32(rva + 32) !== 0,
      metadataVersion: undefined,
      streams: [],
      module: undefined,
      assembly: undefined,
      references: [],
      resources: [],
      typeDefinitions: 0,
      methodDefinitions: 0,
    };
    damage.attempt('.NET metadata', () => readMetadata(image, image.u32(rva + 8), clr));
    return clr;
  });
}

function readMetadata(image: PeImage, root: number, clr: Clr): void {
  if (image.u32(root) !== 0x424a_5342) {
    throw new OutOfData(image.where(root), 'the metadata do not start with BSJB');
  }
  const versionLength = Math.min(image.u32(root + 12), 256);
  const version = image.bytes(root + 16, versionLength);
  const end = version.indexOf(0);
  clr.metadataVersion = version.toString('latin1', 0, end < 0 ? versionLength : end);
  let at = root + 16 + ((versionLength + 3) & ~3);
  const count = Math.min(image.u16(at + 2), STREAM_LIMIT);
  at += 4;
  for (let i = 0; i < count; i++) {
    const name = image.latin1z(at + 8, 32);
    clr.streams.push({ name, offset: image.u32(at), size: image.u32(at + 4) });
    at += 8 + ((name.length + 4) & ~3);
  }
  readTables(image, root, clr);
}

function readTables(image: PeImage, root: number, clr: Clr): void {
  // Obfuscators add streams of a known name; the runtime takes the first.
  const stream = (name: string) => clr.streams.find((candidate) => candidate.name === name);
  const place = stream('#~') ?? stream('#-');
  if (place === undefined) return;
  const strings = stream('#Strings');
  const guids = stream('#GUID');
  const tables = new MetadataTables(image, root + place.offset);
  const text = (offset: number): string => {
    if (strings === undefined || offset >= strings.size) return '';
    const bytes = image.part(root + strings.offset + offset, Math.min(1024, strings.size - offset));
    const end = bytes.indexOf(0);
    return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
  };
  clr.typeDefinitions = tables.rows('TypeDef');
  clr.methodDefinitions = tables.rows('MethodDef');
  const [module] = tables.read('Module', 1);
  if (module !== undefined) {
    const index = module[2]!;
    const isThere = guids !== undefined && index > 0 && index * 16 <= guids.size;
    const mvid = isThere ? guidOf(image.bytes(root + guids.offset + (index - 1) * 16, 16)) : '';
    clr.module = { name: text(module[1]!), mvid };
  }
  const [assembly] = tables.read('Assembly', 1);
  if (assembly !== undefined) {
    clr.assembly = {
      name: text(assembly[7]!),
      version: assembly.slice(1, 5).join('.'),
      culture: text(assembly[8]!),
    };
  }
  for (const row of tables.read('AssemblyRef', LIST_LIMIT)) {
    clr.references.push({ name: text(row[6]!), version: row.slice(0, 4).join('.'), culture: text(row[7]!) });
  }
  for (const row of tables.read('ManifestResource', LIST_LIMIT)) clr.resources.push(text(row[2]!));
}
