import { errorText, type KeptFile, type KeptFiles } from 'ovoscope';
import type { BodyFile, BodyStore } from 'ovoscope/formats';
import type { NetworkOptions } from './_network_options.ts';

/** Bodies that are written at the same time; each is an open file. */
const MAX_OPEN = 256;

/** Puts bodies into files named after their SHA-1, within limits. A disk that is full costs the bodies only. */
export class BodyFiles implements BodyStore {
  /** Bodies that were not kept because of a limit. */
  refused = 0;
  /** What the system said when a file could not be written; nothing was kept from then on. */
  fault: string | undefined;
  readonly #files: KeptFiles;
  readonly #paths = new Map<string, string>();
  #bodies: number;
  #bytes: number;
  #open = 0;

  constructor(files: KeptFiles, { maxBodies, maxBodyBytes }: NetworkOptions) {
    this.#files = files;
    this.#bodies = maxBodies;
    this.#bytes = maxBodyBytes;
  }

  begin(): BodyFile | undefined {
    if (this.fault !== undefined) return undefined;
    if (this.#open >= MAX_OPEN || this.#bodies <= 0 || this.#bytes <= 0) {
      this.refused++;
      return undefined;
    }
    const file = this.#try(() => this.#files.begin());
    if (!file) return undefined;
    this.#open++;
    this.#bodies--;
    return this.#body(file);
  }

  #body(begun: KeptFile): BodyFile {
    let file: KeptFile | undefined = begun;
    let written = 0;
    const stop = () => {
      file?.drop();
      if (file) this.#open--;
      file = undefined;
      this.#bytes += written;
    };
    return {
      write: (bytes) => {
        if (!file) return;
        if (bytes.length > this.#bytes) {
          this.refused++;
          stop();
          return;
        }
        if (this.#try(() => begun.write(bytes)) === undefined && this.fault !== undefined) return stop();
        written += bytes.length;
        this.#bytes -= bytes.length;
      },
      end: (sha1) => {
        if (!file) return undefined;
        const known = this.#paths.get(sha1);
        if (known !== undefined) {
          this.#bodies++;
          stop();
          return known;
        }
        file = undefined;
        this.#open--;
        const path = this.#try(() => begun.end(sha1));
        if (path !== undefined) this.#paths.set(sha1, path);
        return path;
      },
    };
  }

  #try<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.fault ??= errorText(error);
      return undefined;
    }
  }
}
