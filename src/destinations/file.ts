import { copyFile, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Options, required, text } from './options.ts';
import type { Delivery, Destination } from './types.ts';

export const fileOptions = { folder: required(text) };

/** Copies reports into a folder of the analysis's own below the one that is configured. */
export function fileDestination(options: Options): Destination {
  const root = options.text('folder', '');
  return {
    name: options.name,
    kind: 'file',
    async send({ key, files }: Delivery, signal) {
      const folder = join(root, key);
      for (const { name, path } of files) {
        signal.throwIfAborted();
        const target = join(folder, ...name.split('/'));
        await mkdir(dirname(target), { recursive: true });
        // Others may write into a shared folder: nothing is written through a link of theirs.
        if ((await lstat(dirname(target))).isSymbolicLink()) throw new Error(`${dirname(target)} is a symlink`);
        const temporary = `${target}.${process.pid}.part`;
        try {
          await copyFile(path, temporary);
          await rename(temporary, target);
        } finally {
          await rm(temporary, { force: true });
        }
      }
      return [];
    },
  };
}
