import { compareResults } from '../src/report/diff/compare.ts';
import { diffHtml } from '../src/report/diff/html.ts';
import { sigmaDrafts, suricataDrafts, yaraDrafts } from '../src/report/export-rules.ts';
import { REDACTIONS, Redactor } from '../src/report/redact/redactor.ts';
import { fixtureResults } from '../tests/support/fixture-results.ts';

const USER = 'lenamarleen';

/** Any text: what is known to be a name is gone; comparisons and drafts are made of it without a fault. */
export function fuzz(data: Uint8Array): void {
  const text = Buffer.from(data).toString('latin1');
  const redactor = new Redactor(REDACTIONS);
  redactor.names.add('user', USER);
  redactor.learn(text);
  redactor.settle();
  const shown = redactor.text(text);
  if (shown.toLowerCase().includes(USER)) throw new Error('a name is left');
  if (/(?<![\d.])10\.20\.30\.40(?![\d.])/.test(shown)) throw new Error('an address is left');

  const lines = text.split('\n').slice(0, 50);
  const results = fixtureResults({ calls: 1 });
  const summary = results.behavior!.summary;
  Object.assign(summary, { files: lines, keys: lines, mutexes: lines, file_written: lines, regkey_written: lines });
  results.strings = lines;
  results.iocs = lines.flatMap((value) =>
    (['domain', 'url', 'ip', 'mutex'] as const).map((kind) => ({
      kind,
      value,
      seen: [{ where: 'x', role: 'contacted' }],
      count: 1,
    })),
  );
  const comparison = compareResults({ path: 'a', results }, { path: 'b', results });
  if (comparison.totals.only_a + comparison.totals.only_b > 0) throw new Error('it differs from itself');
  if (/<(?:script|img)/i.test([...diffHtml(comparison)].join(''))) throw new Error('markup in a page');
  if (!/^[\x20-\x7e\n]*$/.test(sigmaDrafts(results))) throw new Error('a Sigma draft has more than ASCII');
  for (const { text: rules } of suricataDrafts(results)) {
    for (const line of rules.split('\n'))
      if (line.startsWith('alert') && !line.endsWith('rev:1;)')) throw new Error('a rule was broken');
  }
  yaraDrafts(results);
}

export function corpus(): Uint8Array[] {
  return [
    `C:\\Users\\${USER}\\a.exe\n\\??\\C:\\Documents and Settings\\x\\~DF12.tmp`,
    `http://10.20.30.40/${USER}?a=%6c%65na;"b|41|\nfe80::1 10.20.30.40`,
    `${Buffer.from(`x ${USER}`).toString('hex')} ${Buffer.from(USER, 'utf16le').toString('base64')}`,
    `${[...USER].join('\0')}\0 S-1-5-21-1-2-3-500 {00021401-0000-0000-C000-000000000046}`,
    'Software\\Microsoft\\Windows\\CurrentVersion\\Run\\x\n<script>"; sid:1;)\n*?\\\\*',
  ].map((text) => Buffer.from(text, 'latin1'));
}
