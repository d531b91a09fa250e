/** An address as unsigned 32-bit words, most significant first: one for IPv4, four for IPv6. */
export interface IpAddress {
  family: 4 | 6;
  words: readonly number[];
}

export interface Subnet {
  /** The first address; every bit after the prefix is zero. */
  network: IpAddress;
  /** 0–32 or 0–128. */
  prefix: number;
  /** Whether the text named an address inside the network (`10.0.0.1/8`) and not the network. */
  hadHostBits: boolean;
}

/**
 * Reads an address as the standards write it; an IPv4 address inside IPv6 (`::ffff:192.0.2.1`) is read as IPv4.
 * `undefined` for anything else, also for zone ids, leading zeros (`010.0.0.1` is 8.0.0.1 to some readers) and ports.
 */
export function parseIp(text: string): IpAddress | undefined {
  if (text.length > 45) return undefined;
  if (text.includes(':')) return unmapped(parseV6(text));
  const word = parseV4(text);
  return word === undefined ? undefined : { family: 4, words: [word] };
}

/** Lower case, shortest form (RFC 5952): equal addresses give equal text. */
export function formatIp({ family, words }: IpAddress): string {
  if (family === 4) return formatV4(words[0]!);
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  const zeros = longestZeroRun(groups);
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  if (zeros.length < 2) return hex(groups);
  return `${hex(groups.slice(0, zeros.start))}::${hex(groups.slice(zeros.start + zeros.length))}`;
}

/** Reads CIDR; a bare address is a network of one. `undefined` for anything else. */
export function parseSubnet(text: string): Subnet | undefined {
  const slash = text.indexOf('/');
  const mapped = text.includes(':') && slash >= 0;
  const address = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  if (slash < 0) return { network: address, prefix: bitsOf(address), hadHostBits: false };
  const digits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits) || (digits.length > 1 && digits[0] === '0')) return undefined;
  let prefix = Number(digits);
  if (mapped && address.family === 4) {
    // Shorter than the 96 bits that mark an IPv4 address inside IPv6, it would reach beyond them.
    if (prefix < 96) return undefined;
    prefix -= 96;
  }
  if (prefix > bitsOf(address)) return undefined;
  const network = networkOf(address, prefix);
  return { network, prefix, hadHostBits: compareIp(network, address) !== 0 };
}

/** `10.0.0.0/8`; a network of one keeps its prefix (`192.0.2.1/32`). */
export function formatSubnet({ network, prefix }: Subnet): string {
  return `${formatIp(network)}/${prefix}`;
}

/** How many bits an address of this family has: 32 or 128. */
export function bitsOf(address: IpAddress): number {
  return address.family === 4 ? 32 : 128;
}

/** The address with every bit after the first `prefix` cleared. */
export function networkOf(address: IpAddress, prefix: number): IpAddress {
  const words = address.words.map((word, index) => {
    const bits = Math.min(32, Math.max(0, prefix - index * 32));
    return bits === 0 ? 0 : (word & (0xffffffff << (32 - bits))) >>> 0;
  });
  return { family: address.family, words };
}

/** Whether the address lies in the subnet; never across families. */
export function subnetHolds({ network, prefix }: Subnet, address: IpAddress): boolean {
  return network.family === address.family && compareIp(networkOf(address, prefix), network) === 0;
}

/** Order by family, then by number. */
export function compareIp(a: IpAddress, b: IpAddress): number {
  if (a.family !== b.family) return a.family - b.family;
  for (let i = 0; i < a.words.length; i++) {
    if (a.words[i] !== b.words[i]) return a.words[i]! - b.words[i]!;
  }
  return 0;
}

function parseV4(text: string): number | undefined {
  const parts = text.split('.', 5);
  if (parts.length !== 4) return undefined;
  let word = 0;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part)) return undefined;
    const byte = Number(part);
    if (byte > 255) return undefined;
    word = word * 256 + byte;
  }
  return word;
}

function parseV6(text: string): number[] | undefined {
  const halves = text.split('::', 3);
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1]!, true) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function parseGroups(text: string, mayEndInV4: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':', 9);
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (mayEndInV4 && index === parts.length - 1 && part.includes('.')) {
      const word = parseV4(part);
      if (word === undefined) return undefined;
      groups.push(Math.floor(word / 65536), word % 65536);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups.length > 8 ? undefined : groups;
}

function unmapped(groups: number[] | undefined): IpAddress | undefined {
  if (!groups) return undefined;
  const words = [0, 2, 4, 6].map((index) => groups[index]! * 65536 + groups[index + 1]!);
  if (words[0] === 0 && words[1] === 0 && words[2] === 0xffff) return { family: 4, words: [words[3]!] };
  return { family: 6, words };
}

function formatV4(word: number): string {
  return [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255].join('.');
}

function longestZeroRun(groups: number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    if (end > start) start = end;
  }
  return best;
}
