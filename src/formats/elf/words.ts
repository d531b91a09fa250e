/** The words of readelf, as Cuckoo's results have them. */

export const CLASSES: ReadonlyMap<number, string> = new Map([
  [0, 'none'],
  [1, 'ELF32'],
  [2, 'ELF64'],
]);

export const DATA: ReadonlyMap<number, string> = new Map([
  [0, 'none'],
  [1, "2's complement, little endian"],
  [2, "2's complement, big endian"],
]);

export const OS_ABIS: ReadonlyMap<number, string> = new Map([
  [0, 'UNIX - System V'],
  [1, 'UNIX - HP-UX'],
  [2, 'UNIX - NetBSD'],
  [3, 'UNIX - Linux'],
  [4, 'UNIX - GNU/Hurd'],
  [6, 'UNIX - Solaris'],
  [7, 'UNIX - AIX'],
  [8, 'UNIX - IRIX'],
  [9, 'UNIX - FreeBSD'],
  [10, 'UNIX - TRU64'],
  [11, 'Novell - Modesto'],
  [12, 'UNIX - OpenBSD'],
  [13, 'VMS - OpenVMS'],
  [14, 'HP - Non-Stop Kernel'],
  [15, 'AROS'],
  [64, 'ARM - EABI'],
  [97, 'ARM - ABI'],
  [255, 'Standalone App'],
]);

export const TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'NONE (None)'],
  [1, 'REL (Relocatable file)'],
  [2, 'EXEC (Executable file)'],
  [3, 'DYN (Shared object file)'],
  [4, 'CORE (Core file)'],
]);

export const MACHINES: ReadonlyMap<number, string> = new Map([
  [0, 'None'],
  [1, 'WE32100'],
  [2, 'Sparc'],
  [3, 'Intel 80386'],
  [4, 'MC68000'],
  [5, 'MC88000'],
  [6, 'Intel MCU'],
  [7, 'Intel 80860'],
  [8, 'MIPS R3000'],
  [9, 'IBM System/370'],
  [10, 'MIPS R4000 big-endian'],
  [15, 'HPPA'],
  [18, 'Sparc v8+'],
  [19, 'Intel 80960'],
  [20, 'PowerPC'],
  [21, 'PowerPC64'],
  [22, 'IBM S/390'],
  [40, 'ARM'],
  [42, 'Renesas / SuperH SH'],
  [43, 'Sparc v9'],
  [50, 'Intel IA-64'],
  [62, 'Advanced Micro Devices X86-64'],
  [83, 'Atmel AVR 8-bit microcontroller'],
  [93, 'ARC International ARCompact processor'],
  [106, 'Analog Devices Blackfin'],
  [183, 'AArch64'],
  [189, 'Xilinx MicroBlaze'],
  [195, 'Synopsys ARCv2 cores'],
  [243, 'RISC-V'],
  [247, 'Linux BPF'],
  [252, 'C-SKY'],
  [258, 'LoongArch'],
  [0x9026, 'Alpha'],
]);

export const SEGMENT_TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'NULL'],
  [1, 'LOAD'],
  [2, 'DYNAMIC'],
  [3, 'INTERP'],
  [4, 'NOTE'],
  [5, 'SHLIB'],
  [6, 'PHDR'],
  [7, 'TLS'],
  [0x6474_e550, 'GNU_EH_FRAME'],
  [0x6474_e551, 'GNU_STACK'],
  [0x6474_e552, 'GNU_RELRO'],
  [0x6474_e553, 'GNU_PROPERTY'],
  [0x6474_e554, 'GNU_SFRAME'],
  [0x65a3_dbe6, 'OPENBSD_RANDOMIZE'],
  [0x65a3_dbe7, 'OPENBSD_WXNEEDED'],
]);

const MACHINE_SEGMENTS: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map([
  [40, new Map([[0x7000_0001, 'EXIDX']])],
  [
    8,
    new Map([
      [0x7000_0000, 'REGINFO'],
      [0x7000_0001, 'RTPROC'],
      [0x7000_0002, 'OPTIONS'],
      [0x7000_0003, 'ABIFLAGS'],
    ]),
  ],
  [183, new Map([[0x7000_0002, 'AARCH64_MEMTAG_MTE']])],
  [243, new Map([[0x7000_0003, 'RISCV_ATTRIBUT']])],
]);

