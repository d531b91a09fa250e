/** Small programs and documents made for tests: valid, and with one of everything that the readers look at. */

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value & 0xffff);
  return bytes;
};
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, i * 4);
  return bytes;
};
const u64 = (...values: (number | bigint)[]): Buffer => {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [i, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), i * 8);
  return bytes;
};
const z = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1');
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
const padded = (bytes: Buffer, length: number): Buffer => Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);

/** Content of a section whose parts know their addresses. */
class Layout {
  readonly base: number;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(base: number) {
    this.base = base;
  }

  put(bytes: Buffer): number {
    const at = Math.ceil(this.#bytes.length / 8) * 8;
    this.#bytes = Buffer.concat([padded(this.#bytes, at), bytes]);
    return this.base + at;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }
}

export interface PeOptions {
  is64?: boolean;
  /** Bytes behind the last section. */
  overlay?: Buffer;
  /** Replaces a data directory: number → address and size. */
  directories?: { [index: number]: [rva: number, size: number] };
}

const IMAGE_BASE = 0x40_0000;

/** Imports by name and number, exports, resources, version, TLS, debug, load configuration, delay and bound imports. */
export function peSample({ is64 = false, overlay = Buffer.alloc(0), directories = {} }: PeOptions = {}): Buffer {
  const data = new Layout(0x2000);
  const width = is64 ? 8 : 4;
  const pointers = (...values: (number | bigint)[]): Buffer =>
    is64 ? u64(...values) : u32(...values.map((value) => Number(value)));
  const byNumber = (ordinal: number): bigint => (is64 ? 1n << 63n : 1n << 31n) | BigInt(ordinal);
  const hint = (name: string): number => data.put(Buffer.concat([u16(0), z(name)]));

  const exit = hint('ExitProcess');
  const alloc = hint('VirtualAlloc');
  const kernel = { lookup: data.put(pointers(exit, alloc, 0)), addresses: data.put(pointers(exit, alloc, 0)) };
  const socket = { lookup: data.put(pointers(byNumber(23), 0)), addresses: data.put(pointers(byNumber(23), 0)) };
  const imports = data.put(
    Buffer.concat([
      u32(kernel.lookup, 0, 0, data.put(z('KERNEL32.dll')), kernel.addresses),
      u32(socket.lookup, 0, 0, data.put(z('WS2_32.dll')), socket.addresses),
      u32(0, 0, 0, 0, 0),
    ]),
  );
  const message = hint('MessageBoxA');
  const delayed = { lookup: data.put(pointers(message, 0)), addresses: data.put(pointers(message, 0)) };
  const delay = data.put(
    Buffer.concat([u32(1, data.put(z('USER32.dll')), 0, delayed.addresses, delayed.lookup, 0, 0, 0), Buffer.alloc(32)]),
  );
  const bound = data.put(Buffer.concat([u32(0x5000_0000), u16(16), u16(0), Buffer.alloc(8), z('COMCTL32.dll')]));

  const exportNames = data.put(u32(data.put(z('Alpha')), data.put(z('Forward'))));
  const ordinals = data.put(Buffer.concat([u16(0), u16(1)]));
  const exportAt = data.put(Buffer.alloc(40 + 32));
  const forward = exportAt + 40;
  const functions = data.put(u32(0x1000, forward, 0x1004));

  const versionBytes = versionResource([
    ['CompanyName', 'Ovo'],
    ['FileVersion', '1.2'],
  ]);
  const version = data.put(versionBytes);
  const manifest = data.put(Buffer.from('<assembly/>'));
  const tree = resourceTree([
    [16, 1, 0x409, version, versionBytes.length],
    [24, 1, 0x409, manifest, 11],
    ['CUSTOM', 7, 0, manifest, 11],
  ]);
  const resources = data.put(tree);

  const codeView = Buffer.concat([Buffer.from('RSDS'), Buffer.alloc(16, 7), u32(3), z('C:\\build\\sample.pdb')]);
  const codeViewAt = data.put(codeView);
  const debug = data.put(Buffer.alloc(28));
  const callbacks = data.put(pointers(IMAGE_BASE + 0x1000, 0));
  const tls = data.put(
    Buffer.concat([pointers(IMAGE_BASE + 0x2000, IMAGE_BASE + 0x2010, 0, IMAGE_BASE + callbacks), Buffer.alloc(8)]),
  );
  const config = Buffer.alloc(is64 ? 148 : 92);
  config.writeUInt32LE(config.length, 0);
  config.writeUInt32LE(0x500, config.length - 4);
  const loadConfig = data.put(config);

  const rawStart = 0x400;
  const offsetOf = (rva: number): number => rva - 0x2000 + rawStart + 0x200;
  const body = Buffer.from(data.bytes);
  const place = (rva: number, bytes: Buffer) => bytes.copy(body, rva - data.base);
  const exportHead = u32(0, 0x5000_0001, 0, data.put(z('sample.dll')), 5, 3, 2, functions, exportNames, ordinals);
  const whole = padded(body, data.bytes.length);
  data.bytes.copy(whole, body.length, body.length);
  place(exportAt, exportHead);
  place(forward, z('NTDLL.RtlForward'));
  place(debug, u32(0, 0x5000_0002, 0, 2, codeView.length, codeViewAt, offsetOf(codeViewAt)));
  body.copy(whole);
  const raw = padded(whole, Math.ceil(whole.length / 0x200) * 0x200);

  const list: [number, number][] = Array.from({ length: 16 }, () => [0, 0]);
  const set = (index: number, rva: number, size: number) => {
    list[index] = [rva, size];
  };
  set(0, exportAt, 72);
  set(1, imports, 60);
  set(2, resources, tree.length);
  set(6, debug, 28);
  set(9, tls, width * 6);
  set(10, loadConfig, config.length);
  set(11, bound, 32);
  set(13, delay, 64);
  for (const [index, entry] of Object.entries(directories)) list[Number(index)] = entry;

  const optional = Buffer.concat([
    u16(is64 ? 0x20b : 0x10b),
    Buffer.from([14, 0]),
    u32(0x200, raw.length, 0, 0x1000, 0x1000),
    is64 ? u64(IMAGE_BASE) : u32(0x2000, IMAGE_BASE),
    u32(0x1000, 0x200),
    Buffer.concat([6, 0, 0, 0, 6, 0].map(u16)),
    u32(0, 0x2000 + Math.ceil(raw.length / 0x1000) * 0x1000, rawStart, 0),
    u16(3),
    u16(0x8160),
    is64 ? u64(0x10_0000, 0x1000, 0x10_0000, 0x1000) : u32(0x10_0000, 0x1000, 0x10_0000, 0x1000),
    u32(0, 16),
    ...list.map(([rva, size]) => u32(rva, size)),
  ]);
  const section = (name: string, rva: number, size: number, at: number, flags: number): Buffer =>
    Buffer.concat([padded(Buffer.from(name), 8), u32(size, rva, size, at, 0, 0, 0, flags)]);
  const rich = richHeader();
  const peAt = 0x80 + rich.length;
  const head = Buffer.concat([
    padded(Buffer.from('MZ'), 0x3c),
    u32(peAt),
    Buffer.alloc(0x40),
    rich,
    Buffer.from('PE\0\0'),
    u16(is64 ? 0x8664 : 0x14c),
    u16(2),
    u32(0x5f00_0000, 0, 0),
    u16(optional.length),
    u16(is64 ? 0x22 : 0x102),
    optional,
    section('.text', 0x1000, 0x200, rawStart, 0x6000_0020),
    section('.data', 0x2000, raw.length, rawStart + 0x200, 0xc000_0040),
  ]);
  const code = padded(Buffer.from([0x31, 0xc0, 0xc3]), 0x200);
  return Buffer.concat([padded(head, rawStart), code, raw, overlay]);
}

function richHeader(): Buffer {
  const key = 0x1234_5678;
  const clear = u32(0x536e_6144, 0, 0, 0, (0x104 << 16) | 0x7809, 3);
  const words = Array.from({ length: clear.length / 4 }, (_, i) => (clear.readUInt32LE(i * 4) ^ key) >>> 0);
  return Buffer.concat([u32(...words), u32(0x6863_6952, key), Buffer.alloc(8)]);
}

/** A version resource with these strings and one translation. */
export function versionResource(strings: readonly (readonly [name: string, value: string])[]): Buffer {
  const node = (key: string, value: Buffer, isText: boolean, children: readonly Buffer[]): Buffer => {
    const align = (bytes: Buffer) => padded(bytes, (bytes.length + 3) & ~3);
    const head = align(Buffer.concat([Buffer.alloc(6), wide(`${key}\0`)]));
    const all = Buffer.concat([align(Buffer.concat([head, value])), ...children.map(align)]);
    all.writeUInt16LE(all.length, 0);
    all.writeUInt16LE(isText ? value.length / 2 : value.length, 2);
    all.writeUInt16LE(isText ? 1 : 0, 4);
    return all;
  };
  const table = strings.map(([name, value]) => node(name, wide(`${value}\0`), true, []));
  return node('VS_VERSION_INFO', Buffer.alloc(52), false, [
    node('StringFileInfo', Buffer.alloc(0), true, [node('040904b0', Buffer.alloc(0), true, table)]),
    node('VarFileInfo', Buffer.alloc(0), true, [
      node('Translation', Buffer.concat([u16(0x409), u16(0x4b0)]), false, []),
    ]),
  ]);
}

type Leaf = readonly [type: number | string, name: number, language: number, rva: number, size: number];

/** A resource tree of one leaf for each type. */
function resourceTree(leaves: readonly Leaf[]): Buffer {
  const folder = (named: number, numbered: number) => Buffer.concat([u32(0, 0, 0), u16(named), u16(numbered)]);
  const parts: Buffer[] = [];
  let size = 16 + leaves.length * 8;
  const entries: Buffer[] = [];
  const ordered = [...leaves].sort((a, b) => Number(typeof b[0] === 'string') - Number(typeof a[0] === 'string'));
  for (const [type, name, language, rva, length] of ordered) {
    let id = typeof type === 'number' ? type : 0;
    if (typeof type === 'string') {
      const text = padded(Buffer.concat([u16(type.length), wide(type)]), 2 + type.length * 2 + (type.length % 2) * 2);
      id = 0x8000_0000 + size;
      parts.push(text);
      size += text.length;
    }
    entries.push(u32(id, 0x8000_0000 + size));
    parts.push(folder(0, 1), u32(name, 0x8000_0000 + size + 24), folder(0, 1), u32(language, size + 48));
    parts.push(u32(rva, length, 0, 0));
    size += 64;
  }
  const named = leaves.filter(([type]) => typeof type === 'string').length;
  return Buffer.concat([folder(named, leaves.length - named), ...entries, ...parts]);
}

/** A dynamically linked 64-bit ELF program; 32-bit or big-endian on request, and without sections. */
export function elfSample({ is64 = true, isBig = false, sections = true } = {}): Buffer {
  const word16 = (value: number): Buffer => (isBig ? u16(value).swap16() : u16(value));
  const word32 = (...values: number[]): Buffer => (isBig ? u32(...values).swap32() : u32(...values));
  const word = (...values: number[]): Buffer =>
    is64 ? (isBig ? u64(...values).swap64() : u64(...values)) : word32(...values);
  const strings = Buffer.from('\0libc.so.6\0puts\0main\0/opt/lib\0', 'latin1');
  const symbol = (name: number, value: number, info: number, section: number): Buffer =>
    is64
      ? Buffer.concat([word32(name), Buffer.from([info, 0]), word16(section), word(value, 8)])
      : Buffer.concat([word32(name, value, 8), Buffer.from([info, 0]), word16(section)]);
  const base = 0x40_0000;
  const parts: { bytes: Buffer; at: number }[] = [];
  const segments = 4;
  let at = (is64 ? 64 : 52) + segments * (is64 ? 56 : 32);
  const put = (bytes: Buffer): number => {
    at = Math.ceil(at / 8) * 8;
    parts.push({ bytes, at });
    at += bytes.length;
    return at - bytes.length;
  };
  const interpreter = put(z('/lib64/ld.so'));
  const stringsAt = put(strings);
  const symbols = Buffer.concat([symbol(0, 0, 0, 0), symbol(11, 0, 0x12, 0), symbol(16, base + 0x80, 0x12, 4)]);
  const symbolsAt = put(symbols);
  const hash = put(word32(1, 3, 1, 0, 2, 0));
  const relocation = is64 ? word(base + 0x300, (1 * 2 ** 32 + 7) as number, 0) : word(base + 0x300, (1 << 8) + 7);
  const relocationsAt = put(relocation);
  const note = put(Buffer.concat([word32(4, 4, 3), Buffer.from('GNU\0'), Buffer.from('abcd')]));
  const tags = [
    [1, 1],
    [29, 21],
    [5, base + stringsAt],
    [6, base + symbolsAt],
    [4, base + hash],
    [10, strings.length],
    [30, 8],
    [0, 0],
  ];
  const dynamic = Buffer.concat(tags.map(([tag, value]) => word(tag!, value!)));
  const dynamicAt = put(dynamic);
  const names = Buffer.from('\0.dynstr\0.dynsym\0.dynamic\0.text\0.rela\0.note\0.shstrtab\0');
  const namesAt = put(names);
  const end = Math.ceil(at / 8) * 8;
  const segment = (type: number, flags: number, offset: number, size: number): Buffer =>
    is64
      ? Buffer.concat([word32(type, flags), word(offset, base + offset, base + offset, size, size, type === 4 ? 4 : 8)])
      : word32(type, offset, base + offset, base + offset, size, size, flags, type === 4 ? 4 : 8);
  const section = (name: number, type: number, offset: number, size: number, link: number): Buffer =>
    Buffer.concat([
      word32(name, type),
      word(2, base + offset, offset, size),
      word32(link, 0),
      word(type === 7 ? 4 : 8, type === 11 ? symbols.length / 3 : 0),
    ]);
  const table = Buffer.concat([
    Buffer.alloc(is64 ? 64 : 40),
    section(1, 3, stringsAt, strings.length, 0),
    section(9, 11, symbolsAt, symbols.length, 1),
    section(17, 6, dynamicAt, dynamic.length, 1),
    section(26, 1, interpreter, 12, 0),
    section(32, is64 ? 4 : 9, relocationsAt, relocation.length, 2),
    section(38, 7, note, 20, 0),
    section(44, 3, namesAt, names.length, 0),
  ]);
  const header = Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, isBig ? 2 : 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    word16(2),
    word16(isBig ? 20 : is64 ? 62 : 3),
    word32(1),
    word(base + 0x80, is64 ? 64 : 52, sections ? end : 0),
    word32(0),
    ...[is64 ? 64 : 52, is64 ? 56 : 32, segments, is64 ? 64 : 40, sections ? 8 : 0, sections ? 7 : 0].map(word16),
  ]);
  const programs = [
    segment(1, 5, 0, end),
    segment(3, 4, interpreter, 13),
    segment(2, 6, dynamicAt, dynamic.length),
    segment(4, 4, note, 20),
  ];
  const whole = padded(Buffer.concat([header, ...programs]), end);
  for (const part of parts) part.bytes.copy(whole, part.at);
  return sections ? Buffer.concat([whole, table]) : whole;
}

