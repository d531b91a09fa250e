import { expect, test } from 'vitest';
import { zipOf } from '../../tests/support/apk-writer.ts';
import { SEVEN_ZIP_SECRET } from '../../tests/support/archive-samples.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Static from './static.ts';

async function archiveOf(binary: Uint8Array, options = {}) {
  const { value, problems } = await runModule(Static, memoryTask({ binary }), { options });
  return { archive: value!['archive'], codes: problems.map(({ code }) => code) };
}

test('an archive has members, with those of archives in it', async () => {
  const inner = zipOf({ 'invoice.pdf.js': 'x' });
  const { archive, codes } = await archiveOf(zipOf({ 'a/inner.zip': inner, 'b.txt': 'hello' }));
  expect(codes).toEqual([]);
  expect(archive).toMatchObject({
    format: 'zip',
    is_header_encrypted: false,
    files: 2,
    encrypted: 0,
    size: inner.length + 5,
    members: [
      {
        name: 'a/inner.zip',
        kind: 'file',
        archive: { format: 'zip', members: [{ name: 'invoice.pdf.js', remarks: ['double_extension'] }] },
      },
      { name: 'b.txt', size: 5, is_encrypted: false, crc32: '3610a686', method: 'deflate', target: null, remarks: [] },
    ],
  });
  expect(JSON.parse(JSON.stringify(archive))).toEqual(archive);
});

test('archives in archives end at a depth', async () => {
  let bytes = zipOf({ a: 'x' });
  for (let i = 0; i < 6; i++) bytes = zipOf({ 'x.zip': bytes });
  const { archive } = await archiveOf(bytes);
  expect(JSON.stringify(archive).split('"format":"zip"')).toHaveLength(4);
});

test('what all together may unpack to is limited', async () => {
  const bomb = zipOf({ 'x.tar': Buffer.alloc(1 << 20) });
  const { archive } = await archiveOf(zipOf({ '1.zip': bomb, '2.zip': bomb }), { archive_bytes: bomb.length + 10 });
  expect(JSON.stringify(archive).split('"format":"zip"')).toHaveLength(3);
});

test('secret names are told', async () => {
  const { archive, codes } = await archiveOf(SEVEN_ZIP_SECRET);
  expect([archive, codes]).toMatchObject([{ format: '7z', is_header_encrypted: true, members: [] }, []]);
});

test('a document is none', async () => {
  expect(
    (await archiveOf(zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '' }))).archive,
  ).toBeUndefined();
});
