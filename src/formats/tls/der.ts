/** An element: its tag, and the range of its contents. */
export interface Der {
  tag: number;
  start: number;
  end: number;
}

/** The element at `at`; undefined where it doesn't fit before `end`. */
export function readDer(bytes: Uint8Array, at: number, end: number): Der | undefined {
  if (at + 2 > end) return undefined;
  const tag = bytes[at]!;
  const first = bytes[at + 1]!;
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    const size = first & 0x7f;
    if (size === 0 || size > 4 || start + size > end) return undefined;
    length = 0;
    for (let i = 0; i < size; i++) length = length * 256 + bytes[start + i]!;
    start += size;
  }
  // Tags of several bytes do not occur in certificates.
  if ((tag & 0x1f) === 0x1f || start + length > end) return undefined;
  return { tag, start, end: start + length };
}

/** The elements inside another, at most `limit`. */
export function readSequence(bytes: Uint8Array, outer: Der, limit: number): Der[] {
  const elements: Der[] = [];
  for (let at = outer.start; at < outer.end && elements.length < limit; ) {
    const element = readDer(bytes, at, outer.end);
    if (!element) break;
    elements.push(element);
    at = element.end;
  }
  return elements;
}

export function readOid(bytes: Uint8Array, { tag, start, end }: Der): string {
  if (tag !== 6 || end - start > 64) return '';
  const parts: number[] = [];
  let value = 0;
  for (let at = start; at < end; at++) {
    value = value * 128 + (bytes[at]! & 0x7f);
    if (bytes[at]! >= 0x80) continue;
    if (parts.length > 0) parts.push(value);
    else {
      const first = Math.min(2, Math.floor(value / 40));
      parts.push(first, value - first * 40);
    }
    value = 0;
  }
  return parts.join('.');
}
