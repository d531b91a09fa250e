import type { Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { measure } from '../binary/measure.ts';
import { RandomAccess } from '../binary/random-access.ts';
import { readSecurity, type Security } from './authenticode.ts';
import { computeChecksum } from './checksum.ts';
import { type Clr, readClr } from './clr.ts';
import { type DebugEntry, readDebug } from './debug.ts';
import { type Exports, readExports } from './exports.ts';
import { executableKind, isFlat, type PeHeaders, PeImage, readHeaders, readSections, type Section } from './headers.ts';
import { exportHash, importHash } from './imphash.ts';
import { type ImportedLibrary, readBoundImports, readDelayImports, readImports } from './imports.ts';
import { type Resource, readResources } from './resources.ts';
import { type RichHeader, readRich } from './rich.ts';
import { type LoadConfig, readLoadConfig, readTls, type Tls } from './tables.ts';
import { readVersionInfo, type VersionString } from './version-info.ts';

export interface MeasuredSection extends Section {
  /** Null where the sections together are far larger than the file, and reading them all would take too long. */
  entropy: number | null;
  md5: string | null;
}

/** All that is read of a Windows executable. */
export interface PeFile {
  headers: PeHeaders;
  sections: MeasuredSection[];
  imports: ImportedLibrary[];
  delayImports: ImportedLibrary[];
  boundImports: { dll: string; timestamp: number }[];
  exports: Exports | undefined;
  resources: Resource[];
  versionInfo: VersionString[];
  rich: RichHeader | undefined;
  debug: DebugEntry[];
  tls: Tls | undefined;
  loadConfig: LoadConfig | undefined;
  clr: Clr | undefined;
  security: Security | undefined;
  /** MD5; empty where nothing is imported. */
  importHash: string;
  /** SHA-256; empty where nothing is exported by name. */
  exportHash: string;
  checksum: number;
  /** Bytes behind the last section, the certificate table included. */
  overlay: { offset: number; size: number } | undefined;
  entryBytes: Buffer;
  image: PeImage;
}

const RT_VERSION = 16;
const VERSION_LIMIT = 64 << 10;
/** Sections may overlap; so many times the file's size is read in all. */
const MEASURED_TIMES = 3;
const MEASURED_LEAST = 16 << 20;

/**
 * Takes a Windows executable apart. Undefined where it is none. Damage goes to `problem`, and what is good is kept.
 */
export async function readPe(source: ByteSource, problem: (problem: Problem) => void): Promise<PeFile | undefined> {
  const file = new RandomAccess(source);
  if (executableKind(file) !== 'PE') return undefined;
  const damage = new Damage(source, 'PE', problem);
  const headers = readHeaders(file, damage);
  const sections = readSections(file, headers, damage);
  const image = new PeImage(file, headers, sections);
  const imports = readImports(image, damage);
  const exports = readExports(image, damage);
  const resources = readResources(image, damage);
  const pe: PeFile = {
    headers,
    sections: measured(file, sections, damage),
    imports,
    delayImports: readDelayImports(image, damage),
    boundImports: readBoundImports(image, damage),
    exports,
    resources,
    versionInfo: versionInfo(image, resources, damage),
    rich: readRich(image),
    debug: readDebug(image, damage),
    tls: readTls(image, damage),
    loadConfig: readLoadConfig(image, damage),
    clr: readClr(image, damage),
    security: await readSecurity(file, headers, damage),
    importHash: importHash(imports),
    exportHash: exportHash(exports?.functions ?? []),
    checksum: computeChecksum(file, headers),
    overlay: overlayOf(file, headers, sections),
    entryBytes: image.part(headers.entryPoint, 16),
    image,
  };
  damage.end();
  return pe;
}

function measured(file: RandomAccess, sections: readonly Section[], damage: Damage): MeasuredSection[] {
  let budget = Math.max(MEASURED_LEAST, file.size * MEASURED_TIMES);
  return sections.map((section) => {
    const { dataStart, dataSize } = section;
    if (dataSize > budget) {
      damage.budget('sections', dataStart, `together they are more than ${MEASURED_TIMES} times the file's size`);
      return { ...section, entropy: null, md5: null };
    }
    budget -= dataSize;
    return { ...section, ...measure(file, dataStart, dataSize) };
  });
}

function versionInfo(image: PeImage, resources: readonly Resource[], damage: Damage): VersionString[] {
  const resource = resources.find(({ type }) => type === RT_VERSION);
  if (resource === undefined) return [];
  return (
    damage.attemptValue('version information', () =>
      readVersionInfo(image.bytes(resource.rva, Math.min(resource.size, VERSION_LIMIT))),
    ) ?? []
  );
}

function overlayOf(
  file: RandomAccess,
  headers: PeHeaders,
  sections: readonly Section[],
): { offset: number; size: number } | undefined {
  if (isFlat(headers) && sections.length === 0) return undefined;
  const headersEnd = headers.sectionsOffset + headers.numberOfSections * 40;
  const ends = sections
    .filter(({ rawAddress, rawSize }) => rawAddress > 0 && rawSize > 0)
    .map((one) => one.dataStart + one.dataSize);
  const offset = Math.max(headersEnd, ...ends);
  return offset < file.size ? { offset, size: file.size - offset } : undefined;
}
