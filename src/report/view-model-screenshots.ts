import { createHash } from 'node:crypto';
import type { Results } from '../plugin/container.ts';
import { type CleanImage, cleanImage } from './images.ts';
import type { ViewLimits } from './limits.ts';
import { asList, asText, count, isRecord, show, showName } from './view-model-text.ts';
import type { ScreenshotImage, ScreenshotsView } from './view-model-types.ts';

/** Where a report gets its pictures from. */
export interface ReportImages {
  /** The bytes of a file of the analysis, or undefined where it cannot be had. At most `limit` bytes are wanted. */
  read(path: string, limit: number): Uint8Array | undefined;
  /** Bytes that all pictures together may take in the file. */
  budget: number;
}

/** Files beyond are not even read. */
const MAX_FILE = 8 << 20;
/** Pictures that are looked at: what a run of an hour takes. */
const MAX_READ = 4_000;
/** Different pictures that a report holds at most. */
const MAX_IMAGES = 120;
/** Markup around a picture. */
const MARKUP = 400;

interface Found {
  path: string;
  text: string | undefined;
  copies: number;
}

/** The pictures of the screen in their order, equal ones once, as many as have room: evenly over the whole run. */
export function screenshotsView(
  results: Results,
  images: ReportImages | undefined,
  limits: ViewLimits,
): ScreenshotsView {
  const shots = asList(results.screenshots).filter((shot) => isRecord(shot) && asText(shot.path) !== undefined);
  const total = shots.length;
  if (!images || total === 0) {
    return {
      images: { items: [], total },
      note: total > 0 ? `${count(total)} pictures were taken; they are not in this file.` : undefined,
    };
  }
  const found = distinct(shots.slice(0, MAX_READ) as { path: string; ocr?: unknown }[], images);
  const chosen = new Map<Found, CleanImage>();
  let { budget } = images;
  let unreadable = 0;
  for (const one of spread(found)) {
    const bytes = images.read(one.path, MAX_FILE);
    const image = bytes && cleanImage(bytes);
    if (!image) unreadable += 1;
    const size = image ? base64Length(image.bytes.length) : 0;
    if (!image || size > budget) continue;
    budget -= size;
    chosen.set(one, image);
  }
  const items = found.flatMap((one) => imageView(one, chosen.get(one), limits));
  return { images: { items, total }, note: noteOf(found.length - unreadable - items.length, unreadable) };
}

function imageView(
  { path, copies, text }: Found,
  image: CleanImage | undefined,
  limits: ViewLimits,
): ScreenshotImage[] {
  if (!image) return [];
  const { media, width, height, bytes } = image;
  return [
    {
      path: showName(path, limits),
      url: `data:${media};base64,${Buffer.from(bytes).toString('base64')}`,
      width,
      height,
      copies,
      text: text === undefined ? undefined : show(text, limits, 'text'),
    },
  ];
}

function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4 + MARKUP;
}

function noteOf(left: number, unreadable: number): string | undefined {
  const parts = [
    ...(left > 0 ? [`${count(left)} other pictures are not in this file, to keep its size`] : []),
    ...(unreadable > 0 ? [`${count(unreadable)} could not be read as JPEG or PNG`] : []),
  ];
  return parts.length > 0 ? `${parts.join('; ')}.` : undefined;
}

function distinct(shots: readonly { path: string; ocr?: unknown }[], images: ReportImages): Found[] {
  const found = new Map<string, Found>();
  for (const { path, ocr } of shots) {
    const bytes = images.read(path, MAX_FILE);
    const key = bytes ? createHash('sha256').update(bytes).digest('hex') : path;
    const known = found.get(key);
    if (known) known.copies += 1;
    else found.set(key, { path, text: asText(ocr), copies: 1 });
  }
  return [...found.values()];
}

/** First, last, then always the middles of the gaps, so that any number of them tells the whole story. */
function spread(list: readonly Found[]): Found[] {
  const order = list.length > 1 ? [list[0]!, list.at(-1)!] : [...list];
  let gaps: [number, number][] = [[0, list.length - 1]];
  while (gaps.length > 0 && order.length < MAX_IMAGES) {
    const next: [number, number][] = [];
    for (const [from, to] of gaps) {
      const middle = (from + to) >> 1;
      if (middle <= from || order.length >= MAX_IMAGES) continue;
      order.push(list[middle]!);
      next.push([from, middle], [middle, to]);
    }
    gaps = next;
  }
  return order;
}
