import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openAnalysis } from '../../src/analysis/open.ts';
import { makeTar, makeZip, paxEntry, type TarEntry, tarEntry, type ZipEntrySpec } from './make-archives.ts';
import { CLEAN, codes, Workbench } from './workbench.ts';

const bench = new Workbench();
afterAll(() => bench.remove());

const TASK = '{"id": 7}';
/** Bytes that hardly compress. */
const log = Buffer.concat(Array.from({ length: 1250 }, (_, i) => createHash('sha256').update(`${i}`).digest()));

/** Names that no entry may have. */
const EVIL_NAMES: [what: string, name: string, why: string][] = [
  ['an absolute name', '/etc/evil', 'absolute'],
  ['a name that climbs', '../../evil', 'leads out'],
  ['a name that climbs within', 'logs/../../evil', 'leads out'],
  ['a drive letter', 'C:/evil', 'drive letter'],
  ['a drive letter without a slash', 'c:evil', 'drive letter'],
  ['a drive letter behind a dot', './C:/evil', 'drive letter'],
  ['a backslash', '..\\evil', 'backslash'],
  ['a part of 256 bytes', `logs/${'x'.repeat(256)}`, 'more than 255 bytes'],
  ['40 folders', `${'d/'.repeat(40)}evil`, 'more than 32 folders deep'],
];

describe.each(EVIL_NAMES)('an entry with %s', (_what, name, why) => {
  it.each([
    [
      'zip',
      makeZip([
        { name: 'task.json', data: TASK },
        { name, data: 'evil' },
        { name: 'logs/1.bson', data: log },
      ]),
    ],
    [
      'tar',
      Buffer.concat([
        tarEntry({ name: 'task.json', data: TASK }),
        paxEntry({ path: name }),
        makeTar([
          { name: 'short', data: 'evil' },
          { name: 'logs/1.bson', data: log },
        ]),
      ]),
    ],
  ])('is refused in a %s, the others are kept', async (_format, archive) => {
    const { value } = await bench.open(bench.write(archive), (analysis) => ({
      files: analysis.list('', { recursive: true }).map((file) => file.path),
      problems: analysis.problems,
      id: analysis.info['id'],
    }));
    expect(value?.files).toEqual(['logs/1.bson', 'task.json']);
    expect(value?.id).toBe(7);
    expect(codes(value!.problems)).toEqual(['ARCHIVE_REFUSED_ENTRY']);
    expect(value!.problems[0]!.message).toContain(why);
    expect(bench.traces()).toEqual(CLEAN);
  });
});

describe('an entry that is no file', () => {
  it.each([
    ['1', 'hard link'],
    ['2', 'symlink'],
    ['3', 'device'],
    ['4', 'device'],
    ['6', 'pipe'],
    ['S', 'sparse'],
    ['?', 'unknown type'],
  ])('is refused in a tar: type %s', async (type, why) => {
    const path = bench.write(
      makeTar([
        { name: 'task.json', data: TASK },
        { name: 'evil', type, link: bench.sentinel },
      ]),
    );
    const { files, problems } = await bench.unpack(path);
    expect([...files.keys()]).toEqual(['task.json']);
    expect(problems[0]?.message).toContain(why);
  });

  it.each([
    [0o120777, 'symlink'],
    [0o010644, 'pipe'],
    [0o020644, 'device'],
    [0o060644, 'device'],
    [0o140644, 'socket'],
  ])('is refused in a zip: mode %o', async (mode, why) => {
    const path = bench.write(
      makeZip([
        { name: 'task.json', data: TASK },
        { name: 'evil', data: bench.sentinel, mode },
      ]),
    );
    const { files, problems } = await bench.unpack(path);
    expect([...files.keys()]).toEqual(['task.json']);
    expect(problems[0]?.message).toContain(why);
  });

  it('cannot lead a later entry elsewhere', async () => {
    const archive = makeTar([
      { name: 'logs', type: '2', link: bench.dir },
      { name: 'logs/sentinel', data: 'evil' },
    ]);
    const { files } = await bench.unpack(bench.write(archive));
    expect([...files.keys()]).toEqual(['logs/sentinel']);
    expect(bench.traces()).toEqual(CLEAN);
  });
});

