import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { makeTar, makeZip, paxEntry } from './make-archives.ts';
import { CLEAN, Workbench } from './workbench.ts';

const bench = new Workbench();
afterAll(() => bench.remove());

const LIMITS = { unpackedBytes: 1 << 20, fileBytes: 1 << 19, files: 1000 };

/** Opening throws nothing but OvoscopeError, keeps its limits, and leaves nothing. */
async function opensSafely(bytes: Uint8Array): Promise<void> {
  const path = bench.write(bytes, 'any');
  const { value, error } = await bench.open(
    path,
    (analysis) => {
      const files = analysis.list('', { recursive: true });
      for (const file of files) expect(analysis.text(file.path, 100)).toBeTypeOf('string');
      return files;
    },
    { limits: LIMITS },
  );
  const total = value?.reduce((sum, file) => sum + file.size, 0) ?? 0;
  expect(total).toBeLessThanOrEqual(LIMITS.unpackedBytes);
  if (error !== undefined) expect(error.code).toMatch(/^(ANALYSIS|ARCHIVE)_/);
  expect(bench.traces()).toEqual(CLEAN);
}

const MAGICS = ['PK\x03\x04', 'PK\x05\x06', '\x1f\x8b\x08', 'BZh91AY&SY', '{', ''].map((magic) =>
  Buffer.from(magic, 'latin1'),
);

it('takes any bytes for what they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...MAGICS), fc.uint8Array({ maxLength: 2000 }), async (magic, bytes) =>
      opensSafely(Buffer.concat([magic, bytes])),
    ),
    { numRuns: 300 },
  );
});

const text = 'A log of some length, so that there is something to compress. '.repeat(20);
const tar = Buffer.concat([
  paxEntry({ path: 'logs/1.bson', size: '1240' }),
  makeTar([
    { name: 'x', data: text },
    { name: 'logs/', type: '5' },
    { name: 'task.json', data: '{"id": 1, "options": {"a": "b"}}' },
    { name: 'link', type: '2', link: '/etc/passwd' },
  ]),
]);
const WHOLE: { readonly [format: string]: Buffer } = {
  zip: makeZip([
    { name: 'task.json', data: '{"id": 1}' },
    { name: 'logs/1.bson', data: text, streamed: true },
    { name: 'b', data: text, zip64: true },
    { name: 'c', data: text, stored: true, flags: 1 },
  ]),
  tar,
  'tar.gz': gzipSync(tar),
  // task.json ({"id": 1}) and logs/1.bson (the text above) packed by GNU tar and bzip2 1.0.8.
  'tar.bz2': Buffer.from(
    'QlpoOTFBWSZTWU/q6JoAAv/fkMqAUAX/lKAAAoh//94KBAAECDABLKAYlR6mwiaAGgaD1AABjIZDQaDRoA0ADQwKVRR5GpD0aTTR6gaGJgm0ykD+6CVzArxcPiIBi8AgisV+DQcQiwN90mKLwUwRtxfLDGjzJ/BPqTuJ1k7if4mZPUmRP77eJMydHpi6L5vzjJtsECOM+V0zKJMRYrXtvYMlKdOtOt2iYolCFIZTQGVHDFbjrJ2ZE9O0m8m8mZOQnITsE8SYMCaBPfmTQnN98ROOzRVfAneTmJqJqJsUxE3kwbCetqJwJoTIney0KvbhrJxsiarhrJrEzJgTjbd24H/F3JFOFCQT+romgA==',
    'base64',
  ),
};

it.each(Object.keys(WHOLE))('survives any change of a %s', async (format) => {
  const whole = WHOLE[format]!;
  const change = fc.record({
    at: fc.nat({ max: whole.length - 1 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
    kind: fc.constantFrom('replace', 'insert', 'remove', 'cut'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      let bytes = whole;
      for (const { at, bytes: by, kind } of changes) {
        const tail = kind === 'cut' ? '' : bytes.subarray(kind === 'insert' ? at : at + by.length);
        bytes = Buffer.concat(
          [bytes.subarray(0, at), kind === 'replace' || kind === 'insert' ? by : '', tail].map((part) =>
            Buffer.from(part),
          ),
        );
      }
      await opensSafely(bytes);
    }),
    { numRuns: 400 },
  );
});