export const SECTION_TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'NULL'],
  [1, 'PROGBITS'],
  [2, 'SYMTAB'],
  [3, 'STRTAB'],
  [4, 'RELA'],
  [5, 'HASH'],
  [6, 'DYNAMIC'],
  [7, 'NOTE'],
  [8, 'NOBITS'],
  [9, 'REL'],
  [10, 'SHLIB'],
  [11, 'DYNSYM'],
  [14, 'INIT_ARRAY'],
  [15, 'FINI_ARRAY'],
  [16, 'PREINIT_ARRAY'],
  [17, 'GROUP'],
  [18, 'SYMTAB SECTION INDICES'],
  [19, 'RELR'],
  [0x6fff_4c00, 'LLVM_ODRTAB'],
  [0x6fff_4c03, 'LLVM_ADDRSIG'],
  [0x6fff_fff5, 'GNU_ATTRIBUTES'],
  [0x6fff_fff6, 'GNU_HASH'],
  [0x6fff_fff7, 'GNU_LIBLIST'],
  [0x6fff_fffd, 'VERDEF'],
  [0x6fff_fffe, 'VERNEED'],
  [0x6fff_ffff, 'VERSYM'],
]);

const MACHINE_SECTIONS: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map([
  [
    40,
    new Map([
      [0x7000_0001, 'ARM_EXIDX'],
      [0x7000_0002, 'ARM_PREEMPTMAP'],
      [0x7000_0003, 'ARM_ATTRIBUTES'],
    ]),
  ],
  [62, new Map([[0x7000_0001, 'X86_64_UNWIND']])],
  [183, new Map([[0x7000_0003, 'AARCH64_ATTRIBUTES']])],
  [243, new Map([[0x7000_0003, 'RISCV_ATTRIBUTES']])],
  [
    8,
    new Map([
      [0x7000_0005, 'MIPS_DEBUG'],
      [0x7000_0006, 'MIPS_REGINFO'],
      [0x7000_000d, 'MIPS_OPTIONS'],
      [0x7000_001e, 'MIPS_DWARF'],
      [0x7000_002a, 'MIPS_ABIFLAGS'],
    ]),
  ],
]);

export function segmentType(type: number, machine: number): string {
  return SEGMENT_TYPES.get(type) ?? MACHINE_SEGMENTS.get(machine)?.get(type) ?? `<unknown>: 0x${type.toString(16)}`;
}

export function sectionType(type: number, machine: number): string {
  return SECTION_TYPES.get(type) ?? MACHINE_SECTIONS.get(machine)?.get(type) ?? `<unknown>: 0x${type.toString(16)}`;
}

/** `R E`, `RW`, … */
export function segmentFlags(flags: number): string {
  return `${(flags & 4) !== 0 ? 'R' : ' '}${(flags & 2) !== 0 ? 'W' : ' '}${(flags & 1) !== 0 ? 'E' : ' '}`.trim();
}

const SECTION_FLAGS: readonly [mask: number, letter: string][] = [
  [0x1, 'W'],
  [0x2, 'A'],
  [0x4, 'X'],
  [0x10, 'M'],
  [0x20, 'S'],
  [0x40, 'I'],
  [0x80, 'L'],
  [0x100, 'O'],
  [0x200, 'G'],
  [0x400, 'T'],
  [0x800, 'C'],
  [0x8000_0000, 'E'],
];

/** `WA`, `AX`, … */
export function sectionFlags(flags: number): string {
  return SECTION_FLAGS.filter(([mask]) => ((flags % 2 ** 32) & mask) !== 0)
    .map(([, letter]) => letter)
    .join('');
}

export const SYMBOL_TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'NOTYPE'],
  [1, 'OBJECT'],
  [2, 'FUNC'],
  [3, 'SECTION'],
  [4, 'FILE'],
  [5, 'COMMON'],
  [6, 'TLS'],
  [10, 'IFUNC'],
]);

export const SYMBOL_BINDS: ReadonlyMap<number, string> = new Map([
  [0, 'LOCAL'],
  [1, 'GLOBAL'],
  [2, 'WEAK'],
  [10, 'UNIQUE'],
]);

export const SYMBOL_VISIBILITIES = ['DEFAULT', 'INTERNAL', 'HIDDEN', 'PROTECTED'];