describe('entries that meet', () => {
  const cases: [string, string[], string[]][] = [
    ['the same name twice', ['a', 'a'], ['a']],
    ['names that differ in case', ['Logs/1', 'logs/1'], ['Logs/1']],
    ['names that differ in composition', ['caf\u00e9', 'cafe\u0301'], ['caf\u00e9']],
    ['a file where a folder was', ['a/b', 'a'], ['a/b']],
    ['a folder where a file was', ['a', 'a/b'], ['a']],
    ['a name spelled with dots', ['a/b', './a//b'], ['a/b']],
  ];
  it.each(cases)('%s: the first is kept', async (_what, names, kept) => {
    const entries = names.map((name, i) => ({ name, data: `content ${i}` }));
    for (const archive of [makeZip(entries), makeTar(entries)]) {
      const { files, problems } = await bench.unpack(bench.write(archive));
      expect([...files.keys()]).toEqual(kept);
      expect(files.get(kept[0]!)?.toString()).toBe('content 0');
      expect(codes(problems)).toEqual(['ARCHIVE_REFUSED_ENTRY']);
    }
  });

  it('allows a folder as often as it likes', async () => {
    const { files, problems } = await bench.unpack(
      bench.write(
        makeTar([
          { name: 'a/', type: '5' },
          { name: 'a', type: '5' },
          { name: 'a/b', data: 'x' },
        ]),
      ),
    );
    expect([...files.keys()]).toEqual(['a/b']);
    expect(problems).toEqual([]);
  });
});

describe('limits', () => {
  const zeros = Buffer.alloc(1 << 20);
  const formats: [string, (entries: { name: string; data: Buffer | string }[]) => Buffer][] = [
    ['zip', (entries) => makeZip(entries)],
    ['tar.gz', (entries) => gzipSync(makeTar(entries))],
  ];

  it.each(formats)('stops a %s that unpacks to too much', async (_format, make) => {
    const path = bench.write(make([{ name: 'task.json', data: TASK }, ...many(8, zeros)]));
    const { value } = await bench.open(path, summary, { limits: { unpackedBytes: 3 << 20 } });
    expect(codes(value!.problems)).toEqual(['ARCHIVE_LIMIT']);
    expect(value!.bytes).toBeLessThanOrEqual(3 << 20);
    expect(value!.files).toContain('task.json');
    expect(bench.traces()).toEqual(CLEAN);
  });

  it.each(formats)('stops a %s by its ratio', async (_format, make) => {
    const path = bench.write(make([{ name: 'task.json', data: TASK }, ...many(8, zeros)]));
    const { value } = await bench.open(path, summary, { limits: { ratioFrom: 1 << 20 } });
    expect(codes(value!.problems)).toEqual(['ARCHIVE_LIMIT']);
    expect(value!.bytes).toBeLessThan(3 << 20);
    expect((await bench.open(path, summary)).value?.problems).toEqual([]);
  });

  it.each(formats)('refuses one file of a %s that is too large', async (_format, make) => {
    const path = bench.write(
      make([{ name: 'task.json', data: TASK }, ...many(1, zeros), { name: 'small', data: 'x' }]),
    );
    const { value } = await bench.open(path, summary, { limits: { fileBytes: 1000 } });
    expect(value).toMatchObject({ files: ['small', 'task.json'] });
    expect(codes(value!.problems)).toEqual(['ARCHIVE_REFUSED_ENTRY']);
  });

  it('does not believe a size that a zip states too small', async () => {
    const archive = makeZip([
      { name: 'task.json', data: TASK },
      { name: 'big', data: zeros, size: 10 },
    ]);
    const { files, problems } = await bench.unpack(bench.write(archive));
    expect(files.get('big')).toHaveLength(10);
    expect(problems[0]?.message).toContain('it unpacks to more than its 10 bytes');
  });

  it.each(formats)('stops a %s with too many entries', async (_format, make) => {
    const path = bench.write(make([{ name: 'task.json', data: TASK }, ...many(20, 'x')]));
    const { value } = await bench.open(path, summary, { limits: { files: 10 } });
    expect(value!.files).toHaveLength(10);
    expect(codes(value!.problems)).toEqual(['ARCHIVE_LIMIT']);
  });

  it('counts entries that share their data, as a bomb without nesting has them', async () => {
    const first: ZipEntrySpec = { name: 'task.json', data: TASK };
    const offset = makeZip([first]).indexOf('PK\x01\x02');
    const shared = Array.from({ length: 50 }, (_, i): ZipEntrySpec => ({ name: `f${i}`, data: zeros, offset }));
    const path = bench.write(makeZip([first, ...shared]));
    const { value } = await bench.open(path, summary, { limits: { unpackedBytes: 4 << 20 } });
    expect(codes(value!.problems)).toContain('ARCHIVE_LIMIT');
    expect(value!.bytes).toBeLessThanOrEqual(4 << 20);
  });

  it('bounds refused entries too', async () => {
    const links = Array.from({ length: 3000 }, (_, i): TarEntry => ({ name: `l${i}`, type: '2', link: 'x' }));
    const path = bench.write(gzipSync(makeTar([{ name: 'task.json', data: TASK }, ...links])));
    const { value } = await bench.open(path, summary, { limits: { unpackedBytes: 100_000 } });
    expect(codes(value!.problems)).toEqual(['ARCHIVE_LIMIT', 'ARCHIVE_REFUSED_ENTRY']);
    expect(value!.problems.length).toBeLessThan(30);
    expect(value!.problems.at(-1)?.message).toMatch(/^\d+ more problems of this kind/);
  });

  function many(count: number, data: Buffer | string): { name: string; data: Buffer | string }[] {
    return Array.from({ length: count }, (_, i) => ({ name: `files/${i}`, data }));
  }
});

