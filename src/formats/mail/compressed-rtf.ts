/** What the dictionary holds at first, so that common beginnings cost nothing. */
const START = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor ' +
    'MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
);
const RING = 4096;
const HEAD = 16;
const COMPRESSED = 0x75465a4c;
const PLAIN = 0x414c454d;

/** The RTF text that Outlook stores compressed, at most `limit` bytes of it; undefined where the bytes are none. */
export function decompressRtf(bytes: Buffer, limit: number): Buffer | undefined {
  if (bytes.length < HEAD) return undefined;
  const kind = bytes.readUInt32LE(8);
  const size = Math.min(bytes.readUInt32LE(4), limit);
  if (kind === PLAIN) return bytes.subarray(HEAD, HEAD + size);
  if (kind !== COMPRESSED) return undefined;
  // Two bytes of input give at most 17 of output.
  const out = Buffer.alloc(Math.min(size, bytes.length * 9));
  const ring = Buffer.alloc(RING, 0x20);
  START.copy(ring);
  let place = START.length;
  let used = 0;
  const put = (byte: number) => {
    if (used < out.length) out[used++] = byte;
    ring[place] = byte;
    place = (place + 1) % RING;
  };
  for (let at = HEAD; at < bytes.length && used < out.length; ) {
    const control = bytes[at++]!;
    for (let bit = 0; bit < 8 && at < bytes.length; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[at++]!);
        continue;
      }
      if (at + 2 > bytes.length) return out.subarray(0, used);
      const reference = bytes.readUInt16BE(at);
      at += 2;
      const from = reference >>> 4;
      // A reference to where writing goes on is the end.
      if (from === place) return out.subarray(0, used);
      for (let i = 0; i < (reference & 0xf) + 2; i++) put(ring[(from + i) % RING]!);
    }
  }
  return out.subarray(0, used);
}
