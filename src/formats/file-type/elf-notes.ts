/** What the notes of an ELF file say; kept while its segments and sections are gone through. */
export class Notes {
  text = '';
  #left = 256;
  #system = false;
  #build = false;
  #pax = false;
  readonly #netbsd = new Set<number>();
  readonly #littleEndian: boolean;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  /** Whether the limit on notes was reached. */
  get exhausted(): boolean {
    return this.#left === 0;
  }

  /** Reads one block of notes. Damage ends it; what was found before counts. */
  read(block: Uint8Array, align: number): void {
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    const up = (offset: number) => Math.ceil(offset / align) * align;
    for (let at = 0; at + 12 <= block.length && this.#left > 0; ) {
      this.#left--;
      const nameSize = view.getUint32(at, this.#littleEndian);
      const size = view.getUint32(at + 4, this.#littleEndian);
      const type = view.getUint32(at + 8, this.#littleEndian);
      if (nameSize === 0 && size === 0) return;
      if (nameSize >= 0x80000000) this.text += `, bad note name size 0x${nameSize.toString(16)}`;
      else if (size >= 0x80000000) this.text += `, bad note description size 0x${size.toString(16)}`;
      const name = at + 12;
      const start = up(name + nameSize);
      if (name + nameSize > block.length || start + size > block.length) return;
      this.#note(latin1(block, name, nameSize), type, block.subarray(start, start + size));
      at = up(start + size);
    }
  }

  /** `name` includes its NUL. */
  #note(name: string, type: number, bytes: Uint8Array): void {
    if (!this.#system && this.#describeSystem(name, type, bytes)) return;
    if (!this.#build && this.#describeBuild(name, type, bytes)) return;
    if (!this.#pax && name === 'PaX\0' && type === 3 && bytes.length === 4) {
      this.#pax = true;
      this.text += describePax(this.#numbers(bytes)[0]!);
    } else if (name === 'NetBSD\0') this.#describeNetbsd(type, bytes);
  }

  #numbers(bytes: Uint8Array): number[] {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return Array.from({ length: bytes.length >> 2 }, (_, i) => view.getUint32(i * 4, this.#littleEndian));
  }

  #describeSystem(name: string, type: number, bytes: Uint8Array): boolean {
    if (type !== 1) return false;
    const [first = 0, ...version] = this.#numbers(bytes);
    let system: string | undefined;
    if (name === 'SuSE\0' && bytes.length === 2) system = `SuSE ${bytes[0]}.${bytes[1]}`;
    else if (name === 'GNU\0' && bytes.length === 16) {
      const names = ['Linux', 'Hurd', 'Solaris', 'kFreeBSD', 'kNetBSD'];
      system = `GNU/${names[first] ?? '<unknown>'} ${version.map((part) => part | 0).join('.')}`;
    } else if (bytes.length === 4) {
      if (name === 'NetBSD\0') system = `NetBSD${netbsdVersion(first)}`;
      if (name === 'FreeBSD\0') system = `FreeBSD${freebsdVersion(first)}`;
      if (name === 'OpenBSD\0') system = 'OpenBSD';
      if (name === 'DragonFly\0') system = `DragonFly ${parts(first, [100000, 10], [10000, 10], [1, 10000])}`;
    }
    if (system === undefined) return false;
    this.#system = true;
    this.text += `, for ${system}`;
    return true;
  }

  #describeBuild(name: string, type: number, bytes: Uint8Array): boolean {
    if (name === 'GNU\0' && type === 3 && bytes.length >= 4 && bytes.length <= 20) {
      const kinds = new Map([
        [8, 'xxHash'],
        [16, 'md5/uuid'],
        [20, 'sha1'],
      ]);
      this.#build = true;
      this.text += `, BuildID[${kinds.get(bytes.length) ?? 'unknown'}]=${Buffer.from(bytes).toString('hex')}`;
      return true;
    }
    if (name !== 'Go\0\0' || type !== 4 || bytes.length >= 128) return false;
    this.text += `, Go BuildID=${printable(bytes)}`;
    return true;
  }

  #describeNetbsd(type: number, bytes: Uint8Array): void {
    if (type === 1) return;
    const titles = new Map([
      [5, 'compiled for'],
      [6, 'compiler model'],
      [2, 'emulation:'],
    ]);
    const title = titles.get(type);
    const once = title === undefined ? 0 : type;
    if (this.#netbsd.has(once)) return;
    this.#netbsd.add(once);
    this.text += title === undefined ? `, note=${type}` : `, ${title}: ${printable(bytes.subarray(0, 100))}`;
  }
}

function latin1(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
}

/** Text up to the first NUL, with what can't be printed as octal escapes. */
export function printable(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0) break;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return text;
}

function describePax(flags: number): string {
  const names = ['+mprotect', '-mprotect', '+segvguard', '-segvguard', '+ASLR', '-ASLR'];
  return flags === 0 ? '' : `, PaX: ${names.filter((_, bit) => flags & (1 << bit)).join()}`;
}

/** Digits of a decimal number: divided by the first number of each pair, modulo the second. */
function parts(number: number, ...pairs: [divisor: number, modulus: number][]): string {
  return pairs.map(([divisor, modulus], i) => Math.trunc(number / divisor) % (i === 0 ? Infinity : modulus)).join('.');
}

function netbsdVersion(number: number): string {
  if (number <= 100000000) return '';
  const major = Math.trunc(number / 100000000);
  let release = Math.trunc(number / 10000) % 100;
  let patch = Math.trunc(number / 100) % 100;
  if (major >= 9) {
    patch += 100 * release;
    release = 0;
  }
  const version = ` ${major}.${Math.trunc(number / 1000000) % 100}`;
  if (release === 0) return patch === 0 ? version : `${version}.${patch}`;
  return `${version}${'Z'.repeat(Math.trunc((release - 1) / 26))}${String.fromCharCode(65 + ((release - 1) % 26))}`;
}

/** `__FreeBSD_version`, whose digits changed their meaning with 4.10 and 5.0. */
function freebsdVersion(number: number): string {
  const digit = (divisor: number, modulus = 10) => Math.trunc(number / divisor) % modulus;
  const major = Math.trunc(number / 100000);
  if (number === 460002) return ' 4.6.2';
  if (number < 460100) {
    const patch = digit(1000) > 0 ? `.${digit(1000)}` : '';
    const development = number % 1000 > 0 || number % 100000 === 0 ? ` (${number})` : '';
    return ` ${major}.${digit(10000)}${patch}${development}`;
  }
  const minor = number < 500000 ? digit(10000) + digit(1000) : digit(1000, 100);
  const development = digit(100) > 0 || (number >= 500000 && Math.trunc((number % 100000) / 100) === 0);
  if (development) return ` ${major}.${minor} (${number})`;
  return ` ${major}.${minor}${digit(10) > 0 ? `.${digit(10)}` : ''}`;
}
