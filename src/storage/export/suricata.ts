import { fnv1a, suricataContent } from '../../util/suricata.ts';
import { hashAlgorithm } from '../values.ts';
import {
  type ExportContext,
  type ExportEntry,
  type Exporter,
  type ExportPiece,
  leaveOut,
  leftOutText,
} from './types.ts';

const RULES = 'ovoscope.rules';
const URL_RULES_MAX = 20_000;
/** Room for the signatures of lists below those of single URLs. */
const LIST_SIDS = 100;
const CONTENT_MAX = 250;
const DEFAULT_HASHSIZE = 65_536;

interface List {
  file: string;
  /** The line that stands for a value. */
  line: (value: string) => string;
  rules: (options: string) => { protocol: string; msg: string; match: string }[];
}

const base64 = (value: string) => Buffer.from(value, 'utf8').toString('base64');
const asIs = (value: string) => value;

const LISTS: { [name: string]: List } = {
  domain: {
    file: 'ovoscope-domain.lst',
    line: base64,
    rules: (options) => {
      const set = `dataset:isset,ovoscope-domain,type string,load ovoscope-domain.lst${options}`;
      return [
        { protocol: 'dns', msg: 'DNS query for a blacklisted domain', match: `dns.query; ${set}` },
        { protocol: 'tls', msg: 'TLS to a blacklisted domain', match: `tls.sni; ${set}` },
        { protocol: 'http', msg: 'HTTP to a blacklisted domain', match: `http.host; ${set}` },
      ];
    },
  },
  ip: {
    file: 'ovoscope-ip.lst',
    line: asIs,
    rules: (options) => [
      {
        protocol: 'ip',
        msg: 'traffic to a blacklisted address',
        match: `ip.dst; dataset:isset,ovoscope-ip,type ip,load ovoscope-ip.lst${options}`,
      },
    ],
  },
  md5: hashList('md5'),
  sha1: hashList('sha1'),
  sha256: hashList('sha256'),
};

function hashList(algorithm: 'md5' | 'sha1' | 'sha256'): List {
  const file = `ovoscope-${algorithm}.lst`;
  return {
    file,
    line: asIs,
    rules: () =>
      ['http', 'smtp', 'ftp-data', 'smb', 'nfs'].map((protocol) => ({
        protocol,
        msg: `transfer of a blacklisted file by ${protocol}`,
        match: `file${algorithm}:${file}`,
      })),
  };
}

/**
 * Suricata 7 or later: a dataset of the domains, one of the addresses, lists of the hashes, and a file of rules that
 * use them, with one rule for each plain-HTTP URL.
 */
export const suricataExporter: Exporter = {
  files: [RULES, ...Object.values(LISTS).map((list) => list.file)],
  async *write(entries, context) {
    const counts = new Map<string, number>();
    const urlRules = new UrlRules(context.sidBase + LIST_SIDS);
    for await (const entry of entries) {
      if (entry.type === 'url') {
        const why = urlRules.add(entry.value);
        if (why) leaveOut(context.leftOut, why);
        continue;
      }
      const name = listOf(entry);
      if (name === undefined) {
        leaveOut(context.leftOut, 'hashes of a kind that Suricata does not compute');
        continue;
      }
      counts.set(name, (counts.get(name) ?? 0) + 1);
      yield { file: LISTS[name]!.file, text: `${LISTS[name]!.line(entry.value)}\n` };
    }
    yield* rulesFile(counts, urlRules, context);
  },
};

function* rulesFile(counts: Map<string, number>, urls: UrlRules, context: ExportContext): Generator<ExportPiece> {
  const piece = (line: string): ExportPiece => ({ file: RULES, text: `${line}\n` });
  if (context.comments) {
    yield piece('# Made by Ovoscope for Suricata 7 or later; the .lst files belong beside this file.');
    yield piece(`# Left out: ${leftOutText(context.leftOut)}.`);
  }
  let sid = context.sidBase;
  for (const [name, list] of Object.entries(LISTS)) {
    const count = counts.get(name);
    // Numbers stay with their rules when a list becomes empty.
    for (const { protocol, msg, match } of list.rules(count ? sizeOption(count) : '')) {
      if (count) yield piece(rule(protocol, `${msg}`, match, sid));
      sid += 1;
    }
  }
  for (const line of urls.lines) yield piece(line);
}

function rule(protocol: string, msg: string, match: string, sid: number): string {
  return `alert ${protocol} any any -> any any (msg:"OVOSCOPE ${msg}"; ${match}; classtype:trojan-activity; sid:${sid}; rev:1;)`;
}

/** A set much larger than its hash table is slow to load. */
function sizeOption(count: number): string {
  if (count <= DEFAULT_HASHSIZE) return '';
  return `,memcap 1gb,hashsize ${2 ** Math.min(24, Math.ceil(Math.log2(count)))}`;
}

function listOf({ type, value }: ExportEntry): string | undefined {
  const name = type === 'hash' ? hashAlgorithm(value) : type;
  return name !== undefined && Object.hasOwn(LISTS, name) ? name : undefined;
}

/** Rules of single URLs. A URL's number follows from its text, so that it stays when others come and go. */
class UrlRules {
  readonly lines: string[] = [];
  readonly #firstSid: number;
  readonly #taken = new Set<number>();

  constructor(firstSid: number) {
    this.#firstSid = firstSid;
  }

  /** Returns why there is no rule for the URL, if there is none. */
  add(value: string): string | undefined {
    const url = new URL(value);
    if (url.protocol !== 'http:') return 'URLs that are not plain HTTP, which Suricata cannot see';
    const path = url.pathname + url.search;
    if (path.length > CONTENT_MAX) return `URLs longer than ${CONTENT_MAX} characters`;
    if (this.lines.length >= URL_RULES_MAX) return `URLs beyond the first ${URL_RULES_MAX}`;
    // An address of IPv6 keeps its brackets: Suricata's `http.host` has them.
    const host = url.hostname;
    const match = [
      `http.host; content:"${suricataContent(host)}"; bsize:${host.length}`,
      `http.uri.raw; content:"${suricataContent(path)}"; bsize:${path.length}`,
    ].join('; ');
    this.lines.push(rule('http', 'request of a blacklisted URL', match, this.#sidOf(value)));
    return undefined;
  }

  #sidOf(value: string): number {
    const room = URL_RULES_MAX * 4;
    let slot = fnv1a(value) % room;
    while (this.#taken.has(slot)) slot = (slot + 1) % room;
    this.#taken.add(slot);
    return this.#firstSid + slot;
  }
}
