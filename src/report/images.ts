/** A picture as its file describes it, in bytes that hold nothing but the picture. */
export interface CleanImage {
  media: 'image/jpeg' | 'image/png';
  width: number;
  height: number;
  bytes: Uint8Array;
}

/** Larger pictures than any screen has; a small file can claim more, and a browser would believe it. */
const MAX_SIDE = 16_384;
const MAX_PIXELS = 64 << 20;

/**
 * The picture without all that is not part of it: no metadata, comments or profiles, nothing behind its end.
 * Undefined where the bytes are no whole JPEG or PNG of a reasonable size.
 */
export function cleanImage(bytes: Uint8Array): CleanImage | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return cleanPng(bytes, view) ?? cleanJpeg(bytes, view);
  } catch (error) {
    // It ends before it is complete.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const PNG_HEAD = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** What a still picture needs. */
const PNG_CHUNKS = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

function cleanPng(bytes: Uint8Array, view: DataView): CleanImage | undefined {
  if (!PNG_HEAD.every((byte, i) => bytes[i] === byte)) return undefined;
  const kept = [bytes.subarray(0, 8)];
  let size: [number, number] | undefined;
  let hasData = false;
  for (let at = 8; ; ) {
    const length = view.getUint32(at);
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length) return undefined;
    if (at === 8) {
      if (kind !== 'IHDR' || length !== 13) return undefined;
      size = [view.getUint32(at + 8), view.getUint32(at + 12)];
    }
    if (PNG_CHUNKS.has(kind)) kept.push(bytes.subarray(at, end));
    hasData ||= kind === 'IDAT';
    at = end;
    if (kind === 'IEND') break;
  }
  return hasData && size ? image('image/png', size, kept) : undefined;
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
/** Tables, restart interval, and Adobe's marker, which says how the colours are stored. */
const JPEG_TABLES = new Set([0xc4, 0xcc, 0xdb, 0xdd, 0xee]);
const ADOBE = 0xee;
const MAX_SCANS = 64;

function cleanJpeg(bytes: Uint8Array, view: DataView): CleanImage | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  const kept = [bytes.subarray(0, 2)];
  let size: [number, number] | undefined;
  let scans = 0;
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    while (view.getUint8(at + 1) === 0xff) at += 1;
    const marker = view.getUint8(at + 1);
    if (marker === EOI) {
      kept.push(bytes.subarray(at, at + 2));
      break;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length || end < at + 4) return undefined;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      if (size) return undefined;
      size = [view.getUint16(at + 7), view.getUint16(at + 5)];
    }
    if (marker === SOS) {
      if (++scans > MAX_SCANS) return undefined;
      const stop = endOfScan(bytes, end);
      if (stop < 0) return undefined;
      kept.push(bytes.subarray(at, stop));
      at = stop;
      continue;
    }
    const isJfif = marker === APP0 && end - at <= 18;
    const isAdobe = marker === ADOBE && end - at <= 16;
    if (isFrame || isJfif || isAdobe || (JPEG_TABLES.has(marker) && marker !== ADOBE)) {
      kept.push(bytes.subarray(at, end));
    }
    at = end;
  }
  return size && scans > 0 ? image('image/jpeg', size, kept) : undefined;
}

/** The next marker that is neither a stuffed byte nor a restart; -1 where there is none. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return -1;
}

function image(media: CleanImage['media'], [width, height]: [number, number], parts: Uint8Array[]) {
  const isSane = width > 0 && height > 0 && Math.max(width, height) <= MAX_SIDE && width * height <= MAX_PIXELS;
  return isSane ? { media, width, height, bytes: Buffer.concat(parts) } : undefined;
}
