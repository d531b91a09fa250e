import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import Static from '../../modules/processing/static.ts';
import { readElf } from '../../src/formats/elf/read.ts';
import { sectionFlags, sectionType, segmentFlags, segmentType } from '../../src/formats/elf/words.ts';
import { FileSource } from '../../src/util/byte-source.ts';
import { memoryTask, runModule } from '../support/memory-task.ts';
import { describeShared, sharedData } from '../support/shared-data.ts';
import { Tally } from './compare.ts';

const tables: string[] = [];
afterAll(() => {
  if (tables.length > 0) process.stdout.write(`\nELF files against readelf, equal/compared\n${tables.join('\n')}\n`);
});

interface Described {
  file_header: { [name: string]: unknown };
  dynamic_tags: { tag: string; type: string; value: string }[];
  symbol_tables: { value: string; type: string; bind: string; ndx_name: string }[];
  notes: { owner: string; size: string; note: string }[];
}

/** Lines between one that starts so and the next empty one. */
function block(lines: readonly string[], start: RegExp): string[] {
  const from = lines.findIndex((line) => start.test(line));
  if (from < 0) return [];
  const length = lines.slice(from).findIndex((line) => line.trim() === '');
  return lines.slice(from, length < 0 ? undefined : from + length);
}

const number = (text: string): number => Number(text.startsWith('0x') ? text : `0x${text}`);
const padded = (value: string, width: number): string => `0x${value.replace(/^0x/, '').padStart(width, '0')}`;

/** What Cuckoo and older readelf call otherwise than the newer one. */
const WORDS: readonly [ours: RegExp, theirs: RegExp, reason: string][] = [
  [
    /^DYN \(Shared object file\)$/,
    /^DYN \(Position-Independent Executable file\)$/,
    'Cuckoo words it as older readelf',
  ],
  [/^UNIX - Linux$/, /^UNIX - GNU$/, 'Cuckoo words it as older readelf'],
];

class Comparison {
  readonly tally = new Tally();
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  check(what: string, ours: unknown, theirs: unknown): void {
    const equal = ours === theirs;
    const reason = equal
      ? undefined
      : WORDS.find(([mine, other]) => mine.test(String(ours)) && other.test(String(theirs)))?.[2];
    this.tally.check(what, equal, () => `${this.#file}: ${String(ours)} not ${String(theirs)}`, reason);
  }
}

const HEADER: { [label: string]: (header: { [name: string]: unknown }) => unknown } = {
  Class: (h) => h['class'],
  Data: (h) => h['data'],
  'OS/ABI': (h) => h['os_abi'],
  'ABI Version': (h) => String(h['abi_version']),
  Type: (h) => h['type'],
  Machine: (h) => h['machine'],
  'Entry point address': (h) => `0x${number(String(h['entry_point_address'])).toString(16)}`,
  'Start of program headers': (h) => `${h['start_of_program_headers']} (bytes into file)`,
  'Start of section headers': (h) => `${h['start_of_section_headers']} (bytes into file)`,
  Flags: (h) => String(h['flags']).replace(/^0x0*(?=[0-9a-f])/, '0x'),
  'Size of this header': (h) => `${h['size_of_this_header']} (bytes)`,
  'Size of program headers': (h) => `${h['size_of_program_headers']} (bytes)`,
  'Number of program headers': (h) => String(h['number_of_program_headers']),
  'Size of section headers': (h) => `${h['size_of_section_headers']} (bytes)`,
  'Number of section headers': (h) => String(h['number_of_section_headers']),
  'Section header string table index': (h) => String(h['section_header_string_table_index']),
};

function compareHeader(lines: readonly string[], elf: Described, comparison: Comparison): void {
  for (const line of block(lines, /^ELF Header/)) {
    const [, label, value] = /^ {2}([^:]+):\s+(.+?)\s*$/.exec(line) ?? [];
    const ours = label === undefined ? undefined : HEADER[label];
    if (ours !== undefined) comparison.check('header', ours(elf.file_header), value);
  }
}

