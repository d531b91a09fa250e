import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser, type PrintOptions, printPdf } from '../../modules/reporting/_chromium.ts';
import Pdf from '../../modules/reporting/pdf.ts';
import { OvoscopeError } from '../../src/errors/problem.ts';
import { htmlReport } from '../../src/report/html.ts';
import { fixtureResults } from '../support/fixture-results.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { chromiumPath, describeBrowser } from './launch.ts';

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof OvoscopeError ? error.problem.code : String(error)),
  );

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ovoscope-pdf-'));

describeBrowser('report.pdf', () => {
  const options = (more: Partial<PrintOptions> = {}): PrintOptions => ({
    browser: chromiumPath!,
    sandbox: true,
    seconds: 60,
    maxBytes: 20e6,
    paper: 'A4',
    ...more,
  });
  /** Where the system lets no browser make a sandbox, that is what is said, and the rest is tested without one. */
  async function print(html: string, more: Partial<PrintOptions> = {}): Promise<Buffer> {
    try {
      return await printPdf(html, options(more));
    } catch (error) {
      if (!(error instanceof OvoscopeError && error.problem.code === 'PDF_NO_SANDBOX')) throw error;
      return printPdf(html, options({ ...more, sandbox: false }));
    }
  }

  it('is the report on paper, the same bytes each time', async () => {
    let html = '';
    for await (const piece of htmlReport(fixtureResults({ calls: 200 }), { size: 'brief' })) html += piece;
    const pdf = await print(html);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length;
    expect(pages).toBeGreaterThan(2);
    expect((await print(html)).equals(pdf)).toBe(true);
  });

  it('is printed also where the temporary folder is a private one, as in a run', async () => {
    const folder = temporaryFolder('private');
    chmodSync(folder, 0o700);
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = folder;
    try {
      expect((await print('<p>x')).subarray(0, 5).toString()).toBe('%PDF-');
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });

  it('is printed without scripts, network or files', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const base = `http://127.0.0.1:${port}`;
    const picture = join(temporaryFolder('print'), 'secret.svg');
    writeFileSync(picture, '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const hostile = `<!doctype html><title>t</title><link rel=stylesheet href="${base}/css">
      <img src="${base}/img"><iframe src="${base}/frame"></iframe><img src="file://${picture}" onerror="fetch('${base}/e')">
      <script>document.body.innerHTML = '<p>x</p>'.repeat(4000); new Image().src = '${base}/js'</script>
      <p>text`;
    try {
      const pdf = await print(hostile);
      // The script would have made many pages.
      expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length).toBe(1);
      expect(asked).toEqual([]);
    } finally {
      server.close();
    }
  });

  it('is given up when it grows too large', async () => {
    expect(await code(print('<p>x</p>'.repeat(3_000), { maxBytes: 2_000 }))).toBe('PDF_TOO_LARGE');
    expect(leftovers()).toEqual([]);
  });
});

describe('printing', () => {
  const program = (text: string): string => {
    const path = join(temporaryFolder('browser'), 'chromium');
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const options = (browser: string, more: Partial<PrintOptions> = {}): PrintOptions => ({
    browser,
    sandbox: true,
    seconds: 30,
    maxBytes: 1e6,
    paper: 'A4',
    ...more,
  });

  it.skipIf(process.platform === 'win32')('stops a browser that hangs, with all that it started', async () => {
    // As nobody, where the tests run as root: the folder of the program has to let it in.
    const folder = temporaryFolder('hang');
    chmodSync(folder, 0o777);
    const sign = join(folder, 'pid');
    const path = program(`sleep 300 & echo $! > ${sign}; sleep 300`);
    chmodSync(join(path, '..'), 0o755);
    expect(await code(printPdf('x', options(path, { seconds: 1 })))).toBe('PDF_TIME_OVER');
    const pid = Number(readFileSync(sign, 'utf8'));
    expect(pid).toBeGreaterThan(1);
    await expect.poll(() => isRunning(pid)).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('says why a browser ended', async () => {
    const ends = (text: string) => {
      const path = program(text);
      chmodSync(join(path, '..'), 0o755);
      return printPdf('x', options(path));
    };
    expect(await code(ends('echo "No usable sandbox!" >&2; exit 1'))).toBe('PDF_NO_SANDBOX');
    await expect(ends('echo "out of paper" >&2; exit 3')).rejects.toThrow('it ended with 3: out of paper');
    await expect(ends('printf "{\\0" >&4; sleep 30')).rejects.toThrow('it sent what is no JSON');
  });

  it('says what to do where there is no browser', async () => {
    const module = new Pdf();
    module.options = { ...module.defaults, browser: '/nowhere/chromium' };
    expect(await code(module.run(fixtureResults({ calls: 1 })))).toBe('PDF_NO_BROWSER');
    expect(() => findBrowser('', '/nowhere')).toThrow('no Chromium was found');
    expect(existsSync(findBrowser(process.execPath))).toBe(true);
  });

  it.each([
    ['size', 'huge'],
    ['paper', 'A3'],
    ['seconds', 0],
    ['max_mb', '1'],
  ])('says what is wrong with %s = %j', async (name, value) => {
    const module = new Pdf();
    module.options = { ...module.defaults, [name]: value };
    await expect(module.run({})).rejects.toThrow(`option ${name} is ${JSON.stringify(value)}, but should be`);
  });
});

/** One that has ended but whose parent has not looked is not running. */
function isRunning(pid: number): boolean {
  try {
    if (process.platform === 'linux') return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
