import { type Prepared, preparePlugins } from '../engine/load.ts';

export interface Chosen {
  prepared: Prepared;
  /** All signatures there are. */
  all: Prepared;
  /** Undefined where all that was prepared is meant. */
  names: readonly string[] | undefined;
}

/**
 * Makes signatures ready to be loaded: those of the names, else those of the user's folders, else all. Files that
 * can't hold a wanted one are left out, so that nothing else has to be loaded.
 */
export async function chooseSignatures(folders: readonly string[], names: readonly string[]): Promise<Chosen> {
  const prepared = await preparePlugins(folders, ({ kind }) => kind === 'signature');
  const { files, problems } = prepared;
  if (names.length === 0) {
    const own = files.filter(({ origin }) => origin === 'user');
    return { prepared: { files: own.length > 0 ? own : files, problems }, all: prepared, names: undefined };
  }
  const stems = new Set(files.map(({ stem }) => stem));
  // A file may hold several signatures under names of their own: then all files have to be looked into.
  const areFiles = names.every((name) => stems.has(name));
  const narrow = areFiles ? { files: files.filter(({ stem }) => names.includes(stem)), problems } : prepared;
  return { prepared: narrow, all: prepared, names };
}
