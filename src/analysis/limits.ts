/** What one analysis may take. Sizes are in bytes. */
export interface OpenLimits {
  /** Files of a folder, or entries of an archive. */
  files: number;
  /** Folders within folders. */
  depth: number;
  /** One component of a path. */
  nameBytes: number;
  pathBytes: number;
  /** Everything an archive unpacks to. */
  unpackedBytes: number;
  /** One file of an archive. */
  fileBytes: number;
  /** An archive may unpack to this many times its size once it has passed `ratioFrom`. */
  ratio: number;
  ratioFrom: number;
}

const MiB = 1 << 20;

export const DEFAULT_LIMITS: OpenLimits = {
  files: 100_000,
  depth: 32,
  nameBytes: 255,
  pathBytes: 1024,
  unpackedBytes: 8192 * MiB,
  fileBytes: 4096 * MiB,
  ratio: 200,
  ratioFrom: 64 * MiB,
};
