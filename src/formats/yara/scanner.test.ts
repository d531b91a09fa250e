import { afterEach, expect, it } from 'vitest';
import { YaraScanner, YaraTimeout } from './scanner.ts';

// The thread is the compiled one: `npm run build` makes it.

const scanners: YaraScanner[] = [];
function scanner(files: { [file: string]: string }, options = {}): YaraScanner {
  const made = new YaraScanner(
    Object.entries(files).map(([file, text]) => ({ file, text })),
    options,
  );
  scanners.push(made);
  return made;
}
afterEach(async () => {
  for (const each of scanners.splice(0)) await each.end();
});

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const FIND = 'rule find : one two { meta: n = 3 strings: $a = "needle" condition: $a }';

it('finds what rules look for', async () => {
  const yara = scanner({ 'a.yar': FIND });
  expect(await yara.scan(bytes('hay needle hay needle'), {})).toEqual([
    {
      name: 'find',
      meta: { description: '(no description)', n: 3 },
      strings: ['bmVlZGxl'],
      offsets: {
        a: [
          [4, 0],
          [15, 0],
        ],
      },
      tags: ['one', 'two'],
      file: 'a.yar',
    },
  ]);
  expect(await yara.scan(bytes('hay'), {})).toEqual([]);
});

it('lets rules ask for the name of the file', async () => {
  const yara = scanner({ 'a.yar': 'rule named { condition: filename == "x.exe" and extension == ".exe" }' });
  expect(await yara.scan(bytes('x'), { filename: 'x.exe', extension: '.exe' })).toHaveLength(1);
  expect(await yara.scan(bytes('x'), {})).toHaveLength(0);
});

it('leaves broken files out, with their lines, and the same names in different files are different rules', async () => {
  const yara = scanner({
    'a.yar': FIND,
    'b.yar': 'rule one { condition: true }\nrule two {\n condition: $x }',
    'c.yar': FIND,
    'd.yar': '\0\xff not rules',
  });
  const { faults, files } = await yara.compile();
  expect(files).toBe(2);
  expect(faults.map(({ file, line }) => [file, line])).toEqual([
    ['b.yar', 3],
    ['d.yar', 1],
  ]);
  expect((await yara.scan(bytes('needle'), {})).map(({ file }) => file)).toEqual(['a.yar', 'c.yar']);
  expect((await yara.compile()).faults).toHaveLength(2);
});

it('ends a scan that runs wild, and scans on', async () => {
  const wild =
    'rule wild { condition: filesize > 100 and for all i in (1 .. 2000000000) : (for all j in (1 .. 2000000000) : (i + j > 0)) }';
  const yara = scanner({ 'a.yar': FIND, 'wild.yar': wild }, { scanMs: 3000 });
  await yara.compile();
  await expect(yara.scan(bytes('x'.repeat(200)), {})).rejects.toThrow(YaraTimeout);
  expect((await yara.scan(bytes('needle'), {})).map(({ name }) => name)).toEqual(['find']);
});

it('ends when it is told to', async () => {
  const yara = scanner({ 'a.yar': FIND });
  const abort = new AbortController();
  abort.abort(new Error('enough'));
  await expect(yara.scan(bytes('needle'), {}, abort.signal)).rejects.toThrow('enough');
  expect(await yara.scan(bytes('needle'), {})).toHaveLength(1);
});

it('scans one after the other, however they are asked', async () => {
  const yara = scanner({ 'a.yar': FIND });
  const counts = await Promise.all(
    ['needle', 'x', 'needle', ''].map(async (text) => (await yara.scan(bytes(text), {})).length),
  );
  expect(counts).toEqual([1, 0, 1, 0]);
});
