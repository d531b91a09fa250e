import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { errorText, OvoscopeError } from 'ovoscope';
import { pdfProblems } from 'ovoscope/report';
import { DevTools } from './_devtools.ts';

export interface PrintOptions {
  browser: string;
  /** Whether the browser has to lock itself in. Without, it is only kept from scripts and the network. */
  sandbox: boolean;
  seconds: number;
  maxBytes: number;
  paper: 'A4' | 'Letter';
  signal?: AbortSignal | undefined;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'chrome.exe'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser that was asked for, or the first that is installed. Throws OvoscopeError where there is none. */
export function findBrowser(asked: string, path = process.env['PATH'] ?? ''): string {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const candidates = asked
    ? [asked]
    : [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...PLACES];
  const found = candidates.find(canRun);
  if (found === undefined) throw new OvoscopeError(pdfProblems.noBrowser(asked));
  return found;
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** In inches. */
const PAPERS = { A4: [8.27, 11.69], Letter: [8.5, 11] } as const;
const MARGIN = 0.45;
const FOOTER =
  '<div style="width:100%;margin:0 0.45in;font:8px sans-serif;color:#555;text-align:right">' +
  '<span class="pageNumber"></span> / <span class="totalPages"></span></div>';
const PIECE = 1 << 20;

/**
 * What the browser prints of a page. It is given the page as text, not as a file; scripts are off, nothing can be
 * loaded, and it ends when the page is printed, when the time is over, or when `signal` aborts. Throws OvoscopeError.
 */
export async function printPdf(html: string, options: PrintOptions): Promise<Buffer> {
  const { browser, seconds } = options;
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-pdf-'));
  const child = start(folder, options);
  const errors = lastOf(child.stderr!);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OvoscopeError(pdfProblems.timeOver(browser, seconds))), seconds * 1000);
    options.signal?.addEventListener('abort', () => reject(options.signal!.reason), { once: true });
    child.on('error', (error) => reject(new OvoscopeError(pdfProblems.failed(browser, errorText(error)))));
    child.on('exit', (code, signal) => reject(new OvoscopeError(exitProblem(browser, code ?? signal, errors()))));
  });
  const tools = new DevTools(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const printing = print(tools, html, options);
  // Whoever comes second has nobody to tell.
  printing.catch(() => {});
  over.catch(() => {});
  try {
    return withoutDates(await Promise.race([printing, over]));
  } catch (error) {
    if (error instanceof OvoscopeError || options.signal?.aborted) throw error;
    throw new OvoscopeError(pdfProblems.failed(browser, errorText(error)), { cause: error });
  } finally {
    clearTimeout(timer);
    end(child);
    await gone(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function start(folder: string, { browser, sandbox }: PrintOptions): ChildProcess {
  const args = [
    '--headless=new',
    '--remote-debugging-pipe',
    `--user-data-dir=${folder}`,
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-breakpad',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--mute-audio',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--proxy-server=http://127.0.0.1:9',
    '--proxy-bypass-list=<-loopback>',
    ...(sandbox ? [] : ['--no-sandbox']),
    'about:blank',
  ];
  return spawn(browser, args, {
    ...otherUser(folder),
    cwd: folder,
    // Nothing of our own environment: there may be secrets in it.
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
}

const NOBODY = 65534;

/** Root's browser has no sandbox, so it runs as nobody. */
function otherUser(folder: string): { uid?: number; gid?: number } {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return {};
  chownSync(folder, NOBODY, NOBODY);
  // The run's own temporary folder is closed to others: nobody may pass through it, but not look around.
  const parent = dirname(folder);
  if (basename(parent).startsWith('ovoscope-')) chmodSync(parent, 0o711);
  return { uid: NOBODY, gid: NOBODY };
}

async function print(tools: DevTools, html: string, { browser, maxBytes, paper }: PrintOptions): Promise<Buffer> {
  const { targetId } = await tools.ask('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await tools.ask('Target.attachToTarget', { targetId, flatten: true });
  const ask = (method: string, params?: object) => tools.ask(method, { ...params }, sessionId as string);
  await ask('Emulation.setScriptExecutionDisabled', { value: true });
  await ask('Network.enable');
  await ask('Network.setBlockedURLs', { urls: ['http://*', 'https://*', 'ws://*', 'wss://*', 'ftp://*', 'file://*'] });
  await ask('Network.emulateNetworkConditions', {
    offline: true,
    latency: 0,
    downloadThroughput: 0,
    uploadThroughput: 0,
  });
  const { frameTree } = (await ask('Page.getFrameTree')) as { frameTree: { frame: { id: string } } };
  await ask('Page.setDocumentContent', { frameId: frameTree.frame.id, html });
  const [paperWidth, paperHeight] = PAPERS[paper];
  const { stream } = await ask('Page.printToPDF', {
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate: FOOTER,
    paperWidth,
    paperHeight,
    marginTop: MARGIN,
    marginBottom: MARGIN + 0.15,
    marginLeft: MARGIN,
    marginRight: MARGIN,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
    transferMode: 'ReturnAsStream',
  });
  const pieces: Buffer[] = [];
  let length = 0;
  for (let isEnd = false; !isEnd; ) {
    const { data, base64Encoded, eof } = await ask('IO.read', { handle: stream, size: PIECE });
    const piece = Buffer.from(String(data), base64Encoded === true ? 'base64' : 'latin1');
    length += piece.length;
    if (length > maxBytes) throw new OvoscopeError(pdfProblems.tooLarge(browser, maxBytes / 1024 ** 2));
    pieces.push(piece);
    isEnd = eof === true;
  }
  return Buffer.concat(pieces);
}

const DATE = /(\/(?:CreationDate|ModDate) \(D:)\d{14}/g;

/** The same report gives the same bytes: when it was printed is not part of it. */
function withoutDates(pdf: Buffer): Buffer {
  const text = pdf.toString('latin1');
  return Buffer.from(text.replace(DATE, '$119700101000000'), 'latin1');
}

const ERROR_TEXT = 4_096;

/** The end of what a stream says. */
function lastOf(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-ERROR_TEXT);
  });
  return () => text;
}

function exitProblem(browser: string, code: number | string | null, said: string) {
  if (/no usable sandbox|zygote_host|setuid_sandbox|namespace/i.test(said)) return pdfProblems.noSandbox(browser);
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !line.includes('/dbus/'));
  return pdfProblems.failed(browser, `it ended with ${code}${lines.length > 0 ? `: ${lines.at(-1)!.trim()}` : ''}`);
}

/** It and all that it started. */
function end(child: ChildProcess): void {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function gone(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
  });
}
