import type { Damage } from '../binary/damage.ts';
import type { PeImage } from './headers.ts';

export interface Tls {
  /** Absolute addresses of functions that run before the entry point. */
  callbacks: bigint[];
  start: bigint;
  end: bigint;
}

export interface LoadConfig {
  size: number;
  timestamp: number;
  securityCookie: bigint;
  /** Structured exception handlers that are allowed; 32-bit images only. */
  handlers: number;
  guardFunctions: number;
  guardFlags: number;
}

const TLS = 9;
const LOAD_CONFIG = 10;
const CALLBACK_LIMIT = 256;

export function readTls(image: PeImage, damage: Damage): Tls | undefined {
  const directory = image.directory(TLS);
  if (directory === undefined) return undefined;
  const { width } = image;
  const tls: Tls = { callbacks: [], start: 0n, end: 0n };
  damage.attempt('TLS directory', () => {
    tls.start = image.pointer(directory.rva);
    tls.end = image.pointer(directory.rva + width);
    const list = image.pointer(directory.rva + width * 3);
    if (list === 0n) return;
    const rva = image.rvaOf(list);
    for (let i = 0; ; i++) {
      if (i >= CALLBACK_LIMIT) {
        damage.limit('TLS callbacks', image.where(rva), CALLBACK_LIMIT);
        return;
      }
      const callback = image.pointer(rva + i * width);
      if (callback === 0n) return;
      tls.callbacks.push(callback);
    }
  });
  return tls;
}

export function readLoadConfig(image: PeImage, damage: Damage): LoadConfig | undefined {
  const directory = image.directory(LOAD_CONFIG);
  if (directory === undefined) return undefined;
  return damage.attemptValue('load configuration', () => {
    const { rva } = directory;
    const size = image.u32(rva);
    const wide = image.headers.is64;
    // Older linkers write shorter ones: what is not there is zero.
    const number = (narrowAt: number, wideAt: number): bigint => {
      const at = wide ? wideAt : narrowAt;
      return at + image.width <= size ? image.pointer(rva + at) : 0n;
    };
    const flagsAt = wide ? 144 : 88;
    return {
      size,
      timestamp: image.u32(rva + 4),
      securityCookie: number(60, 88),
      handlers: wide ? 0 : Number(number(68, 104)),
      guardFunctions: Number(number(84, 136)),
      guardFlags: flagsAt + 4 <= size ? image.u32(rva + flagsAt) : 0,
    };
  });
}
