import type { ByteSource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import { CODE_BUDGET, type VbaBudget } from '../vba/project.ts';
import type { OfficeFile } from './types.ts';

/** Documents inside documents that are entered, and how deep. */
const DOCUMENTS = 200;
const DEPTH = 3;
/** What is unpacked of all parts: in proportion to the file, so that a small one takes little time. */
const UNPACKED = 96 << 20;
const UNPACKED_FREE = 12 << 20;
const UNPACKED_FACTOR = 40;

/** What reading one document shares among all its parts. */
export class OfficeContext {
  readonly passwords: readonly string[];
  /** Of macros. */
  readonly code: VbaBudget = { left: CODE_BUDGET };
  readonly #enter: (
    source: ByteSource,
    place: string,
    damage: Damage,
    context: OfficeContext,
    office: OfficeFile,
  ) => void;
  #documents = 0;
  #depth = 0;
  #bytes: number;

  /** `size` is that of the whole file. */
  constructor(
    size: number,
    passwords: readonly string[],
    enter: (source: ByteSource, place: string, damage: Damage, context: OfficeContext, office: OfficeFile) => void,
  ) {
    this.#bytes = Math.min(UNPACKED, UNPACKED_FREE + size * UNPACKED_FACTOR);
    this.passwords = passwords;
    this.#enter = enter;
  }

  /** How many bytes may still be unpacked. */
  get left(): number {
    return this.#bytes;
  }

  spend(bytes: number): void {
    this.#bytes = Math.max(0, this.#bytes - bytes);
  }

  /** Reads a document inside the document, for its macros, objects and links. */
  enter(source: ByteSource, place: string, damage: Damage, office: OfficeFile): void {
    if (this.#depth >= DEPTH || this.#documents >= DOCUMENTS) {
      damage.limit('documents inside it', -1, this.#depth >= DEPTH ? DEPTH : DOCUMENTS);
      return;
    }
    this.#documents++;
    this.#depth++;
    try {
      this.#enter(source, place, damage.within(place === '' ? 'the opened document' : place), this, office);
    } finally {
      this.#depth--;
    }
  }
}

/** Of all workbooks in a document. */
export const CELL_LIMIT = 20_000;
export const SHEET_LIMIT = 2000;
export const NAME_LIMIT = 5000;
export const PROJECT_LIMIT = 100;
export const OBJECT_LIMIT = 1000;
export const LINK_LIMIT = 2000;
export const FIELD_LIMIT = 1000;

/** Adds to a list that has a limit. */
export function add<T>(list: T[], item: T, limit: number, part: string, damage: Damage): void {
  if (list.length < limit) list.push(item);
  else damage.limit(part, -1, limit);
}