describe('cut archives', () => {
  const entries = [
    { name: '7/task.json', data: TASK },
    { name: '7/logs/1.bson', data: log },
    { name: '7/logs/2.bson', data: log.subarray(7) },
  ];
  const whole = new Map(entries.map(({ name, data }) => [name, Buffer.from(data)]));

  it.each([
    ['zip', makeZip(entries)],
    ['streamed zip', makeZip(entries.map((entry) => ({ ...entry, streamed: true })))],
    ['stored zip', makeZip(entries.map((entry) => ({ ...entry, stored: true })))],
    ['tar', makeTar(entries)],
    ['tar.gz', gzipSync(makeTar(entries))],
  ])('keep what came before the cut, and say so: %s', async (_format, archive) => {
    let kept = 0;
    for (let length = 40; length < archive.length - 1100; length += 1499) {
      const path = bench.write(archive.subarray(0, length), 'cut');
      const { files, problems } = await bench.unpack(path).catch((error: Error) => {
        expect(error.message).toContain('was taken for');
        return { files: new Map<string, Buffer>(), problems: [] };
      });
      for (const [name, bytes] of files) {
        expect(whole.get(name)?.subarray(0, bytes.length).equals(bytes)).toBe(true);
        kept = Math.max(kept, bytes.length);
      }
      if (files.size > 0) expect(codes(problems)).toContain('ARCHIVE_CUT');
    }
    expect(kept).toBeGreaterThan(30_000);
    expect(bench.traces()).toEqual(CLEAN);
  });

  it('are opened as far as they go', async () => {
    const path = bench.write(makeZip(entries).subarray(0, 2000));
    const { value } = await bench.open(path, summary);
    expect(value!.files[0]).toBe('logs/1.bson');
    expect(codes(value!.problems)).toEqual(['ARCHIVE_CUT', 'ARCHIVE_DAMAGED_ENTRY']);
  });
});

describe('odd but honest archives', () => {
  it('reads 64-bit fields', async () => {
    const archive = makeZip([{ name: 'task.json', data: TASK, zip64: true }]);
    const { files, problems } = await bench.unpack(bench.write(archive));
    expect(files.get('task.json')?.toString()).toBe(TASK);
    expect(problems).toEqual([]);
  });

  it('reads a zip whose directory is damaged by its local headers', async () => {
    const archive = makeZip([
      { name: 'task.json', data: TASK },
      { name: 'b', data: log, streamed: true },
      { name: 'c', data: 'c' },
    ]);
    const second = archive.indexOf('PK\x01\x02', archive.indexOf('PK\x01\x02') + 1);
    archive.fill(0, second, second + 4);
    const { files, problems } = await bench.unpack(bench.write(archive));
    expect([...files.keys()]).toEqual(['b', 'c', 'task.json']);
    expect(files.get('b')?.equals(log)).toBe(true);
    expect(codes(problems)).toEqual(['ARCHIVE_DAMAGED']);
  });

  it('is not led astray by an end record in a comment', async () => {
    const inner = makeZip([{ name: 'evil', data: 'evil' }]);
    const archive = makeZip([{ name: 'task.json', data: TASK }], { comment: inner.subarray(-22).toString('latin1') });
    const { files } = await bench.unpack(bench.write(archive));
    expect([...files.keys()]).toEqual(['task.json']);
  });

  it('passes over a damaged tar header to the next whole one', async () => {
    const bad = tarEntry({ name: 'bad', data: 'bad' });
    bad[0] = 0x58;
    const archive = Buffer.concat([tarEntry({ name: 'a', data: 'a' }), bad, makeTar([{ name: 'b', data: 'b' }])]);
    const { files, problems } = await bench.unpack(bench.write(archive));
    expect([...files.keys()]).toEqual(['a', 'b']);
    expect(problems).toMatchObject([{ code: 'ARCHIVE_DAMAGED', where: { offset: 1024 } }]);
  });

  it('refuses a size in a pax header that is not a number', async () => {
    const archive = Buffer.concat([
      tarEntry({ name: 'a', data: 'a' }),
      paxEntry({ size: '99999999999999999999' }),
      makeTar([{ name: 'b', data: 'b' }]),
    ]);
    const { files, problems } = await bench.unpack(bench.write(archive));
    expect([...files.keys()]).toEqual(['a']);
    expect(problems[0]?.message).toContain('its size is not a number');
  });

  it('shows names with control characters escaped', async () => {
    const name = Buffer.concat([Buffer.from('files/a\x1b[31m'), Buffer.from([0xff]), Buffer.from('\u202egpj.exe')]);
    for (const archive of [makeTar([{ name, data: 'x' }]), makeZip([{ name, data: 'x', flags: 0x800 }])]) {
      const { files } = await bench.unpack(bench.write(archive));
      expect([...files.keys()]).toEqual(['files/a\\x1b[31m\\xff\\u202egpj.exe']);
    }
  });
});

