import type { Problem } from './problem.ts';

/** Problems of Android packages. */
export const apkProblems = {
  damaged: (file: string, offset: number, reason: string): Problem => ({
    code: 'APK_DAMAGED',
    message: `the list of members of ${file} is not whole: ${reason}`,
    where: { file, offset },
  }),
  members: (file: string, count: number, first: string, reason: string): Problem => ({
    code: 'APK_MEMBERS',
    message: `${file}: ${count} ${count === 1 ? 'member' : 'members'} could not be unpacked, the first ${first}: ${reason}`,
    where: { file },
  }),
  manifest: (file: string, reason: string): Problem => ({
    code: 'APK_MANIFEST',
    message: `the manifest of ${file} cannot be read: ${reason}`,
    where: { file },
  }),
};
