import { MACHINES } from './elf-machines.ts';
import { Notes, printable } from './elf-notes.ts';
import type { Peek } from './peek.ts';

const TYPES = new Map([
  [0, 'no file type'],
  [1, 'relocatable'],
  [2, 'executable'],
  [4, 'core file'],
]);
const RELOCATABLE = 1;
const EXECUTABLE = 2;
const SHARED = 3;
const CORE = 4;

const SYSTEMS = new Map([
  [0, 'SYSV'],
  [1, 'HP-UX'],
  [2, 'NetBSD'],
  [3, 'GNU/Linux'],
  [4, 'GNU/Hurd'],
  [5, '86Open'],
  [6, 'Solaris'],
  [7, 'Monterey'],
  [8, 'IRIX'],
  [9, 'FreeBSD'],
  [10, 'Tru64'],
  [11, 'Novell Modesto'],
  [12, 'OpenBSD'],
  [13, 'OpenVMS'],
  [14, 'HP NonStop Kernel'],
  [15, 'AROS Research Operating System'],
  [16, 'FenixOS'],
  [17, 'Nuxi CloudABI'],
  [97, 'ARM'],
  [202, 'Cafe OS'],
  [255, 'embedded'],
]);

const MIPS_LEVELS = [
  'MIPS-I',
  'MIPS-II',
  'MIPS-III',
  'MIPS-IV',
  'MIPS-V',
  'MIPS32',
  'MIPS64',
  'MIPS32 rel2',
  'MIPS64 rel2',
  'MIPS32 rel6',
  'MIPS64 rel6',
];

const MAX_SEGMENTS = 2048;
const MAX_SECTIONS = 32768;
/** As much of a segment's content as is looked at. */
const SEGMENT_HEAD = 8192;
const MAX_NOTES = 1 << 20;

const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const PT_NOTE = 4;
const DT_NEEDED = 1;
const DT_FLAGS_1 = 0x6ffffffb;
const DF_1_PIE = 0x08000000;
const SHT_SYMTAB = 2;
const SHT_NOTE = 7;

/** Text for an ELF file; undefined for anything else. */
export function describeElf(file: Peek): string | undefined {
  if (!file.has(0, '\x7fELF')) return undefined;
  const order = file.u8(5);
  file.littleEndian = order === 1;
  const details = new Details(file);
  const linking = details.describe();
  const words = ['ELF'];
  const bits = new Map([
    [0, 'invalid class'],
    [1, '32-bit'],
    [2, '64-bit'],
  ]).get(file.u8(4) ?? -1);
  if (bits) words.push(bits);
  if (order === 0) words.push('invalid byte order');
  if (order === 1 || order === 2) words.push(order === 1 ? 'LSB' : 'MSB', ...header(file, details.pie));
  const system = SYSTEMS.get(file.u8(7) ?? -1);
  if (system) words.push(`(${system})`);
  return words.join(' ') + linking;
}

/** Type, machine and version. */
function header(file: Peek, pie: boolean): string[] {
  const words: string[] = [];
  const type = file.u16(16) ?? -1;
  const machine = file.u16(18);
  if (type === SHARED) words.push(pie ? 'pie executable,' : 'shared object,');
  else if (TYPES.has(type)) words.push(`${TYPES.get(type)},`);
  else if (type === 0xfe01 && file.u8(7) === 202) words.push('executable,');
  else if (type === 0xff80 && machine === 8) words.push('PlayStation 2 IOP module,');
  else if (type >= 0xff00) words.push('processor-specific,');
  if (machine !== undefined) words.push(...describeMachine(file, machine));
  const version = file.u32(20);
  if (version === 0) words.push('invalid version');
  if (version === 1) words.push('version 1');
  return words;
}

function describeMachine(file: Peek, machine: number): string[] {
  const name = MACHINES.get(machine);
  // libmagic widens the number with its sign.
  if (name === undefined) return [`*unknown arch 0x${(((machine << 16) >> 16) >>> 0).toString(16)}*`];
  const wide = file.u8(4) === 2;
  const flags = wide || file.u8(4) === 1 ? file.u32(wide ? 48 : 36) : undefined;
  const named = machine === 144 ? name : `${name},`;
  return flags === undefined ? [named] : [named, ...machineFlags(machine, flags, wide)];
}

