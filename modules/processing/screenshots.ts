import { Processing, type Screenshot, type TaskFile } from 'ovoscope';
import { fileProblems } from 'ovoscope/formats';
import { openFile } from './_file_record.ts';

const IMAGES = ['ffd8ff', '89504e470d0a1a0a'];
/** Not the thumbnails that Cuckoo 2 puts beside them: `0001_small.jpg`. */
const NAME = /^[^_]+\.(?:jpe?g|png)$/i;

/** Pictures of the guest's desktop, in the order in which they were taken. */
export default class Screenshots extends Processing<'screenshots'> {
  readonly key = 'screenshots' as const;

  run(): Screenshot[] {
    const shots = this.task.list('shots').filter((file) => NAME.test(file.name));
    return shots
      .sort((a, b) => numberOf(a) - numberOf(b) || (a.name < b.name ? -1 : 1))
      .filter((file) => this.#isImage(file))
      .map(({ path }) => ({ path }));
  }

  #isImage(file: TaskFile): boolean {
    const source = openFile(this, file.path);
    if (!source) return false;
    try {
      const head = Buffer.alloc(8);
      source.read(head, 0);
      if (IMAGES.some((magic) => head.toString('hex').startsWith(magic))) return true;
    } finally {
      source.close();
    }
    this.problem(fileProblems.notAnImage(file.path));
    return false;
  }
}

/** Names without a number come last. */
function numberOf(file: TaskFile): number {
  return Number(/^\d{1,15}(?=\.)/.exec(file.name)?.[0] ?? Number.MAX_SAFE_INTEGER);
}