/** A Mach-O program with segments, libraries, symbols, an entry point and an ad hoc signature. */
export function machoSample({ is64 = true, isBig = false } = {}): Buffer {
  const word32 = (...values: number[]): Buffer => (isBig ? u32(...values).swap32() : u32(...values));
  const word64 = (...values: number[]): Buffer => (isBig ? u64(...values).swap64() : u64(...values));
  const word = is64 ? word64 : word32;
  const command = (type: number, body: Buffer): Buffer => {
    const size = Math.ceil((8 + body.length) / 8) * 8;
    return padded(Buffer.concat([word32(type, size), body]), size);
  };
  const name16 = (text: string): Buffer => padded(Buffer.from(text), 16);
  const strings = Buffer.from('\0_main\0_printf\0', 'latin1');
  const symbol = (name: number, type: number, description: number, value: number): Buffer =>
    Buffer.concat([
      word32(name),
      Buffer.from([type, 1]),
      isBig ? u16(description).swap16() : u16(description),
      word(value),
    ]);
  const symbols = Buffer.concat([symbol(1, 0x0f, 0, 0x1000), symbol(7, 0x01, 0x100, 0), symbol(1, 0x24, 0, 0)]);
  const signature = adHocSignature();
  const code = Buffer.alloc(16, 0x90);
  const build = (codeAt: number, symbolsAt: number, stringsAt: number, signatureAt: number): Buffer[] => [
    command(
      is64 ? 0x19 : 1,
      Buffer.concat([
        name16('__TEXT'),
        word(0x10_0000, 0x1000, 0, 0x200),
        word32(7, 5, 1, 0),
        name16('__text'),
        name16('__TEXT'),
        word(0x10_0000 + codeAt, 16),
        word32(codeAt, 4, 0, 0, 0x8000_0400, 0, 0),
        is64 ? word32(0) : Buffer.alloc(0),
      ]),
    ),
    command(0xc, Buffer.concat([word32(24, 2, 0x4_0102, 0x1_0000), z('/usr/lib/libSystem.B.dylib')])),
    command(0xe, Buffer.concat([word32(12), z('/usr/lib/dyld')])),
    command(0x8000_001c, Buffer.concat([word32(12), z('@loader_path/lib')])),
    command(0x1b, Buffer.from(Array.from({ length: 16 }, (_, i) => i))),
    command(0x2, word32(symbolsAt, 3, stringsAt, strings.length)),
    command(0x32, word32(1, 0xc_0000, 0xd_0100, 0)),
    command(0x8000_0028, word64(codeAt, 0)),
    command(0x1d, word32(signatureAt, signature.length)),
  ];
  const headSize = is64 ? 32 : 28;
  const size = Buffer.concat(build(0, 0, 0, 0)).length;
  const codeAt = headSize + size;
  const symbolsAt = codeAt + code.length;
  const stringsAt = symbolsAt + symbols.length;
  const signatureAt = stringsAt + strings.length;
  const commands = build(codeAt, symbolsAt, stringsAt, signatureAt);
  const cpu = is64 ? 0x100_0007 : isBig ? 0x12 : 7;
  return Buffer.concat([
    word32(is64 ? 0xfeed_facf : 0xfeed_face, cpu, 3, 2, commands.length, size, 0x20_0085),
    is64 ? word32(0) : Buffer.alloc(0),
    ...commands,
    code,
    symbols,
    strings,
    signature,
  ]);
}