export const DYNAMIC_TAGS: ReadonlyMap<number, string> = new Map([
  [0, 'NULL'],
  [1, 'NEEDED'],
  [2, 'PLTRELSZ'],
  [3, 'PLTGOT'],
  [4, 'HASH'],
  [5, 'STRTAB'],
  [6, 'SYMTAB'],
  [7, 'RELA'],
  [8, 'RELASZ'],
  [9, 'RELAENT'],
  [10, 'STRSZ'],
  [11, 'SYMENT'],
  [12, 'INIT'],
  [13, 'FINI'],
  [14, 'SONAME'],
  [15, 'RPATH'],
  [16, 'SYMBOLIC'],
  [17, 'REL'],
  [18, 'RELSZ'],
  [19, 'RELENT'],
  [20, 'PLTREL'],
  [21, 'DEBUG'],
  [22, 'TEXTREL'],
  [23, 'JMPREL'],
  [24, 'BIND_NOW'],
  [25, 'INIT_ARRAY'],
  [26, 'FINI_ARRAY'],
  [27, 'INIT_ARRAYSZ'],
  [28, 'FINI_ARRAYSZ'],
  [29, 'RUNPATH'],
  [30, 'FLAGS'],
  [32, 'PREINIT_ARRAY'],
  [33, 'PREINIT_ARRAYSZ'],
  [34, 'SYMTAB_SHNDX'],
  [35, 'RELRSZ'],
  [36, 'RELR'],
  [37, 'RELRENT'],
  [0x6fff_fdf5, 'GNU_PRELINKED'],
  [0x6fff_fef5, 'GNU_HASH'],
  [0x6fff_fef6, 'TLSDESC_PLT'],
  [0x6fff_fef7, 'TLSDESC_GOT'],
  [0x6fff_fff0, 'VERSYM'],
  [0x6fff_fff9, 'RELACOUNT'],
  [0x6fff_fffa, 'RELCOUNT'],
  [0x6fff_fffb, 'FLAGS_1'],
  [0x6fff_fffc, 'VERDEF'],
  [0x6fff_fffd, 'VERDEFNUM'],
  [0x6fff_fffe, 'VERNEED'],
  [0x6fff_ffff, 'VERNEEDNUM'],
  [0x7fff_fffd, 'AUXILIARY'],
  [0x7fff_ffff, 'FILTER'],
]);

export const DYNAMIC_FLAGS = { ORIGIN: 0x1, SYMBOLIC: 0x2, TEXTREL: 0x4, BIND_NOW: 0x8, STATIC_TLS: 0x10 };

export const DYNAMIC_FLAGS_1 = {
  NOW: 0x1,
  GLOBAL: 0x2,
  GROUP: 0x4,
  NODELETE: 0x8,
  LOADFLTR: 0x10,
  INITFIRST: 0x20,
  NOOPEN: 0x40,
  ORIGIN: 0x80,
  DIRECT: 0x100,
  TRANS: 0x200,
  INTERPOSE: 0x400,
  NODEFLIB: 0x800,
  NODUMP: 0x1000,
  CONFALT: 0x2000,
  ENDFILTEE: 0x4000,
  DISPRELDNE: 0x8000,
  DISPRELPND: 0x1_0000,
  NODIRECT: 0x2_0000,
  IGNMULDEF: 0x4_0000,
  NOKSYMS: 0x8_0000,
  NOHDR: 0x10_0000,
  EDITED: 0x20_0000,
  NORELOC: 0x40_0000,
  SYMINTPOSE: 0x80_0000,
  GLOBAUDIT: 0x100_0000,
  SINGLETON: 0x200_0000,
  STUB: 0x400_0000,
  PIE: 0x800_0000,
};

/** What readelf adds to the flags of the header. */
export function headerFlags(flags: number, machine: number): string {
  const words: string[] = [];
  if (machine === 40) {
    if ((flags & 0x2) !== 0) words.push('has entry point');
    const version = flags >>> 24;
    if (version >= 1 && version <= 5) words.push(`Version${version} EABI`);
    if (version === 5 && (flags & 0x200) !== 0) words.push('soft-float ABI');
    if (version === 5 && (flags & 0x400) !== 0) words.push('hard-float ABI');
  } else if (machine === 8) {
    if ((flags & 0x1) !== 0) words.push('noreorder');
    if ((flags & 0x2) !== 0) words.push('pic');
    if ((flags & 0x4) !== 0) words.push('cpic');
    if ((flags & 0xf000) === 0x1000) words.push('o32');
    const level = ['mips1', 'mips2', 'mips3', 'mips4', 'mips5', 'mips32', 'mips64', 'mips32r2', 'mips64r2'];
    const name = level[flags >>> 28];
    if (name !== undefined) words.push(name);
  }
  return words.map((word) => `, ${word}`).join('');
}

export const GNU_NOTES: ReadonlyMap<number, string> = new Map([
  [1, 'NT_GNU_ABI_TAG (ABI version tag)'],
  [2, 'NT_GNU_HWCAP (DSO-supplied software HWCAP info)'],
  [3, 'NT_GNU_BUILD_ID (unique build ID bitstring)'],
  [4, 'NT_GNU_GOLD_VERSION (gold version)'],
  [5, 'NT_GNU_PROPERTY_TYPE_0'],
]);

export const NOTE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0, 'Linux'],
  [1, 'Hurd'],
  [2, 'Solaris'],
  [3, 'FreeBSD'],
  [4, 'NetBSD'],
  [5, 'Syllable'],
  [6, 'NaCl'],
]);

/** Names of the flags that are set; what has none follows as a number. */
export function flagWords(value: bigint, names: { readonly [name: string]: number }): string[] {
  let rest = value;
  const words: string[] = [];
  for (const [name, mask] of Object.entries(names)) {
    if ((rest & BigInt(mask)) === 0n) continue;
    rest &= ~BigInt(mask);
    words.push(name);
  }
  if (rest !== 0n) words.push(`0x${rest.toString(16)}`);
  return words;
}
