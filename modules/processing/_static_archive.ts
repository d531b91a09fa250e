import type { ByteSource } from 'ovoscope';
import { type ArchiveListing, type ArchiveMember, archiveFormat, listArchive, MemorySource } from 'ovoscope/formats';
import type { StaticContext, StaticFormat } from './_static_format.ts';

const MEMBERS = 5000;
const BYTES = 64 << 20;
/** An archive in an archive in an archive. */
const DEEPEST = 3;
/** Archives within that are listed. */
const MOST_INNER = 50;
/** Longest of them. */
const LONGEST_INNER = 32 << 20;
const ARCHIVE = /\.(?:zip|jar|apk|7z|rar|cab|gz|tgz|bz2|tbz2?|tar|iso|img)$/i;

/** Archives: what is in them, without unpacking it. Documents that are zip files are those of their own formats. */
export const archiveFiles: StaticFormat = {
  name: 'archive',
  applies: ({ source, head }) => archiveFormat(source, head) !== undefined,
  async read({ source }, context) {
    const walk = new Walk(context);
    const listing = await walk.list(source);
    if (listing === undefined || isDocument(listing)) return {};
    return { archive: await walk.describe(listing, 0) };
  },
};

/** Office Open XML and OpenDocument. */
function isDocument({ members }: ArchiveListing): boolean {
  return members.some(({ name }) => name === '[Content_Types].xml') || members[0]?.name === 'mimetype';
}

type Json = { [name: string]: unknown };

class Walk {
  readonly #context: StaticContext;
  readonly #limit: number;
  #bytes: number;
  #inner = MOST_INNER;

  constructor(context: StaticContext) {
    this.#context = context;
    this.#limit = positive(context.options['archive_members'], MEMBERS);
    this.#bytes = positive(context.options['archive_bytes'], BYTES);
  }

  list(source: ByteSource): Promise<ArchiveListing | undefined> {
    const { problem, signal } = this.#context;
    return listArchive(source, problem, { limit: this.#limit, bytes: this.#bytes, signal });
  }

  async describe(listing: ArchiveListing, depth: number): Promise<Json> {
    const { isHeaderEncrypted, isSolid, isVolume, members, ...rest } = listing;
    const files = members.filter(({ kind }) => kind === 'file');
    const sum = (key: 'size' | 'packed') => files.reduce((total, member) => total + (member[key] ?? 0), 0);
    const listed: Json[] = [];
    for (const member of members) listed.push(await this.#member(member, depth));
    return {
      ...rest,
      is_header_encrypted: isHeaderEncrypted,
      is_solid: isSolid,
      is_volume: isVolume,
      files: files.length,
      encrypted: members.filter(({ isEncrypted }) => isEncrypted).length,
      size: sum('size'),
      packed: sum('packed'),
      members: listed,
    };
  }

  async #member({ read, isEncrypted, ...member }: ArchiveMember, depth: number): Promise<Json> {
    const found: Json = { ...member, is_encrypted: isEncrypted };
    const isWanted = member.kind === 'file' && !isEncrypted && ARCHIVE.test(member.name) && (member.size ?? 0) > 0;
    if (!isWanted || read === undefined || depth + 1 >= DEEPEST || this.#inner <= 0) return found;
    this.#context.signal.throwIfAborted();
    const bytes = read(Math.min(LONGEST_INNER, this.#bytes));
    if (bytes === undefined) return found;
    this.#inner--;
    this.#bytes -= bytes.length;
    const listing = await this.list(new MemorySource(bytes, member.name));
    if (listing !== undefined && !isDocument(listing)) found['archive'] = await this.describe(listing, depth + 1);
    return found;
  }
}

function positive(value: unknown, standard: number): number {
  return typeof value === 'number' && value > 0 ? value : standard;
}