function adHocSignature(): Buffer {
  const big = (...values: number[]): Buffer => u32(...values).swap32();
  const identifier = z('org.ovoscope.sample');
  const team = z('TEAM123456');
  const directorySize = 52 + identifier.length + team.length;
  const directory = Buffer.concat([
    big(0xfade_0c02, directorySize, 0x2_0200, 0x2, directorySize, 52, 0, 0, 0),
    Buffer.from([32, 2, 0, 12]),
    big(0, 0, 52 + identifier.length),
    identifier,
    team,
  ]);
  const text = Buffer.from('<plist><dict/></plist>');
  const entitlements = Buffer.concat([big(0xfade_7171, 8 + text.length), text]);
  const index = big(0, 28, 5, 28 + directory.length);
  const size = 12 + index.length + directory.length + entitlements.length;
  return Buffer.concat([big(0xfade_0cc0, size, 2), index, directory, entitlements]);
}

/** Two programs in one file. */
export function universalSample(): Buffer {
  const big = (...values: number[]): Buffer => u32(...values).swap32();
  const [first, second] = [machoSample(), machoSample({ is64: false })];
  const at = 0x1000;
  const next = Math.ceil((at + first.length) / 0x1000) * 0x1000;
  const head = Buffer.concat([
    big(0xcafe_babe, 2),
    big(0x100_0007, 3, at, first.length, 12),
    big(7, 3, next, second.length, 12),
  ]);
  return Buffer.concat([padded(Buffer.concat([padded(head, at), first]), next), second]);
}

