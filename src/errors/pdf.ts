import type { Problem } from './problem.ts';

/** Problems of printing a report with a browser. */
export const pdfProblems = {
  noBrowser: (asked: string): Problem => ({
    code: 'PDF_NO_BROWSER',
    message: asked === '' ? 'no Chromium was found to print the PDF with' : `${asked} is no program that can be run`,
    hint: 'Install Chromium or Google Chrome, or name it as "browser" in [reporting.pdf].',
    where: {},
  }),
  noSandbox: (browser: string): Problem => ({
    code: 'PDF_NO_SANDBOX',
    message: `${browser} cannot make its sandbox here, so it was not given the report`,
    hint: 'Allow user namespaces, as containers often do not; or set "sandbox = false" in [reporting.pdf].',
    where: {},
  }),
  failed: (browser: string, why: string): Problem => ({
    code: 'PDF_FAILED',
    message: `${browser} did not print the report: ${why}`,
    hint: 'The HTML report holds the same and more.',
    where: {},
  }),
  timeOver: (browser: string, seconds: number): Problem => ({
    code: 'PDF_TIME_OVER',
    message: `${browser} was stopped after ${seconds} s, before the PDF was printed`,
    hint: 'Set a higher "seconds" or the size "brief" in [reporting.pdf].',
    where: {},
  }),
  tooLarge: (browser: string, megabytes: number): Problem => ({
    code: 'PDF_TOO_LARGE',
    message: `the PDF of ${browser} grew beyond ${megabytes} MB and was not kept`,
    hint: 'Set a higher "max_mb" or the size "brief" in [reporting.pdf].',
    where: {},
  }),
};
