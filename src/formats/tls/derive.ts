import { createHmac } from 'node:crypto';

const hmac = (hash: string, key: Buffer, ...parts: Buffer[]): Buffer => {
  const mac = createHmac(hash, key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/** The key block of TLS 1.0 to 1.2 (RFC 5246, 6.3). */
export function keyBlock(options: {
  version: number;
  hash: string;
  master: Buffer;
  clientRandom: Buffer;
  serverRandom: Buffer;
  length: number;
}): Buffer {
  const { version, hash, master, length } = options;
  const seed = Buffer.concat([Buffer.from('key expansion'), options.serverRandom, options.clientRandom]);
  if (version >= 0x0303) return expand(hash, master, seed, length);
  const half = Math.ceil(master.length / 2);
  const [left, right] = [master.subarray(0, half), master.subarray(master.length - half)];
  const block = expand('md5', left, seed, length);
  const other = expand('sha1', right, seed, length);
  for (let i = 0; i < length; i++) block[i]! ^= other[i]!;
  return block;
}

function expand(hash: string, secret: Buffer, seed: Buffer, length: number): Buffer {
  const parts: Buffer[] = [];
  let a = seed;
  for (let have = 0; have < length; have += parts.at(-1)!.length) {
    a = hmac(hash, secret, a);
    parts.push(hmac(hash, secret, a, seed));
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** HKDF-Expand-Label of TLS 1.3 (RFC 8446, 7.1), with an empty context. */
export function expandLabel(hash: string, secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([length >> 8, length & 255, name.length]), name, Buffer.from([0])]);
  const parts: Buffer[] = [];
  let block: Buffer = Buffer.alloc(0);
  for (let have = 0; have < length; have += block.length) {
    block = hmac(hash, secret, block, info, Buffer.from([parts.length + 1]));
    parts.push(block);
  }
  return Buffer.concat(parts).subarray(0, length);
}
