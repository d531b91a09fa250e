/** Makes small compound files (OLE2) for tests. */

const END = 0xffff_fffe;
const FREE = 0xffff_ffff;
const FAT = 0xffff_fffd;
const SECTOR = 512;
const MINI = 64;
const MINI_CUTOFF = 4096;

export interface OleFolder {
  [name: string]: Uint8Array | OleFolder;
}

interface Node {
  name: string;
  bytes?: Uint8Array;
  children: Node[];
  id: number;
  /** The next sibling. */
  right?: number;
  start: number;
  size: number;
}

/** A compound file of version 3 with these storages and streams; names may have control characters. */
export function oleFile(folder: OleFolder, clsid: Buffer = Buffer.alloc(16)): Buffer {
  const root = nodeOf('Root Entry', folder);
  const nodes: Node[] = [];
  number(root, nodes);
  const sectors: Buffer[] = [];
  const fat: number[] = [];
  const addChain = (bytes: Uint8Array): number => {
    if (bytes.length === 0) return END;
    const start = sectors.length;
    for (let at = 0; at < bytes.length; at += SECTOR) {
      sectors.push(padded(bytes.subarray(at, at + SECTOR), SECTOR));
      fat.push(sectors.length);
    }
    fat[fat.length - 1] = END;
    return start;
  };
  const mini: Buffer[] = [];
  const miniFat: number[] = [];
  for (const node of nodes) {
    if (node.bytes === undefined) continue;
    node.size = node.bytes.length;
    if (node.size >= MINI_CUTOFF) {
      node.start = addChain(node.bytes);
      continue;
    }
    node.start = node.size === 0 ? END : mini.length;
    for (let at = 0; at < node.size; at += MINI) {
      mini.push(padded(node.bytes.subarray(at, at + MINI), MINI));
      miniFat.push(at + MINI < node.size ? mini.length : END);
    }
  }
  const miniBytes = Buffer.concat(mini);
  root.size = miniBytes.length;
  root.start = addChain(miniBytes);
  const miniFatStart = addChain(table(miniFat));
  const directory = Buffer.concat(nodes.map((node) => entry(node, node === root ? clsid : Buffer.alloc(16))));
  const directoryStart = addChain(padded(directory, Math.ceil(directory.length / SECTOR) * SECTOR));
  let fatSectors = 1;
  while (fatSectors * 128 < sectors.length + fatSectors) fatSectors++;
  const fatStart = sectors.length;
  for (let i = 0; i < fatSectors; i++) fat.push(FAT);
  const header = Buffer.alloc(SECTOR, 0xff);
  header.fill(0, 0, 76);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(fatSectors, 44);
  header.writeUInt32LE(directoryStart, 48);
  header.writeUInt32LE(MINI_CUTOFF, 56);
  header.writeUInt32LE(miniFatStart, 60);
  header.writeUInt32LE(Math.ceil(miniFat.length / 128), 64);
  header.writeUInt32LE(END, 68);
  for (let i = 0; i < fatSectors; i++) header.writeUInt32LE(fatStart + i, 76 + i * 4);
  return Buffer.concat([header, ...sectors, padded(table(fat), fatSectors * SECTOR, 0xff)]);
}

function nodeOf(name: string, content: Uint8Array | OleFolder): Node {
  const node: Node = { name, children: [], id: 0, start: 0, size: 0 };
  if (content instanceof Uint8Array) node.bytes = content;
  else for (const [key, value] of Object.entries(content)) node.children.push(nodeOf(key, value));
  node.children.sort((a, b) => a.name.length - b.name.length || (a.name.toUpperCase() < b.name.toUpperCase() ? -1 : 1));
  return node;
}

function number(node: Node, nodes: Node[]): void {
  node.id = nodes.length;
  nodes.push(node);
  for (const [i, child] of node.children.entries()) {
    number(child, nodes);
    if (i > 0) node.children[i - 1]!.right = child.id;
  }
}

/** Siblings hang on each other's right: a tree that is a list, which readers have to bear. */
function entry(node: Node, clsid: Buffer): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(node.name, 0, 62, 'utf16le');
  bytes.writeUInt16LE(Math.min(31, node.name.length) * 2 + 2, 64);
  bytes[66] = node.id === 0 ? 5 : node.bytes === undefined ? 1 : 2;
  bytes[67] = 1;
  bytes.writeUInt32LE(FREE, 68);
  bytes.writeUInt32LE(node.right ?? FREE, 72);
  bytes.writeUInt32LE(node.children[0]?.id ?? FREE, 76);
  clsid.copy(bytes, 80);
  bytes.writeUInt32LE(node.bytes === undefined && node.id !== 0 ? 0 : node.start >>> 0, 116);
  bytes.writeUInt32LE(node.size, 120);
  return bytes;
}

function table(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(values.length / 128) * SECTOR, 0xff);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, i * 4);
  return bytes;
}

function padded(bytes: Uint8Array, length: number, fill = 0): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(Math.max(0, length - bytes.length), fill)]);
}
