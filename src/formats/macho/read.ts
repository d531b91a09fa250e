import type { Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { OutOfData, PartSource, RandomAccess } from '../binary/random-access.ts';
import { type CodeSignature, readCodeSignature } from './code-signature.ts';
import { type Commands, type MachBudget, readCommands } from './commands.ts';
import { type MachSymbol, readSymbols, SYMBOL_LIMIT } from './symbols.ts';

/** The program for one kind of processor. */
export interface MachImage extends Commands {
  /** Offset in the file. */
  offset: number;
  size: number;
  is64: boolean;
  isLittleEndian: boolean;
  cpuType: number;
  cpuSubtype: number;
  fileType: number;
  flags: number;
  symbols: MachSymbol[];
  signature: CodeSignature | undefined;
}

/** All that is read of a Mach-O file. */
export interface MachFile {
  /** Whether several programs are packed into one file. */
  isUniversal: boolean;
  images: MachImage[];
}

const MAGICS: ReadonlyMap<number, { is64: boolean; isLittleEndian: boolean }> = new Map([
  [0xfeed_face, { is64: false, isLittleEndian: false }],
  [0xfeed_facf, { is64: true, isLittleEndian: false }],
  [0xcefa_edfe, { is64: false, isLittleEndian: true }],
  [0xcffa_edfe, { is64: true, isLittleEndian: true }],
]);
const UNIVERSAL = 0xcafe_babe;
const UNIVERSAL_64 = 0xcafe_babf;
/** Classes of Java begin with the same number, and their version is at least 45. */
const IMAGE_LIMIT = 43;
const MEASURED_TIMES = 3;
const MEASURED_LEAST = 16 << 20;
const TEXT_LIMIT = 16 << 20;

/** Whether these are the first bytes of a Mach-O file. */
export function isMachO(head: Buffer): boolean {
  if (head.length < 8) return false;
  const magic = head.readUInt32BE(0);
  if (MAGICS.has(magic)) return true;
  const count = head.readUInt32BE(4);
  return (magic === UNIVERSAL || magic === UNIVERSAL_64) && count > 0 && count < IMAGE_LIMIT;
}

/** Takes a Mach-O file apart. Undefined where it is none. Damage goes to `problem`, and what is good is kept. */
export async function readMachO(
  source: ByteSource,
  problem: (problem: Problem) => void,
): Promise<MachFile | undefined> {
  const file = new RandomAccess(source, { littleEndian: false });
  if (!isMachO(file.part(0, 8))) return undefined;
  const damage = new Damage(source, 'Mach-O', problem);
  const magic = file.part(0, 8).readUInt32BE(0);
  const isUniversal = !MAGICS.has(magic);
  const images: MachImage[] = [];
  const budget: MachBudget = {
    measured: Math.max(MEASURED_LEAST, file.size * MEASURED_TIMES),
    symbols: SYMBOL_LIMIT,
    text: TEXT_LIMIT,
  };
  for (const { offset, size } of isUniversal ? places(file, magic, damage) : [{ offset: 0, size: file.size }]) {
    const image = await readImage(new PartSource(source, offset, size), offset, budget, damage);
    if (image !== undefined) images.push(image);
  }
  damage.end();
  return { isUniversal, images };
}

function places(file: RandomAccess, magic: number, damage: Damage): { offset: number; size: number }[] {
  const found: { offset: number; size: number }[] = [];
  damage.attempt('universal header', () => {
    const count = file.u32(4);
    for (let i = 0; i < count; i++) {
      const at = 8 + i * (magic === UNIVERSAL_64 ? 32 : 20);
      const place =
        magic === UNIVERSAL_64
          ? { offset: file.size64(at + 8), size: file.size64(at + 16) }
          : { offset: file.u32(at + 8), size: file.u32(at + 12) };
      if (place.offset >= file.size) throw new OutOfData(at, `a program is said to begin at byte ${place.offset}`);
      // The same place twice would be read twice.
      if (!found.some(({ offset }) => offset === place.offset)) found.push(place);
    }
  });
  return found;
}

async function readImage(
  source: ByteSource,
  offset: number,
  budget: MachBudget,
  damage: Damage,
): Promise<MachImage | undefined> {
  const file = new RandomAccess(source, { littleEndian: false });
  const first = file.part(0, 4);
  const kind = first.length < 4 ? undefined : MAGICS.get(first.readUInt32BE(0));
  if (kind === undefined) {
    damage.damaged('universal header', offset, 'what it names is no program');
    return undefined;
  }
  file.littleEndian = kind.isLittleEndian;
  const image = damage.attemptValue('header', () => ({
    offset,
    size: source.size,
    ...kind,
    cpuType: file.u32(4),
    cpuSubtype: file.u32(8) & 0xff_ffff,
    fileType: file.u32(12),
    flags: file.u32(24),
  }));
  if (image === undefined) return undefined;
  const commands = readCommands(file, kind.is64, budget, damage);
  const { symbolTable, signaturePlace } = commands;
  return {
    ...image,
    ...commands,
    symbols: symbolTable === undefined ? [] : readSymbols(file, symbolTable, commands, kind.is64, budget, damage),
    signature: signaturePlace === undefined ? undefined : await readCodeSignature(file, signaturePlace, damage),
  };
}
