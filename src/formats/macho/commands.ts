import type { Damage } from '../binary/damage.ts';
import { measure } from '../binary/measure.ts';
import { OutOfData, type RandomAccess } from '../binary/random-access.ts';
import { decodeText } from '../binary/text.ts';
import { guidOf } from '../pe/debug.ts';
import { COMMANDS, PLATFORMS, packedVersion } from './words.ts';

export interface MachSection {
  name: string;
  segment: string;
  address: bigint;
  size: number;
  offset: number;
  flags: number;
  entropy: number | null;
  md5: string | null;
}

export interface MachSegment {
  name: string;
  address: bigint;
  memorySize: number;
  offset: number;
  fileSize: number;
  maximumProtection: number;
  protection: number;
  sections: MachSection[];
}

export interface Library {
  /** `LOAD_DYLIB`, `LOAD_WEAK_DYLIB`, … */
  command: string;
  name: string;
  timestamp: number;
  version: string;
  compatibility: string;
}

export interface Place {
  offset: number;
  size: number;
}

/** What the load commands of one program say. */
export interface Commands {
  commands: { name: string; size: number }[];
  segments: MachSegment[];
  libraries: Library[];
  /** What the library calls itself. */
  id: Library | undefined;
  rpaths: string[];
  linker: string | undefined;
  environment: string[];
  uuid: string | undefined;
  /** Offset of the first instruction from the program's beginning, or its address where an older command says it. */
  entryOffset: bigint | undefined;
  entryAddress: bigint | undefined;
  platform: string | undefined;
  minimumVersion: string | undefined;
  sdkVersion: string | undefined;
  sourceVersion: string | undefined;
  isEncrypted: boolean;
  symbolTable: { offset: number; count: number; strings: number; stringsSize: number } | undefined;
  signaturePlace: Place | undefined;
}

const COMMAND_LIMIT = 4096;
const SECTION_LIMIT = 4096;
const TEXT_LIMIT = 4096;
/** Sections without bytes in the file. */
const ZERO_FILLED: ReadonlySet<number> = new Set([1, 12, 18]);

/** What may still be read, over all programs of a file, which may lie within each other. */
export interface MachBudget {
  /** Bytes of sections. */
  measured: number;
  symbols: number;
  text: number;
}

export function readCommands(file: RandomAccess, is64: boolean, budget: MachBudget, damage: Damage): Commands {
  const reader = new CommandReader(file, is64, budget, damage);
  damage.attempt('load commands', () => reader.read());
  return reader.found;
}

class CommandReader {
  readonly found: Commands = {
    commands: [],
    segments: [],
    libraries: [],
    id: undefined,
    rpaths: [],
    linker: undefined,
    environment: [],
    uuid: undefined,
    entryOffset: undefined,
    entryAddress: undefined,
    platform: undefined,
    minimumVersion: undefined,
    sdkVersion: undefined,
    sourceVersion: undefined,
    isEncrypted: false,
    symbolTable: undefined,
    signaturePlace: undefined,
  };
  readonly #file: RandomAccess;
  readonly #is64: boolean;
  readonly #damage: Damage;
  readonly #budget: MachBudget;
  #sections = 0;

  constructor(file: RandomAccess, is64: boolean, budget: MachBudget, damage: Damage) {
    this.#file = file;
    this.#is64 = is64;
    this.#damage = damage;
    this.#budget = budget;
  }

  read(): void {
    const file = this.#file;
    const count = file.u32(16);
    let at = this.#is64 ? 32 : 28;
    for (let i = 0; i < count; i++) {
      if (i >= COMMAND_LIMIT) {
        this.#damage.limit('load commands', at, COMMAND_LIMIT);
        return;
      }
      const [command, size] = [file.u32(at), file.u32(at + 4)];
      if (size < 8) throw new OutOfData(at, `a command says it is ${size} bytes long`);
      this.found.commands.push({ name: COMMANDS.get(command) ?? `0x${command.toString(16)}`, size });
      this.#damage.attempt('load commands', () => this.#command(command, at, size));
      at += size;
    }
  }

