import { type ElfFile, hex, noteText, RELOCATION_TYPES, readElf, elfWords as words } from 'ovoscope/formats';
import type { StaticFormat } from './_static_format.ts';

/** Linux programs: Cuckoo's keys in the words of readelf, and what a reader asks first. */
export const elfFormat: StaticFormat = {
  name: 'ELF',
  applies: ({ head }) => head.toString('latin1', 0, 4) === '\x7fELF',
  async read({ source }, { problem }) {
    const elf = readElf(source, problem);
    return elf === undefined ? {} : { elf: describe(elf) };
  },
};

function describe(elf: ElfFile) {
  return {
    file_header: fileHeader(elf),
    section_headers: elf.sections.map((section) => ({
      name: section.name,
      type: words.sectionType(section.type, elf.header.machine),
      addr: address(elf, section.address),
      size: section.size,
      offset: hex(section.offset),
      flags: words.sectionFlags(section.flags),
      entropy: section.entropy,
      md5: section.md5,
    })),
    program_headers: elf.segments.map((segment) => ({
      type: words.segmentType(segment.type, elf.header.machine),
      addr: address(elf, segment.address),
      flags: words.segmentFlags(segment.flags),
      size: segment.memorySize,
      offset: hex(segment.offset),
      file_size: segment.fileSize,
    })),
    dynamic_tags: elf.dynamic.map(({ tag, value, text }) => ({
      tag: address(elf, tag),
      type: words.DYNAMIC_TAGS.get(tag) ?? `<unknown>: 0x${tag.toString(16)}`,
      value: dynamicValue(elf, tag, value, text),
    })),
    symbol_tables: elf.symbolTables.flatMap(({ symbols }) =>
      symbols.map((symbol) => ({
        value: address(elf, symbol.value),
        type: words.SYMBOL_TYPES.get(symbol.type) ?? `<unknown>: ${symbol.type}`,
        bind: words.SYMBOL_BINDS.get(symbol.bind) ?? `<unknown>: ${symbol.bind}`,
        ndx_name: symbol.name,
      })),
    ),
    relocations: elf.relocations.map(({ name, entries }) => ({
      name,
      entries: entries.map(({ offset, info, type, symbol }) => ({
        offset: address(elf, offset),
        info: address(elf, info),
        type: RELOCATION_TYPES.get(elf.header.machine)?.get(type) ?? `<unknown>: ${type}`,
        value: symbol === undefined ? '' : address(elf, symbol.value),
        name: symbol?.name ?? '',
      })),
    })),
    notes: elf.notes.map(({ owner, type, description }) => ({
      owner,
      name: owner,
      size: address(elf, description.length),
      note: noteText(owner, type, description, elf.header),
    })),
    ...summary(elf),
  };
}

/** Hexadecimal, as wide as the file's addresses. */
function address(elf: ElfFile, value: bigint | number): string {
  return hex(value, elf.header.is64 ? 16 : 8);
}

function fileHeader(elf: ElfFile) {
  const { header } = elf;
  return {
    magic: '\\x7fELF',
    class: words.CLASSES.get(header.class) ?? `<unknown: ${header.class}>`,
    data: words.DATA.get(header.data) ?? `<unknown: ${header.data}>`,
    ei_version: header.identVersion === 1 ? '1 (current)' : `${header.identVersion} <unknown>`,
    os_abi: words.OS_ABIS.get(header.osAbi) ?? `<unknown: ${header.osAbi.toString(16)}>`,
    abi_version: header.abiVersion,
    type: words.TYPES.get(header.type) ?? `<unknown>: ${header.type.toString(16)}`,
    machine: words.MACHINES.get(header.machine) ?? `<unknown>: 0x${header.machine.toString(16)}`,
    version: hex(header.version, 1),
    entry_point_address: address(elf, header.entry),
    start_of_program_headers: header.segmentsOffset,
    start_of_section_headers: header.sectionsOffset,
    flags: `${address(elf, header.flags)}${words.headerFlags(header.flags, header.machine)}`,
    size_of_this_header: header.headerSize,
    size_of_program_headers: header.segmentEntrySize,
    number_of_program_headers: header.segmentCount,
    size_of_section_headers: header.sectionEntrySize,
    number_of_section_headers: header.sectionCount,
    section_header_string_table_index: header.namesIndex,
  };
}

