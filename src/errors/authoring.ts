import type { Problem } from './problem.ts';

/** What stands in the way of writing and trying signatures. */
export const authoringProblems = {
  corpus: (path: string, why: string): Problem => ({
    code: 'CORPUS_UNREADABLE',
    message: `no analyses can be read from ${path}: ${why}`,
    hint: 'Name a folder with analyses, archives of them or reports in it, at any depth.',
    where: { file: path },
  }),
  emptyCorpus: (path: string): Problem => ({
    code: 'CORPUS_EMPTY',
    message: `nothing in ${path} looks like an analysis, an archive of one, or a report`,
    hint: 'Name a folder with analyses, archives of them or reports in it, at any depth.',
    where: { file: path },
  }),
  unknownSignature: (name: string, nearest: string | undefined): Problem => ({
    code: 'AUTHORING_UNKNOWN_SIGNATURE',
    message: `there is no signature called "${name}"`,
    hint:
      nearest === undefined
        ? 'ovoscope signatures list shows what there is; --modules names a folder of your own.'
        : `Did you mean "${nearest}"?`,
    where: { signature: name },
  }),
  badName: (name: string, meant: string | undefined): Problem => ({
    code: 'AUTHORING_NAME',
    message: `"${name}" is no name for a signature`,
    hint: `A name is small letters, digits and "_", and says what the sample did: disables_defender.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
    where: {},
  }),
  nameTaken: (name: string, file: string): Problem => ({
    code: 'AUTHORING_NAME_TAKEN',
    message: `there is a signature called "${name}" already, in ${file}`,
    hint: 'Reports and rule files call signatures by their name; choose another one.',
    where: { file },
  }),
  exists: (file: string): Problem => ({
    code: 'AUTHORING_EXISTS',
    message: `${file} is there already`,
    hint: 'Nothing was written. Choose another name, or remove the file first.',
    where: { file },
  }),
  notWritten: (file: string, why: string): Problem => ({
    code: 'AUTHORING_NOT_WRITTEN',
    message: `${file} could not be written: ${why}`,
    where: { file },
  }),
  unread: (file: string, why: string): Problem => ({
    code: 'AUTHORING_UNREAD',
    message: `${file} cannot be read: ${why}`,
    where: { file },
  }),
  testUnread: (file: string, why: string): Problem => ({
    code: 'AUTHORING_TEST_UNREAD',
    message: `the test beside ${file} could not be read: ${why}`,
    hint: 'Its cases were not looked at; "ovoscope test" tells more.',
    where: { file },
  }),
};
