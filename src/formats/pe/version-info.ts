export interface VersionString {
  name: string;
  value: string;
}

const LIMIT = 512;
const DEPTH = 4;

interface Node {
  key: string;
  value: Buffer;
  isText: boolean;
  children: Buffer;
}

/**
 * The strings of a version resource in the order of the file, then its translations as `0x0409 0x04b0`. What is
 * broken ends the list; lengths never reach past the parent's.
 */
export function readVersionInfo(bytes: Buffer): VersionString[] {
  const found: VersionString[] = [];
  for (const root of nodes(bytes)) {
    for (const block of nodes(root.children)) collect(block, found, 0);
    break;
  }
  return found;
}

function collect(block: Node, found: VersionString[], depth: number): void {
  if (found.length >= LIMIT || depth > DEPTH) return;
  if (block.key.startsWith('StringFileInfo')) {
    for (const table of nodes(block.children)) {
      for (const { key, value } of nodes(table.children)) {
        if (found.length < LIMIT) found.push({ name: key, value: textOf(value) });
      }
    }
  } else if (block.key.startsWith('VarFileInfo')) {
    for (const { key, value } of nodes(block.children)) {
      for (let i = 0; i + 4 <= value.length && found.length < LIMIT; i += 4) {
        found.push({ name: key, value: `${word(value.readUInt16LE(i))} ${word(value.readUInt16LE(i + 2))}` });
      }
    }
  }
}

const word = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;

const textOf = (value: Buffer): string => {
  const text = value.toString('utf16le');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
};

/** Length, length of the value, kind, key, value, children; each aligned to four bytes. */
function* nodes(bytes: Buffer): Generator<Node> {
  let at = 0;
  for (let count = 0; at + 6 <= bytes.length && count < LIMIT; count++) {
    const length = bytes.readUInt16LE(at);
    if (length < 6) return;
    const node = bytes.subarray(at, Math.min(bytes.length, at + length));
    const isText = node.readUInt16LE(4) === 1;
    let key = 6;
    while (key + 2 <= node.length && node.readUInt16LE(key) !== 0) key += 2;
    const start = aligned(key + 2);
    const claimed = node.readUInt16LE(2) * (isText ? 2 : 1);
    const end = Math.min(node.length, start + claimed);
    yield {
      key: node.toString('utf16le', 6, key),
      value: node.subarray(Math.min(start, node.length), end),
      isText,
      children: node.subarray(Math.min(aligned(start + claimed), node.length)),
    };
    at = aligned(at + length);
  }
}

const aligned = (at: number): number => (at + 3) & ~3;
