import { Processing, type VirusTotalNothing, type VirusTotalReport } from 'ovoscope';
import { fieldsOf } from './_json_fields.ts';
import { LOOKUP_DEFAULTS, Lookup, type Question } from './_lookup.ts';
import { isUnknown, reportOfV2, reportOfV3 } from './_virustotal_report.ts';

const URLS: { readonly [version: string]: string } = {
  '2': 'https://www.virustotal.com/vtapi/v2',
  '3': 'https://www.virustotal.com/api/v3',
};
const NOTHING: VirusTotalNothing = { summary: { error: 'resource has not been scanned yet' } };

/** What VirusTotal knows of the sample, by its SHA-256, or of the URL. It is asked only; nothing is uploaded. */
export default class VirusTotal extends Processing<'virustotal', 'target'> {
  readonly key = 'virustotal' as const;
  override enable = false;
  override needs = ['target'];
  override waits = true;
  defaults = {
    ...LOOKUP_DEFAULTS,
    /** Of the interface: 2 or 3. */
    version: 3,
    /** Where the interface is; the path before `files` or `file`. */
    url: '',
    /** What a public key may ask. */
    per_minute: 4,
  };

  async run(): Promise<VirusTotalReport | VirusTotalNothing | undefined> {
    const { target } = this.results;
    const hash = fieldsOf(target['file'])['sha256'];
    const url = target['url'];
    const [kind, value] = target['category'] === 'url' ? (['url', url] as const) : (['file', hash] as const);
    if (typeof value !== 'string' || value === '') return undefined;
    const version = Number(this.options['version']) === 2 ? 2 : 3;
    if (!this.options['url']) this.options = { ...this.options, url: URLS[version] };
    const lookup = Lookup.of(this, 'VirusTotal');
    const answer = await lookup?.ask(
      version === 2 ? questionV2(kind, value, lookup.key) : questionV3(kind, value, lookup!.key),
    );
    if (!answer) return undefined;
    if (answer.status === 404 || (version === 2 && isUnknown(fieldsOf(answer.json)))) return NOTHING;
    const report = version === 2 ? reportOfV2(answer.json) : reportOfV3(answer.json, pageOf(kind, value));
    if (!report) lookup!.fail('its answer is no report');
    return report;
  }
}

type Kind = 'file' | 'url';

function questionV2(kind: Kind, value: string, key: string): Question {
  return { path: `/${kind}/report?resource=${encodeURIComponent(value)}`, secret: { apikey: key } };
}

function questionV3(kind: Kind, value: string, key: string): Question {
  const id = kind === 'url' ? Buffer.from(value).toString('base64url') : value;
  return { path: `/${kind}s/${encodeURIComponent(id)}`, headers: { 'x-apikey': key }, also: [404] };
}

function pageOf(kind: Kind, value: string): string {
  const id = kind === 'url' ? Buffer.from(value).toString('base64url') : value;
  return `https://www.virustotal.com/gui/${kind}/${encodeURIComponent(id)}`;
}