/** A shortcut with every part: target, link information of a drive and a share, texts and extra data. */
export function lnkSample({ isUnicode = true, overlay = Buffer.alloc(0) } = {}): Buffer {
  const header = Buffer.concat([
    u32(76),
    Buffer.from('0114020000000000c000000000000046', 'hex'),
    u32(0x7f | (isUnicode ? 0x80 : 0), 0x22),
    u64(132_223_104_000_000_000n, 0, 132_223_104_010_000_000n),
    u32(4096, 3, 7),
    u16(0x064b),
    Buffer.alloc(10),
  ]);
  const item = (bytes: Buffer): Buffer => Buffer.concat([u16(bytes.length + 2), bytes]);
  const long = Buffer.concat([u16(0), u16(3), u32(0xbeef_0004), Buffer.alloc(10), u16(0), wide('Long Name.exe\0')]);
  const file = Buffer.concat([Buffer.from([0x32, 0]), u32(4096, 0), u16(0x20), z('LONGNA~1.EXE'), Buffer.alloc(1)]);
  const items = Buffer.concat([
    item(Buffer.concat([Buffer.from([0x1f, 0x50]), Buffer.from('e04fd020ea3a6910a2d808002b30309d', 'hex')])),
    item(padded(Buffer.concat([Buffer.from([0x2f]), z('C:\\')]), 23)),
    item(Buffer.concat([file, long, u16(file.length + 2)])),
    u16(0),
  ]);
  const volume = Buffer.concat([u32(0x1a, 3, 0xcafe_f00d, 0x10), z('DISK'), Buffer.alloc(5)]);
  const share = Buffer.concat([u32(0x2a, 3, 0x14, 0x21, 0x2_0000), z('\\\\server\\pub'), z('Z:'), Buffer.alloc(5)]);
  const path = z('C:\\Program\\tool.exe');
  const suffix = z('rest');
  const at = 28;
  const [volumeAt, pathAt] = [at, at + volume.length];
  const [shareAt, suffixAt] = [pathAt + path.length, pathAt + path.length + share.length];
  const info = Buffer.concat([
    u32(suffixAt + suffix.length, 28, 3, volumeAt, pathAt, shareAt, suffixAt),
    volume,
    path,
    share,
    suffix,
  ]);
  const text = (value: string): Buffer =>
    Buffer.concat([u16(value.length), isUnicode ? wide(value) : Buffer.from(value, 'latin1')]);
  const twice = (value: string): Buffer => Buffer.concat([padded(Buffer.from(value), 260), padded(wide(value), 520)]);
  const block = (signature: number, bytes: Buffer): Buffer => Buffer.concat([u32(bytes.length + 8, signature), bytes]);
  const droid = Buffer.from('0123456789abcd11ef0002c0ffee0001', 'hex');
  const tracker = Buffer.concat([u32(0x58, 0), padded(Buffer.from('lab-pc'), 16), droid, droid, droid, droid]);
  return Buffer.concat([
    header,
    u16(items.length),
    items,
    info,
    ...['a description', '..\\tool.exe', 'C:\\Work', '/c calc.exe', '%SystemRoot%\\icon.dll'].map(text),
    block(0xa000_0001, twice('%TEMP%\\tool.exe')),
    block(0xa000_0003, tracker),
    block(0xa000_0005, u32(37, 0)),
    u32(0),
    overlay,
  ]);
}