function machineFlags(machine: number, flags: number, wide: boolean): string[] {
  switch (machine) {
    case 4:
      if (wide) return [];
      if (flags & 0x01000000) return ['68000,'];
      return flags === 0 ? ['68020,'] : (flags & 0x00810000) === 0x00810000 ? ['CPU32,'] : [];
    case 8: {
      const level = MIPS_LEVELS[flags >>> 28];
      return [...(!wide && flags & 0x20 ? ['N32'] : []), ...(level ? [level] : [])];
    }
    case 15: {
      const level = new Map([
        [0x20b, '1.0'],
        [0x210, '1.1'],
        [0x214, '2.0'],
      ]).get(flags & 0xffff);
      return [...(level ? [level] : []), ...(flags & 0x00080000 ? ['(LP64)'] : [])];
    }
    case 18:
    case 43: {
      if (wide !== (machine === 43)) return [];
      const extension = new Map([
        [0x100, 'V8+ Required,'],
        [0x200, 'Sun UltraSPARC1 Extensions Required,'],
        [0x400, 'HaL R1 Extensions Required,'],
        [0x800, 'Sun UltraSPARC3 Extensions Required,'],
      ]).get(flags & 0x00ffff00);
      const order = ['total store ordering,', 'partial store ordering,', 'relaxed memory ordering,'][flags & 3];
      return [...(extension ? [extension] : []), ...(order ? [order] : [])];
    }
    case 21:
      if (!wide) return [];
      return [['Unspecified or Power ELF V1 ABI,', 'Power ELF V1 ABI,', 'OpenPOWER ELF V2 ABI,'][flags] ?? ''].filter(
        Boolean,
      );
    case 40: {
      if (wide) return [];
      const abi = new Map([
        [4, 'EABI4'],
        [5, 'EABI5'],
      ]).get(flags >>> 24);
      return [...(abi ? [abi] : []), ...(flags & 0x00800000 ? ['BE8'] : []), ...(flags & 0x00400000 ? ['LE8'] : [])];
    }
    case 243: {
      const floats = ['soft-float ABI,', 'single-float ABI,', 'double-float ABI,', 'quad-float ABI,'];
      return [...(flags & 1 ? ['RVC,'] : []), ...(flags & 8 ? ['RVE,'] : []), floats[(flags >> 1) & 3]!];
    }
    default:
      return [];
  }
}

interface Segment {
  type: number;
  offset: number;
  size: number;
  align: number;
}

/** What segments, sections and notes say about linking. The process in a core file is not looked into. */
class Details {
  /** Whether the dynamic section marks a position-independent executable. */
  pie = false;
  readonly #file: Peek;
  readonly #wide: boolean;
  readonly #notes: Notes;
  #text = '';

  constructor(file: Peek) {
    this.#file = file;
    this.#wide = file.u8(4) === 2;
    this.#notes = new Notes(file.littleEndian);
  }

  describe(): string {
    const file = this.#file;
    const bits = file.u8(4) ?? 0;
    if (bits !== 1 && bits !== 2) return `, unknown class ${bits}`;
    if (file.size <= (this.#wide ? 64 : 52)) return '';
    const type = file.u16(16);
    const segments = this.#field(44, 56) ?? 0;
    if (type === CORE)
      return segments > MAX_SEGMENTS ? `, too many program headers (${segments})` : this.#core(segments);
    if (type !== RELOCATABLE && type !== EXECUTABLE && type !== SHARED) return '';
    const sections = this.#field(48, 60) ?? 0;
    if (type !== RELOCATABLE) {
      if (segments > MAX_SEGMENTS) return `, too many program (${segments})`;
      if (sections > MAX_SECTIONS) return `, too many section (${sections})`;
      this.#text += this.#segments(segments, sections > 0);
    }
    if (sections > MAX_SECTIONS) return `, too many section headers (${sections})`;
    this.#text += this.#sections(sections);
    if (this.#notes.exhausted) this.#text += ', too many notes (256)';
    return this.#text;
  }

  #field(narrow: number, wide: number): number | undefined {
    return this.#file.u16(this.#wide ? wide : narrow);
  }

  #word(at: number): number | undefined {
    return this.#wide ? this.#file.u64(at) : this.#file.u32(at);
  }

  /** What notes said since the last time. */
  #noted(): string {
    const text = this.#notes.text;
    this.#notes.text = '';
    return text;
  }

