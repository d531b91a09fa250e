import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { ReportPage } from '../../web/components/page.tsx';
import type { Results } from '../plugin/container.ts';
import { escapeMarkup } from './escape.ts';
import { type Assets, reportAssets } from './html-assets.ts';
import { callScripts } from './html-calls.ts';
import { reportModel } from './view-model.ts';

export interface HtmlOptions {
  /** `brief` is small enough to mail: shorter lists, no calls. Default `full`. */
  size?: 'full' | 'brief';
  /** How many calls of each process are put into the file: default `all`. */
  calls?: 'all' | 'none' | number;
  /** Bytes that the file should not pass; calls are left out to keep it. Default 15 MB. */
  maxBytes?: number;
}

const MAX_BYTES = 15 * 1024 * 1024;
/** The index of the blocks and the end of the page. */
const RESERVE = 256 * 1024;

/**
 * The report as one HTML file, in pieces. It needs nothing beside it, asks the network for nothing, and runs no
 * script but its own. Calls are read once, in order, and not kept.
 */
export async function* htmlReport(results: Results, options: HtmlOptions = {}): AsyncGenerator<string> {
  const size = options.size ?? 'full';
  const calls = size === 'brief' ? 'none' : (options.calls ?? 'all');
  const assets = await reportAssets();
  const { view, index, citations } = reportModel(results, size);
  const embedded = calls !== 'none' && calls !== 0 && view.calls.total > 0;
  const head = pageHead(view.title, assets);
  const body = renderToString(h(ReportPage, { view, callsEmbedded: embedded }));
  yield head;
  yield body;
  yield `\n<script>${assets.script}</script>\n`;
  if (embedded) {
    const used = Buffer.byteLength(head) + Buffer.byteLength(body) + assets.script.length + RESERVE;
    yield* callScripts(index, view.processes, citations, {
      perProcess: calls === 'all' ? Number.POSITIVE_INFINITY : calls,
      budget: Math.max(0, (options.maxBytes ?? MAX_BYTES) - used),
    });
  }
  yield '</body>\n</html>\n';
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