/** A document with a script in a stream, links, an attachment, packed objects and a second version. */
export function pdfSample(): Buffer {
  const script = "app.alert('one'); app.launchURL('http://example.org/a');";
  const packed = '1 0 2 39 << /Type /Catalog /Pages 4 0 R >>      << /S /URI /URI (http://example.org/packed) >>';
  const first = 9;
  const stream = (number: number, head: string, content: string): string =>
    `${number} 0 obj\n<< ${head} /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`;
  const text = [
    '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n',
    '10 0 obj\n<< /Type /Catalog /Pages 11 0 R /OpenAction 12 0 R /Names << /EmbeddedFiles 15 0 R >> >>\nendobj\n',
    '11 0 obj\n<< /Type /Pages /Kids [14 0 R] /Count 1 >>\nendobj\n',
    '12 0 obj\n<< /S /J#61vaScript /JS 13 0 R >>\nendobj\n',
    stream(13, '', script),
    '14 0 obj\n<< /Type /Page /Parent 11 0 R /Annots [<< /A << /S /URI /URI (http://example.org/b\\051) >> >>] >>\nendobj\n',
    '15 0 obj\n<< /Names [(a.txt) << /Type /Filespec /UF (a.txt) /EF << /F 16 0 R >> >>] >>\nendobj\n',
    stream(16, '/Type /EmbeddedFile', 'attached'),
    stream(17, `/Type /ObjStm /N 2 /First ${first}`, packed),
    '18 0 obj\n<< /Title (\xfe\xff\0H\0i) /Producer <4f766f> /CreationDate (D:20260101000000Z) >>\nendobj\n',
    'trailer\n<< /Root 10 0 R /Info 18 0 R /Size 19 >>\nstartxref\n0\n%%EOF\n',
    '12 0 obj\n<< /S /Launch /Win << /F (cmd.exe) /P (/c calc) >> >>\nendobj\n',
    'trailer\n<< /Root 10 0 R /Info 18 0 R /Size 19 >>\nstartxref\n0\n%%EOF\n',
  ];
  return Buffer.from(text.join(''), 'latin1');
}
