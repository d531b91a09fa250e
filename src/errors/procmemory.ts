import type { Problem } from './problem.ts';

/** Problems of memory dumps of processes. */
export const procmemoryProblems = {
  damaged: (file: string, offset: number, reason: string, regions: number): Problem => ({
    code: 'PROCMEMORY_DAMAGED',
    message: `${file} could be read up to byte ${offset} only: ${reason}; ${regions} regions come before`,
    hint: 'Was the process killed, or the analysis ended, while its memory was dumped?',
    where: { file, offset },
  }),
  empty: (file: string): Problem => ({
    code: 'PROCMEMORY_EMPTY',
    message: `${file} has no bytes`,
    where: { file, offset: 0 },
  }),
  name: (file: string): Problem => ({
    code: 'PROCMEMORY_NAME',
    message: `${file} was left out, as its name does not tell which process it is of`,
    hint: 'Dumps are called <pid>.dmp, <pid>-<number>.dmp or block-<pid>-<address>-<number>.dmp.',
    where: { file },
  }),
  packed: (file: string): Problem => ({
    code: 'PROCMEMORY_PACKED',
    message: `${file} was left out, as it is packed`,
    hint: 'Unpack it beside itself.',
    where: { file },
  }),
  urls: (file: string, limit: number): Problem => ({
    code: 'PROCMEMORY_URLS',
    message: `${file} has more than ${limit} URLs; the others were left out`,
    hint: 'Raise `urls` in the section [processing.procmemory] of the configuration if they are wanted.',
    where: { file },
  }),
  unread: (file: string, size: number, limit: number): Problem => ({
    code: 'PROCMEMORY_UNREAD',
    message: `${file} has ${size} bytes, of which only the first ${limit} were searched for strings and URLs`,
    hint: 'Raise `bytes` in the section [processing.procmemory] of the configuration to search the rest.',
    where: { file },
  }),
  images: (file: string, left: number, limit: number): Problem => ({
    code: 'PROCMEMORY_IMAGES',
    message: `${left} images in ${file} were not carved, as there are more than ${limit} or they are too long`,
    hint: 'Raise `images` or `image` in the section [processing.procmemory] of the configuration if they are wanted.',
    where: { file },
  }),
};
