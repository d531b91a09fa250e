import { CommandSignature } from '../_command-signature.ts';

const COMMANDS = [
  /\b(?:wget|curl|tftp|ftpget|lwp-download)\b.{0,400}(?:\||;|&&|\n)\s{0,20}(?:sudo\s+)?(?:(?:ba|da|z)?sh\b|chmod\b|python\d?\b|perl\b|\.\/|\/tmp\/|\/var\/tmp\/|\/dev\/shm\/)/,
  /(?:^|[\s"'])(?:\/usr\/bin\/|\/bin\/)?(?:wget|curl)\s.{0,300}\/(?:tmp|var\/tmp|dev\/shm|var\/run)\//,
];

/** Scripts that install programs from the internet are started the same way. */
export default class LinuxDownloadsAndRuns extends CommandSignature {
  name = 'linux_downloads_and_runs';
  description = 'Downloads something and runs it at once';
  severity = 3;
  confidence = 80;
  categories = ['linux', 'downloader'];
  ttps = ['T1105', 'T1059.004'];
  references = ['https://attack.mitre.org/techniques/T1105/', 'https://attack.mitre.org/techniques/T1059/004/'];

  protected concerns(commandLine: string): boolean {
    return COMMANDS.some((pattern) => pattern.test(commandLine));
  }
}