const TEXT_TAGS: ReadonlyMap<number, string> = new Map([
  [1, 'Shared library'],
  [14, 'Library soname'],
  [15, 'Library rpath'],
  [29, 'Library runpath'],
  [0x7fff_fffd, 'Auxiliary library'],
  [0x7fff_ffff, 'Filter library'],
]);
const BYTE_TAGS: ReadonlySet<number> = new Set([2, 8, 9, 10, 11, 18, 19, 27, 28, 33, 35, 37]);
const COUNT_TAGS: ReadonlySet<number> = new Set([0x6fff_fff9, 0x6fff_fffa, 0x6fff_fffd, 0x6fff_ffff]);

function dynamicValue(elf: ElfFile, tag: number, value: bigint, text: string | undefined): string {
  const kind = TEXT_TAGS.get(tag);
  if (kind !== undefined && text !== undefined) return `${kind}: [${text}]`;
  if (BYTE_TAGS.has(tag)) return `${value} (bytes)`;
  if (COUNT_TAGS.has(tag)) return String(value);
  if (tag === 20) return value === 7n ? 'RELA' : value === 17n ? 'REL' : address(elf, value);
  if (tag === 30) return words.flagWords(value, words.DYNAMIC_FLAGS).join(' ');
  if (tag === 0x6fff_fffb) return `Flags: ${words.flagWords(value, words.DYNAMIC_FLAGS_1).join(' ')}`;
  return address(elf, value);
}

const SYMTAB = 2;
const GNU_STACK = 0x6474_e551;
const GNU_RELRO = 0x6474_e552;
const EXECUTABLE = 1;

/** What is asked first of a program: what it needs, what it calls, how it is hardened. */
function summary(elf: ElfFile) {
  const { dynamic, sections, segments, header, symbolTables } = elf;
  const texts = (tag: number) => dynamic.flatMap((entry) => (entry.tag === tag && entry.text ? [entry.text] : []));
  const flag = (tag: number, mask: bigint) => dynamic.some((one) => one.tag === tag && (one.value & mask) !== 0n);
  const named = symbolTables.flatMap(({ symbols }) => symbols).filter(({ name, bind }) => name !== '' && bind !== 0);
  const bindsNow = dynamic.some(({ tag }) => tag === 24) || flag(30, 0x8n) || flag(0x6fff_fffb, 0x1n);
  const hasRelro = segments.some(({ type }) => type === GNU_RELRO);
  const stack = segments.find(({ type }) => type === GNU_STACK);
  // Some tables put the version behind the name.
  const names = (symbols: typeof named) => [...new Set(symbols.map(({ name }) => name.replace(/@.*$/s, '')))];
  const imports = names(named.filter(({ section }) => section === 0));
  return {
    interpreter: elf.interpreter ?? null,
    libraries: texts(1),
    soname: texts(14)[0] ?? null,
    rpath: [...texts(15), ...texts(29)],
    build_id: elf.notes.find(({ owner, type }) => owner === 'GNU' && type === 3)?.description.toString('hex') ?? null,
    imports,
    exports: names(named.filter(({ section, type }) => section !== 0 && (type === 1 || type === 2))),
    is_stripped: !sections.some(({ type }) => type === SYMTAB),
    is_static: elf.interpreter === undefined && texts(1).length === 0,
    is_pie: header.type === 3 && (elf.interpreter !== undefined || flag(0x6fff_fffb, 0x800_0000n)),
    relro: hasRelro ? (bindsNow ? 'full' : 'partial') : 'none',
    executable_stack: stack === undefined ? null : (stack.flags & EXECUTABLE) !== 0,
    stack_canary: imports.includes('__stack_chk_fail') || imports.includes('__stack_chk_guard'),
    overlay: elf.overlay === undefined ? null : { offset: hex(elf.overlay.offset), size: hex(elf.overlay.size) },
  };
}