  #segment(at: number): Segment | undefined {
    const wide = this.#wide;
    const type = this.#file.u32(at);
    const align = this.#word(at + (wide ? 48 : 28));
    if (type === undefined || align === undefined) return undefined;
    return {
      type,
      offset: this.#word(at + (wide ? 8 : 4))!,
      size: this.#word(at + (wide ? 32 : 16))!,
      align: align || 4,
    };
  }

  /** What is wrong with the table of segments as a whole. */
  #misfit(count: number, step: number): string | undefined {
    if (count === 0) return ', no program header';
    return this.#field(42, 54) === step ? undefined : ', corrupted program header size';
  }

  #core(count: number): string {
    const step = this.#wide ? 56 : 32;
    const misfit = this.#misfit(count, step);
    if (misfit) return misfit;
    let at = this.#word(this.#wide ? 32 : 28)!;
    for (let i = 0; i < count; i++, at += step) {
      const segment = this.#segment(at);
      if (!segment) return `${this.#noted()}, can't read elf program headers at ${at}`;
      if (segment.type === PT_NOTE) this.#notes.read(this.#head(segment), 4);
    }
    return this.#noted();
  }

  #head(segment: Segment): Uint8Array {
    return this.#file.bytes(segment.offset, Math.min(segment.size, SEGMENT_HEAD));
  }

  #segments(count: number, sectionsFollow: boolean): string {
    const step = this.#wide ? 56 : 32;
    let at = this.#word(this.#wide ? 32 : 28)!;
    const misfit = this.#misfit(count, step);
    if (misfit) return misfit;
    let text = '';
    let interpreter: string | undefined;
    let needs = 0;
    let dynamic = false;
    let flagged = false;
    for (let i = 0; i < count; i++, at += step) {
      const segment = this.#segment(at);
      if (!segment) return `${text}, can't read elf program headers at ${at}`;
      if (segment.type === PT_DYNAMIC) {
        dynamic = true;
        this.pie = false;
        for (const [tag, value] of this.#dynamic(this.#head(segment))) {
          if (tag === DT_NEEDED) needs++;
          if (tag !== DT_FLAGS_1) continue;
          flagged = true;
          this.pie = (value & DF_1_PIE) !== 0;
        }
      } else if (segment.type === PT_INTERP) {
        needs++;
        const path = this.#head(segment);
        interpreter = path.length > 0 && path[0] !== 0 ? printable(path.subarray(0, -1)) : '*empty*';
      } else if (segment.type === PT_NOTE && !sectionsFollow) {
        const sound = segment.align >= 4 && segment.align < 0x80000000;
        if (!sound) text += `, invalid note alignment 0x${segment.align.toString(16)}`;
        this.#notes.read(this.#head(segment), sound ? segment.align : 4);
        text += this.#noted();
      }
    }
    const style = dynamic ? (flagged && needs === 0 ? 'static-pie' : 'dynamically') : 'statically';
    return `${text}, ${style} linked${interpreter ? `, interpreter ${interpreter}` : ''}`;
  }

  *#dynamic(bytes: Uint8Array): Generator<[tag: number, value: number]> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const little = this.#file.littleEndian;
    const step = this.#wide ? 16 : 8;
    for (let at = 0; at + step <= bytes.length; at += step) {
      if (!this.#wide) yield [view.getUint32(at, little), view.getUint32(at + 4, little)];
      else yield [Number(view.getBigUint64(at, little)), Number(view.getBigUint64(at + 8, little) & 0xffffffffn)];
    }
  }

  #sections(count: number): string {
    const wide = this.#wide;
    const step = wide ? 64 : 40;
    const table = this.#word(wide ? 40 : 32)!;
    if (count === 0) return ', no section header';
    if (this.#field(46, 58) !== step) return ', corrupted section header size';
    const strings = table + step * (this.#field(50, 62) ?? 0);
    const names = this.#word(strings + (wide ? 24 : 16));
    if (names === undefined || strings + step > this.#file.size) return `, missing section headers at ${strings}`;
    if (names > this.#file.size) return `, too large section header offset ${names}`;
    let text = '';
    let stripped = true;
    let debug = false;
    // libmagic looks at each name one section late, and at that of the names themselves first.
    let name = this.#file.u32(strings)!;
    for (let i = 0, at = table; i < count; i++, at += step) {
      if (this.#file.has(names + name, '.debug_info\0')) debug = true;
      if (at + step > this.#file.size) return `${text}, can't read elf section at ${at}`;
      name = this.#file.u32(at)!;
      const type = this.#file.u32(at + 4);
      if (type === SHT_SYMTAB) stripped = false;
      if (type !== SHT_NOTE) continue;
      const offset = this.#word(at + (wide ? 24 : 16))!;
      const size = this.#word(at + (wide ? 32 : 20))!;
      if (offset > this.#file.size) continue;
      if (offset + size > this.#file.size) {
        const hex = [offset, size, this.#file.size].map((number) => (number === 0 ? '0' : `0x${number.toString(16)}`));
        return `${text}, note offset/size ${hex[0]}+${hex[1]} exceeds file size ${hex[2]}`;
      }
      this.#notes.read(this.#file.bytes(offset, Math.min(size, MAX_NOTES)), 4);
      text += this.#noted();
    }
    return `${text}${debug ? ', with debug_info' : ''}, ${stripped && !debug ? '' : 'not '}stripped`;
  }
}
