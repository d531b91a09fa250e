/** What a project's `CMG`, `DPB` and `GC` values say. */
export interface ProjectProtection {
  /** The user locked the project for viewing. */
  isLocked: boolean;
  /** The application or the editor protects it. */
  isHostProtected: boolean;
  hasPassword: boolean;
  /** False where even the editor does not list it. */
  isVisible: boolean;
}

/** Undefined where the stream has none of the three values. */
export function readProtection(values: ReadonlyMap<string, string>): ProjectProtection | undefined {
  const state = decode(values.get('CMG'));
  const password = decode(values.get('DPB'));
  const visibility = decode(values.get('GC'));
  if (state === undefined && password === undefined && visibility === undefined) return undefined;
  return {
    isLocked: ((state?.[0] ?? 0) & 1) !== 0,
    isHostProtected: ((state?.[0] ?? 0) & 6) !== 0,
    hasPassword: (password?.length ?? 0) > 1 || (password?.[0] ?? 0) !== 0,
    isVisible: (visibility?.[0] ?? 0xff) !== 0,
  };
}

/** Undoes the data encryption of MS-OVBA 2.4.3; undefined where the text is none. */
function decode(text: string | undefined): Buffer | undefined {
  if (text === undefined || text.length > 512 || !/^(?:[0-9A-Fa-f]{2}){8,}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'hex');
  const seed = bytes[0]!;
  const ignored = (seed & 6) >> 1;
  let plain = seed ^ bytes[2]!;
  let last = bytes[2]!;
  let beforeLast = bytes[1]!;
  const data: number[] = [];
  for (const byte of bytes.subarray(3)) {
    plain = byte ^ ((beforeLast + plain) & 0xff);
    beforeLast = last;
    last = byte;
    data.push(plain);
  }
  const body = Buffer.from(data).subarray(ignored);
  if (body.length < 4) return undefined;
  return body.subarray(4, 4 + Math.min(body.readUInt32LE(0), body.length));
}
