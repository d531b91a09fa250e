import type { Damage } from '../binary/damage.ts';
import { OutOfData } from '../binary/random-access.ts';
import type { PeImage } from './headers.ts';

export interface ImportedFunction {
  /** Undefined where it is imported by number. */
  name: string | undefined;
  ordinal: number | undefined;
  /** Where Windows writes the function's address: absolute, of the image's width. */
  address: bigint;
}

export interface ImportedLibrary {
  dll: string;
  functions: ImportedFunction[];
}

const IMPORT = 1;
const DELAY_IMPORT = 13;
const BOUND_IMPORT = 11;
const LIBRARY_LIMIT = 4096;
/** Over all libraries of the file. */
const FUNCTION_LIMIT = 65_536;
const NAME_LIMIT = 512;
/** All names together; each could be as long as a name may be. */
const TEXT_LIMIT = 8 << 20;

/** What is left of the limits, over all libraries of a table. */
interface Budget {
  functions: number;
  text: number;
}

const isSpent = (budget: Budget): boolean => budget.functions <= 0 || budget.text <= 0;

export function readImports(image: PeImage, damage: Damage): ImportedLibrary[] {
  const directory = image.directory(IMPORT);
  const libraries: ImportedLibrary[] = [];
  if (directory === undefined) return libraries;
  const budget: Budget = { functions: FUNCTION_LIMIT, text: TEXT_LIMIT };
  damage.attempt('import table', () => {
    for (let i = 0; ; i++) {
      const at = directory.rva + i * 20;
      if (i >= LIBRARY_LIMIT || isSpent(budget)) {
        damage.limit('import table', image.where(at), isSpent(budget) ? FUNCTION_LIMIT : LIBRARY_LIMIT);
        return;
      }
      const lookup = image.u32(at);
      const nameRva = image.u32(at + 12);
      const addresses = image.u32(at + 16);
      // Windows stops at the first descriptor that lacks either.
      if (nameRva === 0 || addresses === 0) return;
      const dll = damage.attemptValue('import table', () => image.latin1z(nameRva, NAME_LIMIT));
      const library: ImportedLibrary = { dll: dll ?? '', functions: [] };
      libraries.push(library);
      readFunctions(image, damage, library, { lookup, addresses, base: 0n }, budget);
    }
  });
  return libraries;
}

/** Libraries that are loaded when one of their functions is called for the first time. */
export function readDelayImports(image: PeImage, damage: Damage): ImportedLibrary[] {
  const directory = image.directory(DELAY_IMPORT);
  const libraries: ImportedLibrary[] = [];
  if (directory === undefined) return libraries;
  const budget: Budget = { functions: FUNCTION_LIMIT, text: TEXT_LIMIT };
  damage.attempt('delay import table', () => {
    for (let i = 0; ; i++) {
      const at = directory.rva + i * 32;
      if (i >= LIBRARY_LIMIT || isSpent(budget)) {
        damage.limit('delay import table', image.where(at), isSpent(budget) ? FUNCTION_LIMIT : LIBRARY_LIMIT);
        return;
      }
      // Linkers before Visual C++ 7 wrote absolute addresses, and say so here; some wrote both kinds.
      const base = (image.u32(at) & 1) === 1 ? 0n : image.headers.imageBase;
      const relative = (field: number) => withoutBase(BigInt(image.u32(at + field)), base);
      if (image.u32(at + 4) === 0 || image.u32(at + 12) === 0) return;
      const dll = damage.attemptValue('delay import table', () => image.latin1z(relative(4), NAME_LIMIT));
      const library: ImportedLibrary = { dll: dll ?? '', functions: [] };
      libraries.push(library);
      const lookup = image.u32(at + 16) === 0 ? 0 : relative(16);
      readFunctions(image, damage, library, { lookup, addresses: relative(12), base }, budget);
    }
  });
  return libraries;
}

/** Names of libraries whose addresses the linker has filled in already. */
export function readBoundImports(image: PeImage, damage: Damage): { dll: string; timestamp: number }[] {
  const directory = image.directory(BOUND_IMPORT);
  const bound: { dll: string; timestamp: number }[] = [];
  if (directory === undefined) return bound;
  damage.attempt('bound import table', () => {
    for (let at = directory.rva; bound.length < LIBRARY_LIMIT; ) {
      const timestamp = image.u32(at);
      const name = image.u16(at + 4);
      if (timestamp === 0 && name === 0) return;
      bound.push({ dll: image.latin1z(directory.rva + name, NAME_LIMIT), timestamp });
      at += 8 + image.u16(at + 6) * 8;
    }
  });
  return bound;
}

interface Tables {
  lookup: number;
  addresses: number;
  base: bigint;
}

function readFunctions(
  image: PeImage,
  damage: Damage,
  library: ImportedLibrary,
  { lookup, addresses, base }: Tables,
  budget: Budget,
): void {
  const { width } = image;
  const byNumber = width === 8 ? 1n << 63n : 1n << 31n;
  const table = lookup !== 0 && isReadable(image, lookup) ? lookup : addresses;
  damage.attempt('import table', () => {
    for (let i = 0; !isSpent(budget); i++, budget.functions--) {
      const thunk = image.pointer(table + i * width);
      if (thunk === 0n) return;
      const address = image.headers.imageBase + BigInt(addresses + i * width);
      if ((thunk & byNumber) !== 0n) {
        library.functions.push({ name: undefined, ordinal: Number(thunk & 0xffffn), address });
        continue;
      }
      const name = damage.attemptValue('import table', () => nameAt(image, withoutBase(thunk, base)));
      // What is no place for a name is no list of functions either.
      if (name === undefined) return;
      budget.text -= name.length;
      library.functions.push({ name, ordinal: undefined, address });
    }
  });
}

function withoutBase(address: bigint, base: bigint): number {
  return Number(address >= base ? address - base : address);
}

function nameAt(image: PeImage, rva: number): string {
  return image.latin1z(rva + 2, NAME_LIMIT);
}

/** Whether a list starts there; packers leave the lookup table out or wrong, and Windows takes the other. */
function isReadable(image: PeImage, rva: number): boolean {
  try {
    return image.pointer(rva) !== 0n;
  } catch (error) {
    if (error instanceof OutOfData) return false;
    throw error;
  }
}
