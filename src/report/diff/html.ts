import { escapeHtml } from '../escape.ts';
import { safe } from './text.ts';
import type { CommonItem, Comparison, DiffItem, DiffSection, Side } from './types.ts';

const MAX_ROWS = 2_000;

const STYLE = `:root{color-scheme:light dark;font:14px/1.45 system-ui,sans-serif}body{margin:2rem auto;max-width:78rem;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1rem;display:inline}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.2rem .5rem;border-bottom:1px solid #8884}
code{font:12px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}section{margin:1.2rem 0}summary{cursor:pointer}
.lists{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:1rem}
ul{padding-left:1.2rem;margin:.3rem 0}h3{font-size:.85rem;margin:.4rem 0}`;

/** The comparison as one HTML page that runs no script and asks for nothing. */
export function* diffHtml({ a, b, same_sample, notes, sections, totals }: Comparison): Generator<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Comparison of two analyses</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Comparison of two analyses</h1>
<table>
<thead><tr><th scope="col"></th><th scope="col">analysis</th><th scope="col">sample</th><th scope="col">started</th><th scope="col">sandbox</th><th scope="col">verdict</th></tr></thead>
<tbody>
${sideRow('A', a)}
${sideRow('B', b)}
</tbody>
</table>
`;
  const same = same_sample === null ? [] : [same_sample ? 'The same sample.' : 'Different samples.'];
  for (const note of [...same, ...notes]) yield `<p>${escapeHtml(note)}</p>\n`;
  yield `<p>${totals.only_a} only in A, ${totals.both} in both, ${totals.only_b} only in B</p>\n`;
  for (const section of sections) yield sectionHtml(section);
  yield '</body>\n</html>\n';
}

function sideRow(name: string, { path, sample, sha256, started, dialect, verdict }: Side): string {
  const cells = [
    code(path),
    code(sample) + (sha256 === undefined ? '' : `<br>${code(sha256)}`),
    escapeHtml(started ?? ''),
    escapeHtml(dialect ?? ''),
    verdict === undefined ? '' : `${escapeHtml(verdict.band)} ${Math.round(verdict.score * 100) / 100}`,
  ];
  return `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function sectionHtml({ title, only_a, both, only_b }: DiffSection): string {
  if (only_a.length + both.length + only_b.length === 0) return '';
  const isOpen = only_a.length + only_b.length > 0 && only_a.length + only_b.length <= 200;
  return `<section><details${isOpen ? ' open' : ''}>
<summary><h2>${escapeHtml(title)}</h2> ${only_a.length} only in A, ${both.length} in both, ${only_b.length} only in B</summary>
<div class="lists">
${listHtml('Only in A', only_a, itemHtml)}${listHtml('Only in B', only_b, itemHtml)}${listHtml('In both', both, commonHtml)}</div>
</details></section>
`;
}

function listHtml<T>(title: string, items: readonly T[], html: (item: T) => string): string {
  if (items.length === 0) return '';
  const more = items.length - MAX_ROWS;
  const rows = items.slice(0, MAX_ROWS).map((item) => `<li>${html(item)}</li>\n`);
  return `<div><h3>${title}</h3><ul>\n${rows.join('')}${more > 0 ? `<li>${more} more</li>\n` : ''}</ul></div>\n`;
}

function itemHtml({ text, count }: DiffItem): string {
  return code(text) + (count === undefined ? '' : ` (${count})`);
}

function commonHtml({ text, counts }: CommonItem): string {
  return code(text) + (counts === undefined ? '' : ` (${counts.a} → ${counts.b})`);
}

function code(text: string): string {
  return `<code>${escapeHtml(safe(text))}</code>`;
}
