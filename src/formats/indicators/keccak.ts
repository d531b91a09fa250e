/** Keccak-256 as Ethereum and Monero use it: the padding of the competition, not that of SHA-3. */
export function keccak256(message: Uint8Array): Buffer {
  const state = new BigUint64Array(25);
  const padded = Buffer.alloc((Math.floor(message.length / RATE) + 1) * RATE);
  padded.set(message);
  padded[message.length]! |= 0x01;
  padded[padded.length - 1]! |= 0x80;
  for (let block = 0; block < padded.length; block += RATE) {
    for (let i = 0; i < RATE / 8; i++) state[i]! ^= padded.readBigUInt64LE(block + i * 8);
    permute(state);
  }
  const digest = Buffer.alloc(32);
  for (let i = 0; i < 4; i++) digest.writeBigUInt64LE(state[i]!, i * 8);
  return digest;
}

/** Bytes of a block: 1600 bits less twice the 256 of the digest. */
const RATE = 136;
const MASK = (1n << 64n) - 1n;

/** Round constants: bits of a linear feedback shift register. */
const ROUNDS = (() => {
  let register = 1;
  const bit = () => {
    const out = register & 1;
    register = (register << 1) ^ (register & 0x80 ? 0x171 : 0);
    return out;
  };
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let j = 0; j < 7; j++) if (bit()) constant |= 1n << BigInt(2 ** j - 1);
    return constant;
  });
})();

const rotate = (lane: bigint, by: number) => ((lane << BigInt(by)) | (lane >> BigInt(64 - by))) & MASK;

function permute(a: BigUint64Array): void {
  const column = new BigUint64Array(5);
  for (const constant of ROUNDS) {
    for (let x = 0; x < 5; x++) column[x] = a[x]! ^ a[x + 5]! ^ a[x + 10]! ^ a[x + 15]! ^ a[x + 20]!;
    for (let x = 0; x < 5; x++) {
      const change = column[(x + 4) % 5]! ^ rotate(column[(x + 1) % 5]!, 1);
      for (let y = 0; y < 25; y += 5) a[x + y]! ^= change;
    }
    let x = 1;
    let y = 0;
    let lane = a[1]!;
    for (let t = 0; t < 24; t++) {
      [x, y] = [y, (2 * x + 3 * y) % 5];
      const next = a[x + 5 * y]!;
      a[x + 5 * y] = rotate(lane, (((t + 1) * (t + 2)) / 2) % 64);
      lane = next;
    }
    for (let row = 0; row < 25; row += 5) {
      const copy = a.slice(row, row + 5);
      for (let i = 0; i < 5; i++) a[row + i] = copy[i]! ^ (~copy[(i + 1) % 5]! & MASK & copy[(i + 2) % 5]!);
    }
    a[0]! ^= constant;
  }
}
