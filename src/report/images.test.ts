import { describe, expect, it } from 'vitest';
import { png, pngChunk } from '../../tests/browser/pictures.ts';
import { fixtureResults } from '../../tests/support/fixture-results.ts';
import { cleanImage } from './images.ts';
import { reportModel } from './view-model.ts';

/** Segments of a JPEG that says what it needs to say; its scan is noise. */
function jpeg({ width = 8, height = 6, extra = Buffer.alloc(0) } = {}): Buffer {
  const segment = (marker: number, data: number[]) =>
    Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255, ...data]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    segment(0xe1, [...Buffer.from('Exif\0\0secret of the camera')]),
    segment(0xfe, [...Buffer.from('<script>')]),
    extra,
    segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    Buffer.from([1, 2, 0xff, 0x00, 3, 0xff, 0xd0, 4, 0xff, 0xd9]),
    Buffer.from('behind the end'),
  ]);
}

describe('a picture', () => {
  it('keeps what shows and loses all else', () => {
    const clean = cleanImage(jpeg())!;
    expect(clean).toMatchObject({ media: 'image/jpeg', width: 8, height: 6 });
    const text = Buffer.from(clean.bytes).toString('latin1');
    for (const word of ['secret', '<script>', 'behind']) expect(text).not.toContain(word);
    expect(text).toContain('JFIF');
    expect(text.endsWith('\xff\xd9')).toBe(true);
    const other = cleanImage(png(20, 10))!;
    expect(other).toMatchObject({ media: 'image/png', width: 20, height: 10 });
    expect(Buffer.from(other.bytes).toString('latin1')).not.toContain('<script>');
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('<svg onload=alert(1)>')],
    ['a JPEG that claims more than any screen', jpeg({ width: 60_000, height: 60_000 })],
    ['a PNG that claims more than any screen', png(40_000, 1)],
    ['a PNG without data', Buffer.concat([png(2, 2).subarray(0, 33), pngChunk('IEND', Buffer.alloc(0))])],
    ['a segment that is longer than the file', jpeg({ extra: Buffer.from([0xff, 0xdb, 0xff, 0xff]) })],
    ['two frames', Buffer.concat([jpeg().subarray(0, -16), jpeg().subarray(2)])],
  ])('is none: %s', (_, bytes) => {
    expect(cleanImage(bytes)).toBeUndefined();
  });

  it('that ends too early is none, wherever it ends', () => {
    for (const whole of [Buffer.from(cleanImage(jpeg())!.bytes), Buffer.from(cleanImage(png(4, 4))!.bytes)]) {
      for (let end = 0; end < whole.length; end++) expect(cleanImage(whole.subarray(0, end))).toBeUndefined();
    }
  });
});

describe('pictures of a report', () => {
  const shots = (count: number) => ({
    ...fixtureResults({ calls: 10 }),
    screenshots: Array.from({ length: count }, (_, i) => ({ path: `shots/${i}.png` })),
  });

  it('are shown once each, over the whole run, as many as have room', () => {
    const read = (path: string) => png(64, 64, Math.floor(Number(/\d+/.exec(path)![0]) / 2));
    const one = Math.ceil(cleanImage(read('0'))!.bytes.length / 3) * 4 + 400;
    const { screenshots } = reportModel(shots(20), 'full', { images: { read, budget: one * 4 } }).view;
    expect(screenshots.images.total).toBe(20);
    expect(screenshots.images.items.map(({ path, copies }) => [path.text, copies])).toEqual([
      ['shots/0.png', 2],
      ['shots/4.png', 2],
      ['shots/8.png', 2],
      ['shots/18.png', 2],
    ]);
    expect(screenshots.note).toMatch(/^\d other pictures are not in this file/);
  });

  it('that cannot be had are counted', () => {
    const { screenshots } = reportModel(shots(3), 'full', { images: { read: () => undefined, budget: 1e6 } }).view;
    expect(screenshots).toMatchObject({ images: { items: [], total: 3 }, note: '3 could not be read as JPEG or PNG.' });
    expect(reportModel(shots(3), 'brief').view.screenshots.note).toContain('3 pictures were taken');
  });
});