describe('encrypted zips', () => {
  /** `zip -P infected -r e.zip 7` of Info-ZIP 3.0 over {"id": 7, "category": "file"}. */
  const ENCRYPTED = Buffer.from(
    'UEsDBAoAAAAAACIcdl0AAAAAAAAAAAAAAAACABwANy9VVAkAA29iAmtvYgJrdXgLAAEEAAAAAAQAAAAAUEsDBAoACQAAACIcdl3742FnKQAAAB0AAAALABwANy90YXNrLmpzb25VVAkAA29iAmtvYgJrdXgLAAEEAAAAAAQAAAAAuoHTMd+4hv4Z5BERzBztpAYtWYnkW+y76FWPfr0xtI9EacjHRxDe2/NQSwcI++NhZykAAAAdAAAAUEsBAh4DCgAAAAAAIhx2XQAAAAAAAAAAAAAAAAIAGAAAAAAAAAAQAO1BAAAAADcvVVQFAANvYgJrdXgLAAEEAAAAAAQAAAAAUEsBAh4DCgAJAAAAIhx2XfvjYWcpAAAAHQAAAAsAGAAAAAAAAQAAAKSBPAAAADcvdGFzay5qc29uVVQFAANvYgJrdXgLAAEEAAAAAAQAAAAAUEsFBgAAAAACAAIAmQAAALoAAAAAAA==',
    'base64',
  );

  it('open with the password "infected", whatever password is given', async () => {
    const path = bench.write(ENCRYPTED);
    for (const password of [undefined, 'infected', 'wrong', '']) {
      const { value } = await bench.open(path, (analysis) => analysis.info['category'], { password });
      expect(value).toBe('file');
    }
  });

  it('say when no password fits', async () => {
    const changed = Buffer.from(ENCRYPTED);
    changed[changed.indexOf('task.json') + 9 + 28 + 11]! ^= 1;
    const { error } = await bench.open(bench.write(changed), () => undefined);
    expect(error?.message).toContain('7/task.json is encrypted and was not unpacked: no password fits');
    expect(error?.hint).toContain('infected');
  });
});

describe('what is left behind', () => {
  const archive = gzipSync(
    makeTar([
      { name: '1/task.json', data: TASK },
      { name: '1/logs/1.bson', data: log },
    ]),
  );

  it('is a private folder until the analysis is closed', async () => {
    const analysis = await openAnalysis(bench.write(archive), { tempDir: bench.temp });
    const [folder] = readdirSync(bench.temp);
    expect(statSync(join(bench.temp, folder!)).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(bench.temp, folder!)).sort()).toEqual(['0', '1']);
    analysis.close();
    analysis.close();
    expect(bench.traces()).toEqual(CLEAN);
  });

  it('is nothing after an abort', async () => {
    const big = bench.write(
      makeTar([
        { name: 'task.json', data: TASK },
        { name: 'big', data: Buffer.alloc(40 << 20) },
      ]),
    );
    const abort = new AbortController();
    const opening = openAnalysis(big, { tempDir: bench.temp, signal: abort.signal });
    setImmediate(() => abort.abort(new Error('stopped by the test')));
    await expect(opening).rejects.toThrow('stopped by the test');
    expect(bench.traces()).toEqual(CLEAN);
  });

  it('is nothing when it holds no analysis', async () => {
    const { error } = await bench.open(bench.write(makeTar([{ name: 'readme', data: 'x' }])), () => undefined);
    expect(error?.code).toBe('ANALYSIS_NOT_RECOGNISED');
    expect(bench.traces()).toEqual(CLEAN);
  });

  it('is nothing beside the archive', async () => {
    const path = bench.write(archive, 'kept.tar.gz');
    await bench.open(path, (analysis) => expect(analysis.defaultOut).toBe(`${path}.ovoscope`));
    expect(existsSync(`${path}.ovoscope`)).toBe(false);
    expect(readFileSync(path).equals(archive)).toBe(true);
  });
});

function summary(analysis: Awaited<ReturnType<typeof openAnalysis>>) {
  const files = analysis.list('', { recursive: true });
  return {
    files: files.map((file) => file.path),
    bytes: files.reduce((sum, file) => sum + file.size, 0),
    problems: analysis.problems,
  };
}