const SECTION =
  /^ {2}\[ *(\d+)\] (.*?) +([A-Z][A-Z_0-9]*(?: [A-Z]+)*) +([0-9a-f]{8,16}) ([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) +([A-Za-z]*) +(\d+) +(\d+) +(\d+)$/;
const SEGMENT =
  /^ {2}([A-Z][A-Z_0-9]*) +(0x[0-9a-f]+) (0x[0-9a-f]+) 0x[0-9a-f]+ (0x[0-9a-f]+) (0x[0-9a-f]+) ([RWE ]{3}) (0x[0-9a-f]+|0)$/;

function compareTables(path: string, lines: readonly string[], comparison: Comparison): void {
  const source = new FileSource(sharedData(path));
  const elf = readElf(source, () => {})!;
  source.close();
  const { machine } = elf.header;
  const sections = block(lines, /^Section Headers/)
    .map((line) => SECTION.exec(line))
    .filter((match) => match !== null);
  comparison.check('sections', elf.sections.length, sections.length);
  for (const [i, match] of sections.entries()) {
    const mine = elf.sections[i]!;
    const ours = [
      mine.name,
      sectionType(mine.type, machine),
      Number(mine.address),
      mine.offset,
      mine.size,
      mine.entrySize,
    ];
    ours.push(sectionFlags(mine.flags), mine.link, mine.info, mine.alignment);
    const theirs = [match[2], match[3], ...match.slice(4, 8).map(number), match[8], ...match.slice(9).map(Number)];
    for (const [field, value] of ours.entries()) comparison.check('sections', value, theirs[field]);
  }
  const segments = block(lines, /^Program Headers/)
    .map((line) => SEGMENT.exec(line))
    .filter((match) => match !== null);
  comparison.check('segments', elf.segments.length, segments.length);
  for (const [i, match] of segments.entries()) {
    const mine = elf.segments[i]!;
    const ours = [mine.offset, Number(mine.address), mine.fileSize, mine.memorySize, mine.alignment];
    const theirs = [2, 3, 4, 5, 7].map((group) => number(match[group]!));
    for (const [field, value] of ours.entries()) comparison.check('segments', value, theirs[field]);
    comparison.check('segments', segmentType(mine.type, machine), match[1]);
    comparison.check('segments', segmentFlags(mine.flags), match[6]!.trim());
  }
}

function compareDynamic(lines: readonly string[], elf: Described, width: number, comparison: Comparison): void {
  const theirs = block(lines, /^Dynamic section/)
    .map((line) => /^ (0x[0-9a-f]+) \((\w+)\)\s+(.*?)\s*$/.exec(line))
    .filter((match) => match !== null);
  comparison.check('dynamic tags', elf.dynamic_tags.length, theirs.length);
  for (const [i, [, tag, type, value]] of theirs.entries()) {
    const mine = elf.dynamic_tags[i];
    comparison.check('dynamic tags', mine?.tag, padded(tag!, width));
    comparison.check('dynamic tags', mine?.type, type);
    comparison.check('dynamic tags', mine?.value, /^0x[0-9a-f]+$/.test(value!) ? padded(value!, width) : value);
  }
}

const SYMBOL = /^ +\d+: ([0-9a-f]+) +(?:\d+|0x[0-9a-f]+) (\w+) +(\w+) +\w+ +(?:\[[^\]]*\] +)?\w+ ?(.*)$/;

function compareSymbols(lines: readonly string[], elf: Described, comparison: Comparison): void {
  const theirs = lines.map((line) => SYMBOL.exec(line)).filter((match) => match !== null);
  comparison.check('symbols', elf.symbol_tables.length, theirs.length);
  for (const [i, [, value, type, bind, name]] of theirs.entries()) {
    const mine = elf.symbol_tables[i];
    comparison.check('symbols', mine?.value, `0x${value}`);
    comparison.check('symbols', mine?.type, type);
    comparison.check('symbols', mine?.bind, bind);
    comparison.check('symbols', mine?.ndx_name.replace(/@.*$/, ''), name!.replace(/@.*$/, '').trim());
  }
}

function compareNotes(lines: readonly string[], elf: Described, comparison: Comparison): void {
  const theirs = lines.flatMap((line, i) => {
    const [, owner, size, type] = /^ {2}(\w+) +(0x[0-9a-f]+)\t(.*)$/.exec(line) ?? [];
    if (owner === undefined) return [];
    const next = lines[i + 1]?.startsWith('    ') ? lines[i + 1]! : '';
    return [{ owner, size: number(size!), text: `${type} ${next}` }];
  });
  comparison.check('notes', elf.notes.length, theirs.length);
  const words = (text: string) => text.replace(/\s+/g, ' ').replace(' ,', ',').trim();
  for (const [i, { owner, size, text }] of theirs.entries()) {
    const mine = elf.notes[i];
    comparison.check('notes', mine?.owner, owner);
    comparison.check('notes', mine && number(mine.size), size);
    comparison.check('notes', mine && words(mine.note), words(text));
  }
}

describeShared('ELF files against readelf', () => {
  const files = ['cuckoo', 'pyelftools', 'lief'].flatMap((folder) =>
    readdirSync(sharedData(`5-static/elf/${folder}`))
      .filter((name) => name.endsWith('.readelf.txt'))
      .map((name) => `5-static/elf/${folder}/${name.slice(0, -'.readelf.txt'.length)}`),
  );
  it.each(files)('%s', async (path) => {
    const lines = readFileSync(sharedData(`${path}.readelf.txt`), 'utf8').split('\n');
    const { value, problems } = await runModule(Static, memoryTask({ binary: readFileSync(sharedData(path)) }));
    const elf = value!['elf'] as Described;
    const comparison = new Comparison(path);
    compareHeader(lines, elf, comparison);
    compareTables(path, lines, comparison);
    compareDynamic(lines, elf, elf.file_header['class'] === 'ELF64' ? 16 : 8, comparison);
    compareSymbols(lines, elf, comparison);
    compareNotes(lines, elf, comparison);
    tables.push(`  ${comparison.tally.table(path)}`);
    expect(comparison.tally.unexplained).toEqual([]);
    expect(problems).toEqual([]);
  });
});