  #command(command: number, at: number, size: number): void {
    const file = this.#file;
    const { found } = this;
    switch (COMMANDS.get(command)) {
      case 'SEGMENT':
        this.#segment(at, false);
        break;
      case 'SEGMENT_64':
        this.#segment(at, true);
        break;
      case 'SYMTAB': {
        const [offset, count, strings, stringsSize] = [8, 12, 16, 20].map((field) => file.u32(at + field));
        found.symbolTable = { offset: offset!, count: count!, strings: strings!, stringsSize: stringsSize! };
        break;
      }
      case 'LOAD_DYLIB':
      case 'LOAD_WEAK_DYLIB':
      case 'REEXPORT_DYLIB':
      case 'LAZY_LOAD_DYLIB':
      case 'LOAD_UPWARD_DYLIB':
        found.libraries.push(this.#library(COMMANDS.get(command)!, at, size));
        break;
      case 'ID_DYLIB':
        found.id = this.#library('ID_DYLIB', at, size);
        break;
      case 'RPATH':
        found.rpaths.push(this.#text(at, size));
        break;
      case 'LOAD_DYLINKER':
        found.linker = this.#text(at, size);
        break;
      case 'DYLD_ENVIRONMENT':
        found.environment.push(this.#text(at, size));
        break;
      case 'UUID':
        found.uuid = uuid(file.bytes(at + 8, 16));
        break;
      case 'MAIN':
        found.entryOffset = file.u64(at + 8);
        break;
      case 'UNIXTHREAD':
        found.entryAddress = this.#thread(at);
        break;
      case 'CODE_SIGNATURE':
        found.signaturePlace = { offset: file.u32(at + 8), size: file.u32(at + 12) };
        break;
      case 'ENCRYPTION_INFO':
      case 'ENCRYPTION_INFO_64':
        found.isEncrypted ||= file.u32(at + 16) !== 0;
        break;
      case 'VERSION_MIN_MACOSX':
        this.#version('macOS', file.u32(at + 8), file.u32(at + 12));
        break;
      case 'VERSION_MIN_IPHONEOS':
        this.#version('iOS', file.u32(at + 8), file.u32(at + 12));
        break;
      case 'VERSION_MIN_TVOS':
        this.#version('tvOS', file.u32(at + 8), file.u32(at + 12));
        break;
      case 'VERSION_MIN_WATCHOS':
        this.#version('watchOS', file.u32(at + 8), file.u32(at + 12));
        break;
      case 'BUILD_VERSION':
        this.#version(
          PLATFORMS.get(file.u32(at + 8)) ?? String(file.u32(at + 8)),
          file.u32(at + 12),
          file.u32(at + 16),
        );
        break;
      case 'SOURCE_VERSION': {
        const value = file.u64(at + 8);
        const parts = [value >> 40n, ...[30n, 20n, 10n, 0n].map((shift) => (value >> shift) & 0x3ffn)];
        found.sourceVersion = parts.join('.').replace(/(?:\.0){1,3}$/, '');
        break;
      }
    }
  }

  #version(platform: string, minimum: number, sdk: number): void {
    this.found.platform = platform;
    this.found.minimumVersion = packedVersion(minimum);
    this.found.sdkVersion = packedVersion(sdk);
  }

  #segment(at: number, wide: boolean): void {
    const file = this.#file;
    const word = (narrow: number, far: number): bigint => (wide ? file.u64(at + far) : BigInt(file.u32(at + narrow)));
    const rest = at + (wide ? 56 : 40);
    const segment: MachSegment = {
      name: fixedText(file.bytes(at + 8, 16)),
      address: word(24, 24),
      memorySize: Number(word(28, 32)),
      offset: Number(word(32, 40)),
      fileSize: Number(word(36, 48)),
      maximumProtection: file.u32(rest),
      protection: file.u32(rest + 4),
      sections: [],
    };
    this.found.segments.push(segment);
    const count = file.u32(rest + 8);
    for (let i = 0; i < count; i++) {
      if (++this.#sections > SECTION_LIMIT) {
        this.#damage.limit('sections', at, SECTION_LIMIT);
        return;
      }
      segment.sections.push(this.#section(rest + 16 + i * (wide ? 80 : 68), wide));
    }
  }

  #section(at: number, wide: boolean): MachSection {
    const file = this.#file;
    const size = wide ? file.size64(at + 40) : file.u32(at + 36);
    const offset = file.u32(at + (wide ? 48 : 40));
    const flags = file.u32(at + (wide ? 64 : 56));
    return {
      name: fixedText(file.bytes(at, 16)),
      segment: fixedText(file.bytes(at + 16, 16)),
      address: wide ? file.u64(at + 32) : BigInt(file.u32(at + 32)),
      size,
      offset,
      flags,
      ...this.#measure(offset, size, flags),
    };
  }

  #measure(offset: number, size: number, flags: number): { entropy: number | null; md5: string | null } {
    const there = Math.max(0, Math.min(size, this.#file.size - offset));
    if (ZERO_FILLED.has(flags & 0xff) || there === 0) return { entropy: null, md5: null };
    if (there > this.#budget.measured) {
      this.#damage.budget('sections', offset, 'together they are far more than the size of the file');
      return { entropy: null, md5: null };
    }
    this.#budget.measured -= there;
    return measure(this.#file, offset, there);
  }

  #library(command: string, at: number, size: number): Library {
    const file = this.#file;
    return {
      command,
      name: this.#text(at, size),
      timestamp: file.u32(at + 12),
      version: packedVersion(file.u32(at + 16)),
      compatibility: packedVersion(file.u32(at + 20)),
    };
  }

  /** Text whose place in the command stands behind the command's size. */
  #text(at: number, size: number): string {
    const offset = this.#file.u32(at + 8);
    if (offset >= size) throw new OutOfData(at + 8, `a text is said to be ${offset} bytes into ${size}`);
    return decodeText(this.#file.zeroTerminated(at + offset, Math.min(size - offset, TEXT_LIMIT)));
  }

  /** The instruction pointer in the registers that a program starts with. */
  #thread(at: number): bigint | undefined {
    const file = this.#file;
    const state = at + 16;
    switch (file.u32(4)) {
      case 0x7:
        return BigInt(file.u32(state + 10 * 4));
      case 0xc:
        return BigInt(file.u32(state + 15 * 4));
      case 0x12:
        return BigInt(file.u32(state));
      case 0x100_0007:
        return file.u64(state + 16 * 8);
      case 0x100_000c:
        return file.u64(state + 32 * 8);
      default:
        return undefined;
    }
  }
}

function fixedText(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return decodeText(bytes.subarray(0, end < 0 ? bytes.length : end));
}

/** Unlike Windows, Apple writes all parts in the order they are read. */
function uuid(bytes: Buffer): string {
  return guidOf(
    Buffer.concat([
      bytes.subarray(0, 4).reverse(),
      bytes.subarray(4, 6).reverse(),
      bytes.subarray(6, 8).reverse(),
      bytes.subarray(8),
    ]),
  );
}
