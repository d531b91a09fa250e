interface Region {
  address: bigint;
  bytes: Buffer | Uint8Array;
  state?: number;
  type?: number;
  protect?: number;
}

/** A memory dump as Cuckoo's analyser writes it. */
export function dumpOf(regions: readonly Region[]): Buffer {
  return Buffer.concat(
    regions.flatMap(({ address, bytes, state = 0, type = 0, protect = 0 }) => {
      const header = Buffer.alloc(24);
      header.writeBigUInt64LE(address, 0);
      for (const [i, value] of [bytes.length, state, type, protect].entries()) header.writeUInt32LE(value, 8 + i * 4);
      return [header, Buffer.from(bytes)];
    }),
  );
}

/** A small PE program, as a file and as Windows maps it. */
export function mappedPe(): { file: Buffer; mapped: Buffer } {
  const file = Buffer.alloc(0x600);
  file.write('MZ', 0);
  file.writeUInt32LE(0x80, 0x3c);
  file.write('PE\0\0', 0x80, 'latin1');
  file.writeUInt16LE(0x14c, 0x84);
  file.writeUInt16LE(2, 0x86);
  file.writeUInt32LE(0x5f000000, 0x88);
  file.writeUInt16LE(0xe0, 0x94);
  file.writeUInt16LE(0x102, 0x96);
  file.writeUInt16LE(0x10b, 0x98);
  file.writeUInt32LE(0x3000, 0x98 + 56);
  file.writeUInt32LE(0x200, 0x98 + 60);
  for (const [i, [name, virtual, raw]] of (
    [
      ['.text', 0x1000, 0x200],
      ['.data', 0x2000, 0x400],
    ] as const
  ).entries()) {
    const at = 0x98 + 0xe0 + i * 40;
    file.write(name, at);
    for (const [field, value] of [0x200, virtual, 0x200, raw].entries()) file.writeUInt32LE(value, at + 8 + field * 4);
  }
  file.fill('code ', 0x200, 0x400);
  file.fill('data ', 0x400, 0x600);
  const mapped = Buffer.alloc(0x3000);
  file.copy(mapped, 0, 0, 0x200);
  file.copy(mapped, 0x1000, 0x200, 0x400);
  file.copy(mapped, 0x2000, 0x400, 0x600);
  return { file, mapped };
}
