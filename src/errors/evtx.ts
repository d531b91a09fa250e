import type { Problem } from './problem.ts';

/** Problems of Windows event logs. */
export const evtxProblems = {
  damaged: (file: string, offset: number, what: string, more: number): Problem => ({
    code: 'EVTX_DAMAGED',
    message: `the event log ${file} is damaged at byte ${offset}: ${what}${more > 0 ? `; and in ${more} more places` : ''}`,
    hint: 'The events that could be read were kept. A guest that clears or kills its log leaves such files as well.',
    where: { file, offset },
  }),
  tooMany: (file: string, kept: number, left: number): Problem => ({
    code: 'EVTX_TOO_MANY',
    message: `of ${kept + left} events of ${file} the latest ${kept} were kept`,
    hint: 'Raise `count` in the section [processing.evtx] of the configuration if the others are wanted.',
    where: { file },
  }),
  archive: (file: string, what: string): Problem => ({
    code: 'EVTX_ARCHIVE',
    message: `event logs are missing, because ${file} cannot be read as a whole: ${what}`,
    where: { file },
  }),
};
