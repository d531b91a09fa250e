import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { ReportPage } from '../../web/components/page.tsx';
import type { Results } from '../plugin/container.ts';
import { escapeMarkup } from './escape.ts';
import { type Assets, reportAssets } from './html-assets.ts';
import { callScripts } from './html-calls.ts';
import { type ReportModel, reportModel } from './view-model.ts';
import type { ReportImages } from './view-model-screenshots.ts';
import type { ReportView } from './view-model-types.ts';

export interface HtmlOptions {
  /** `brief` is small enough to mail: shorter lists, no calls. Default `full`. */
  size?: 'full' | 'brief';
  /** How many calls of each process are put into the file: default `all`. */
  calls?: 'all' | 'none' | number;
  /** Bytes that the file should not pass; calls are left out to keep it. Default 15 MB. */
  maxBytes?: number;
  /** Where the pictures of the screen come from; a brief report holds none. Default: nowhere, none are shown. */
  readImage?: ReportImages['read'];
}

const MAX_BYTES = 15 * 1024 * 1024;
/** Share of the bytes that pictures may take. */
const IMAGE_SHARE = 0.25;
/** Bytes of a brief report, with script and style. */
const MAX_BRIEF = 300_000;
/** The index of the blocks. */
const RESERVE = 256 * 1024;
/** What stands around body and script. */
const FRAME = 1_000;

/**
 * The report as one HTML file, in pieces. It needs nothing beside it, asks the network for nothing, and runs no
 * script but its own. Calls are read once, in order, and not kept.
 */
export async function* htmlReport(results: Results, options: HtmlOptions = {}): AsyncGenerator<string> {
  const size = options.size ?? 'full';
  const calls = size === 'brief' ? 'none' : (options.calls ?? 'all');
  const assets = await reportAssets();
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  const images =
    options.readImage && size === 'full' ? { read: options.readImage, budget: maxBytes * IMAGE_SHARE } : undefined;
  const model = reportModel(results, size, { images });
  const { view, index, citations } = model;
  const embedded = calls !== 'none' && calls !== 0 && view.calls.total > 0;
  const head = pageHead(view.title, assets);
  const frame = Buffer.byteLength(head) + Buffer.byteLength(assets.script) + FRAME;
  const body = size === 'brief' ? briefBody(results, model, MAX_BRIEF - frame) : pageBody(view, embedded);
  yield head;
  yield body;
  yield `\n<script>${assets.script}</script>\n`;
  if (embedded) {
    const used = frame + Buffer.byteLength(body) + RESERVE + view.processes.length * 300;
    yield* callScripts(index, view.processes, citations, {
      perProcess: calls === 'all' ? Number.POSITIVE_INFINITY : calls,
      budget: Math.max(0, maxBytes - used),
    });
  }
  yield '</body>\n</html>\n';
}

function pageBody(view: ReportView, callsEmbedded: boolean): string {
  return renderToString(h(ReportPage, { view, callsEmbedded }));
}

/** Room is an estimate: a body that turns out too long is made again with less. */
function briefBody(results: Results, { view, times }: ReportModel, maxBytes: number): string {
  let body = pageBody(view, false);
  for (let room = 140_000; Buffer.byteLength(body) > maxBytes && room > 1_000; room *= 0.7) {
    body = pageBody(reportModel(results, 'brief', { room, times }).view, false);
  }
  return body;
}

function pageHead(title: string, assets: Assets): string {
  const policy = [
    "default-src 'none'",
    'img-src data:',
    "style-src 'unsafe-inline'",
    `script-src ${assets.scriptHash}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeMarkup(title)}</title>
<style>${assets.style}</style>
</head>
<body>
`;
}
