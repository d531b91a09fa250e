import type { Problem } from './problem.ts';

/** Problems of the event log of Sysmon. */
export const sysmonProblems = {
  damaged: (file: string, what: string, kept: number): Problem => ({
    code: 'SYSMON_DAMAGED',
    message: `${file} cannot be read to its end: ${what} (${kept} ${kept === 1 ? 'event' : 'events'} before it)`,
    hint: 'The events that could be read were kept; the guest or the upload was probably cut off.',
    where: { file },
  }),
  tooMany: (file: string, kept: number, left: number, byId: string): Problem => ({
    code: 'SYSMON_TOO_MANY',
    message: `of ${kept + left} events of Sysmon the first ${kept} were kept; the others by their event id: ${byId}`,
    hint: 'Raise `count` in the section [processing.sysmon] of the configuration if the others are wanted.',
    where: { file },
  }),
};
