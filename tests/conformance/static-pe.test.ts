import { readdirSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { Problem } from '../../src/errors/problem.ts';
import { DIRECTORIES } from '../../src/formats/pe/names.ts';
import { type PeFile, readPe } from '../../src/formats/pe/read.ts';
import { FileSource } from '../../src/util/byte-source.ts';
import { describeShared, readSharedJson, sharedData } from '../support/shared-data.ts';
import { Tally } from './compare.ts';

const tables: string[] = [];
afterAll(() => {
  if (tables.length > 0)
    process.stdout.write(`\nPE files against reference parsers, equal/compared\n${tables.join('\n')}\n`);
});

async function readShared(path: string): Promise<{ pe: PeFile | undefined; problems: Problem[] }> {
  const source = new FileSource(sharedData(path), path);
  const problems: Problem[] = [];
  try {
    return { pe: await readPe(source, (problem) => problems.push(problem)), problems };
  } finally {
    source.close();
  }
}

/** As the tool that made the references prints a file. */
interface Reference {
  error?: string;
  [field: string]: unknown;
}
type Named = [name: string | null, ordinal: number | null, address?: number];

const FIELDS: { [field: string]: (pe: PeFile) => unknown } = {
  machine: ({ headers }) => headers.machine,
  number_of_sections: ({ headers }) => headers.numberOfSections,
  timestamp: ({ headers }) => headers.timestamp,
  characteristics: ({ headers }) => headers.characteristics,
  magic: ({ headers }) => headers.magic,
  entrypoint: ({ headers }) => headers.entryPoint,
  imagebase: ({ headers }) => Number(headers.imageBase),
  subsystem: ({ headers }) => headers.subsystem,
  dll_characteristics: ({ headers }) => headers.dllCharacteristics,
  checksum: ({ headers }) => headers.checksum,
  size_of_image: ({ headers }) => headers.sizeOfImage,
  imphash: (pe) => pe.importHash,
  exphash: (pe) => pe.exportHash,
  rich_hash: (pe) => pe.rich?.md5 ?? '',
  overlay_offset: (pe) => pe.overlay?.offset ?? null,
};

const LISTS: { [field: string]: (pe: PeFile) => unknown[] } = {
  sections: (pe) =>
    pe.sections.map((s) => ({
      name: s.name,
      va: s.virtualAddress,
      vsize: s.virtualSize,
      raw: s.rawAddress,
      rawsize: s.rawSize,
      chars: s.characteristics,
      entropy: Number((s.entropy ?? 0).toFixed(4)),
      md5: s.md5,
    })),
  directories: (pe) => pe.headers.directories.map(({ rva, size }, i) => ({ name: DIRECTORIES[i], rva, size })),
  imports: (pe) =>
    pe.imports.map(({ dll, functions }) => ({
      dll,
      names: functions.map(({ name, ordinal, address }): Named => [name ?? null, ordinal ?? null, Number(address)]),
    })),
  delay_imports: (pe) =>
    pe.delayImports.map(({ dll, functions }) => ({
      dll,
      names: functions.map(({ name, ordinal }): Named => [name ?? null, ordinal ?? null]),
    })),
  exports: (pe) => (pe.exports?.functions ?? []).map((f) => [f.name ?? null, f.ordinal, f.rva, f.forwarder ?? null]),
  resources: (pe) => pe.resources.map((r) => [[r.type, r.name, r.language], r.rva, r.size]),
};

const text = (value: unknown): string => JSON.stringify(value) ?? 'undefined';
const short = (value: unknown): string => text(value).slice(0, 200);

function compare(path: string, pe: PeFile, reference: Reference, tally: Tally): void {
  for (const [field, ours] of Object.entries(FIELDS)) {
    const theirs = reference[field];
    const mine = ours(pe);
    const equal = mine === theirs;
    tally.check(
      'headers and hashes',
      equal,
      () => `${path} ${field}: ${short(mine)} not ${short(theirs)}`,
      equal ? undefined : excuse(path, field),
    );
  }
  for (const [list, ours] of Object.entries(LISTS)) {
    const mine = ours(pe);
    const theirs = (reference[list] ?? []) as unknown[];
    for (let i = 0; i < Math.max(mine.length, theirs.length); i++) {
      const equal = text(mine[i]) === text(theirs[i]);
      tally.check(
        list,
        equal,
        () => `${path} ${list} ${i}: ${short(mine[i])} not ${short(theirs[i])}`,
        equal ? undefined : excuse(path, list),
      );
    }
  }
  const strings = Object.fromEntries(pe.versionInfo.map(({ name, value }) => [name, value]));
  for (const [name, value] of Object.entries((reference['versioninfo'] ?? {}) as { [name: string]: string })) {
    const equal = strings[name] === value;
    tally.check(
      'version strings',
      equal,
      () => `${path} ${name}: ${short(strings[name])} not ${short(value)}`,
      equal ? undefined : excuse(path, 'versioninfo'),
    );
  }
}

const EXCUSES: readonly [file: RegExp, field: RegExp, reason: string][] = [
  [/dllord\.dll$/, /^exports$/, 'pefile gives the whole export table up where one address is outside the image'],
  [/exportobf\.exe$/, /^exphash$/, 'pefile takes an empty name as a name'],
  [/foldedhdr\.exe$/, /^overlay/, 'pefile does not count the section table as part of the file'],
  [/(?:nosectionXP|tiny)\.exe$/, /^overlay/, 'pefile sees an overlay in a file that is mapped as a whole'],
  [/version_std\.exe$/, /^(?:overlay|versioninfo)/, 'pefile reads on past the end of a section'],
  [/tiny_empty_import_name$/, /^imports$/, 'pefile leaves out names with characters that no function has'],
];

function excuse(path: string, field: string): string | undefined {
  return EXCUSES.find(([file, name]) => file.test(path) && name.test(field))?.[2];
}

describeShared('PE files against pefile', () => {
  it('every file of the collection', async () => {
    const tally = new Tally();
    for (const folder of ['corkami', 'cuckoo', 'saferwall', 'velocidex', 'yara']) {
      for (const name of readdirSync(sharedData(`5-static/pe/${folder}`)).filter((file) =>
        file.endsWith('.pefile.json'),
      )) {
        const path = `5-static/pe/${folder}/${name.slice(0, -'.pefile.json'.length)}`;
        const reference = readSharedJson(`${path}.pefile.json`) as Reference;
        const { pe } = await readShared(path);
        tally.check(
          'files',
          (pe === undefined) === (reference.error !== undefined),
          () => `${path}: ${reference.error}`,
        );
        if (pe !== undefined && reference.error === undefined) compare(path, pe, reference, tally);
      }
    }
    tables.push(`  ${tally.table('pefile')}`);
    expect(tally.unexplained, `${tally.unexplainedCount} differences without a reason`).toEqual([]);
  });
});
