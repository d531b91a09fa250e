import type { Results } from '../plugin/container.ts';
import { formatIp, parseIp } from '../util/ip.ts';
import { fnv1a, suricataContent } from '../util/suricata.ts';
import { windowsBasename } from '../util/text.ts';
import { uuidOf } from '../util/uuid.ts';
import { Normaliser } from './diff/normalise.ts';
import { analysisDate, analysisKey, type Indicator, indicatorsOf, sampleFacts, techniquesOf } from './indicators.ts';
import { asList, asText } from './view-model-text.ts';

/** A file of rules. */
export interface RuleFile {
  path: string;
  text: string;
}

const MAX_RULES = 500;
const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62}){1,20}$/i;
/** Of the range for local rules; the blacklist's begin at 1,900,000. */
const FIRST_SID = 1_000_000;
const SIDS = 900_000;

/** Drafts of Suricata rules for what the sample contacted, and the same values as data sets. */
export function suricataDrafts(results: Results): RuleFile[] {
  const indicators = indicatorsOf(results);
  const lines: string[] = [];
  const taken = new Set<number>();
  const add = (protocol: string, target: string, what: string, match: string) => {
    if (lines.length >= MAX_RULES) return;
    let slot = fnv1a(`${protocol} ${target} ${match}`) % SIDS;
    while (taken.has(slot)) slot = (slot + 1) % SIDS;
    taken.add(slot);
    const parts = [
      `msg:"OVOSCOPE draft, ${what}"`,
      ...(match === '' ? [] : [match]),
      `sid:${FIRST_SID + slot}`,
      'rev:1',
    ];
    lines.push(`alert ${protocol} any any -> ${target} any (${parts.join('; ')};)`);
  };
  const domains = values(indicators, 'domain').filter((domain) => HOST.test(domain));
  const ips = values(indicators, 'ip').flatMap((text) => {
    const ip = parseIp(text);
    return ip === undefined ? [] : formatIp(ip);
  });
  const sha256 = indicators.filter(({ hash }) => hash === 'sha256').map(({ value }) => value);
  for (const domain of domains) {
    const match = `content:"${suricataContent(domain)}"; nocase; bsize:${domain.length}`;
    add('dns', 'any', 'DNS query', `dns.query; ${match}`);
    add('tls', 'any', 'TLS server name', `tls.sni; ${match}`);
  }
  for (const ip of ips) add('ip', `[${ip}]`, 'traffic to an address', '');
  for (const url of values(indicators, 'url')) {
    const match = urlMatch(url);
    if (match !== undefined) add('http', 'any', 'HTTP request', match);
  }
  if (sha256.length > 0) add('http', 'any', 'file by its hash', 'filesha256:ovoscope-sha256.lst');
  const head = '# Drafts made by Ovoscope of one analysis, for Suricata 7 or later. To be read before they are used.\n';
  const list = (path: string, items: readonly string[]): RuleFile[] =>
    items.length === 0 ? [] : [{ path, text: items.map((item) => `${item}\n`).join('') }];
  return [
    { path: 'suricata/ovoscope.rules', text: head + lines.map((line) => `${line}\n`).join('') },
    ...list(
      'suricata/ovoscope-domain.lst',
      domains.map((domain) => Buffer.from(domain, 'utf8').toString('base64')),
    ),
    ...list('suricata/ovoscope-ip.lst', ips),
    ...list('suricata/ovoscope-sha256.lst', sha256),
  ];
}

function values(indicators: readonly Indicator[], kind: Indicator['kind']): string[] {
  return indicators.filter((indicator) => indicator.kind === kind).map(({ value }) => value);
}

function urlMatch(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:') return undefined;
  const path = url.pathname + url.search;
  if (path.length > 250 || url.hostname === '') return undefined;
  return [
    `http.host; content:"${suricataContent(url.hostname)}"; bsize:${url.hostname.length}`,
    `http.uri.raw; content:"${suricataContent(path)}"; bsize:${path.length}`,
  ].join('; ');
}

interface Draft {
  title: string;
  logsource: { category: string; product: string };
  selection: { [field: string]: string | string[] };
}

const AUTOSTART =
  /\\currentversion\\(?:run|runonce|runservices|policies\\explorer\\run|image file execution options|winlogon)(?:\\|$)|\\services\\[^\\]+\\(?:imagepath|parameters)|\\windows nt\\currentversion\\windows\\(?:load|run|appinit_dlls)$/i;
const RUNNABLE = /\.(?:exe|dll|sys|scr|com|pif|cpl|ocx|js|jse|vbs|vbe|wsf|hta|ps1|bat|cmd|lnk|jar|msi)$/i;
/** Programs that run on every machine without anybody's doing. */
const ORDINARY =
  /^(?:services|lsass|svchost|explorer|wininit|winlogon|csrss|smss|conhost|dllhost|sppsvc|taskhostw?|searchindexer)\.exe$/i;
const MAX_DRAFTS = 60;

/** Drafts of Sigma rules for commands, autostarts, files that can run, and names that were looked up. */
export function sigmaDrafts(results: Results): string {
  const normaliser = new Normaliser(results);
  const drafts = [
    ...commandDrafts(results, normaliser),
    ...registryDrafts(results, normaliser),
    ...fileDrafts(results, normaliser),
    ...dnsDrafts(results),
  ].slice(0, MAX_DRAFTS);
  const head =
    '# Drafts made by Ovoscope of one analysis. To be read, and tried on ordinary machines, before they are used.\n';
  return head + drafts.map((draft) => `---\n${sigmaText(draft, results)}`).join('');
}

/** The pieces of a text that are the same in every run, long enough to be told apart. */
function fixedParts(normal: string, shortest: number): string[] {
  return [...new Set(normal.split(/<[a-z ]+>/).map((part) => part.trim()))].filter(
    (part) => part.replace(/[\\/"'\s]/g, '').length >= shortest && part.length <= 400,
  );
}

function commandDrafts(results: Results, normaliser: Normaliser): Draft[] {
  const commands = new Set<string>();
  for (const process of results.behavior?.processes ?? []) {
    const line = asText(process.command_line) ?? asText(process.environ?.['CommandLine']);
    const name = asText(process.process_name);
    if (line !== undefined && name !== undefined && !ORDINARY.test(name)) commands.add(`${name}\0${line}`);
  }
  return [...commands].flatMap((entry) => {
    const [name, line] = entry.split('\0', 2) as [string, string];
    const image = windowsBasename(name);
    // Of the sample itself, only what it was started with says something.
    const own = normaliser.text(image, 'name').includes('<sample>');
    const parts = fixedParts(normaliser.text(line.replace(/^"[^"]{0,400}"\s*|^\S{1,400}\s*/, ''), 'command'), 6);
    if (parts.length === 0) return [];
    return {
      title: own ? 'Command line of the sample' : `Command line of ${image}`,
      logsource: { category: 'process_creation', product: 'windows' },
      selection: { ...(own ? {} : { 'Image|endswith': `\\${image}` }), 'CommandLine|contains|all': parts },
    };
  });
}

function registryDrafts(results: Results, normaliser: Normaliser): Draft[] {
  const { regkey_written, write_keys } = results.behavior?.summary ?? {};
  const keys = new Set(
    [...asList(regkey_written), ...asList(write_keys)].filter((key) => typeof key === 'string' && AUTOSTART.test(key)),
  );
  return ([...keys] as string[]).flatMap((key) => {
    const parts = fixedParts(normaliser.text(key, 'key').replace(/^(?:hklm|hkcu|hkey_[a-z_]+)/, ''), 8);
    if (parts.length === 0) return [];
    return {
      title: 'Autostart in the registry',
      logsource: { category: 'registry_set', product: 'windows' },
      selection: { 'TargetObject|contains|all': parts },
    };
  });
}

function fileDrafts(results: Results, normaliser: Normaliser): Draft[] {
  const summary = results.behavior?.summary;
  const paths = [summary?.file_created, summary?.file_written, summary?.write_files].flatMap(asList);
  const runnable = new Set(paths.filter((path) => typeof path === 'string' && RUNNABLE.test(path)));
  return ([...runnable] as string[]).flatMap((path) => {
    const normal = normaliser.text(path, 'path');
    const parts = fixedParts(normal.replace(/^[a-z]:/, ''), 8);
    if (parts.length === 0 || normal.includes('<sample>')) return [];
    return {
      title: 'A file that can run is written',
      logsource: { category: 'file_event', product: 'windows' },
      selection: { 'TargetFilename|contains|all': parts },
    };
  });
}

function dnsDrafts(results: Results): Draft[] {
  const domains = values(indicatorsOf(results), 'domain').filter((domain) => HOST.test(domain));
  if (domains.length === 0) return [];
  return [
    {
      title: 'Names that the sample looked up',
      logsource: { category: 'dns_query', product: 'windows' },
      selection: { QueryName: domains.slice(0, 200) },
    },
  ];
}

function sigmaText({ title, logsource, selection }: Draft, results: Results): string {
  const key = analysisKey(results);
  const { hashes } = sampleFacts(results);
  const tags = [...techniquesOf(results).keys()].map((id) => `attack.${id.toLowerCase()}`);
  const fields = Object.entries(selection).map(([field, value]) =>
    typeof value === 'string'
      ? `    ${yamlText(field)}: ${yamlText(sigmaValue(value))}\n`
      : `    ${yamlText(field)}:\n${value.map((item) => `      - ${yamlText(sigmaValue(item))}\n`).join('')}`,
  );
  return [
    `title: ${yamlText(title)}\n`,
    `id: ${uuidOf(`sigma ${key} ${JSON.stringify([logsource, selection])}`)}\n`,
    'status: experimental\n',
    `description: ${yamlText(`Draft of an analysis${hashes.sha256 ? ` of ${hashes.sha256}` : ''}`)}\n`,
    'author: Ovoscope\n',
    `date: ${analysisDate(results).toISOString().slice(0, 10)}\n`,
    ...(tags.length === 0 ? [] : ['tags:\n', ...tags.map((tag) => `  - ${tag}\n`)]),
    `logsource:\n  category: ${logsource.category}\n  product: ${logsource.product}\n`,
    'detection:\n  selection:\n',
    ...fields,
    '  condition: selection\n',
    'falsepositives:\n  - Not known; this is a draft\n',
    'level: medium\n',
  ].join('');
}

/** A value in which nothing is a wildcard. */
function sigmaValue(text: string): string {
  return text.replace(/\\+(?=[*?\\]|$)|\\{2,}/g, '$&$&').replace(/[*?]/g, '\\$&');
}

/** A YAML string in double quotes, in ASCII. */
function yamlText(text: string): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === '"' || character === '\\') out += `\\${character}`;
    else if (code >= 0x20 && code < 0x7f) out += character;
    else if (code >= 0xd800 && code <= 0xdfff) out += '\\uFFFD';
    else out += code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `"${out}"`;
}

const MAX_STRINGS = 20;
const MIN_STRINGS = 4;
/** What compilers, libraries and Windows itself leave in every program. */
const EVERYDAY =
  /^(?:\.?[a-z]{1,8}|[a-z0-9_]+\.(?:dll|exe|sys|drv)|(?:get|set|create|open|close|read|write|load|free|query|delete|find|is|reg|nt|zw|rtl|ldr|__?|\?)[a-z0-9_@?$]*)$|this program|runtime error|microsoft|visual c\+\+|assembly|xmlns|manifest|http:\/\/(?:www\.w3|schemas\.)|\$id|copyright|gcc|mingw|version|abcdefgh|0123456|jan.?feb|monday|<\/?[a-z]/i;

/** Drafts of YARA rules for the sample: its rarest strings, and its import hash. */
export function yaraDrafts(results: Results): string {
  const { hashes, size } = sampleFacts(results);
  const key = analysisKey(results);
  const name = `ovoscope_${(hashes.sha256 ?? uuidOf(key).replaceAll('-', '')).slice(0, 12)}`;
  const meta = [
    `    description = "Draft made by Ovoscope of one analysis; to be tried on clean files before it is used"`,
    `    date = "${analysisDate(results).toISOString().slice(0, 10)}"`,
    ...(hashes.sha256 ? [`    sha256 = "${hashes.sha256}"`] : []),
  ];
  const strings = distinctiveStrings(results);
  const isPe = /^PE32|^MS-DOS executable/.test(asText((results.target?.file ?? results.file)?.type) ?? '');
  const limits = [
    ...(isPe ? ['uint16(0) == 0x5A4D'] : []),
    ...(size === undefined || size === 0 ? [] : [`filesize < ${size * 3 + 65_536}`]),
  ];
  const rules: string[] = [];
  if (strings.length >= MIN_STRINGS) {
    const need = Math.ceil(strings.length * 0.6);
    rules.push(
      rule(`${name}_strings`, meta, [
        '  strings:',
        ...strings.map((text, i) => `    $s${i} = "${yaraText(text)}" ascii wide`),
        '  condition:',
        `    ${[...limits, `${need} of them`].join(' and ')}`,
      ]),
    );
  }
  const imphash = asText(results.static?.['pe_imphash']);
  const wantsPe = imphash !== undefined && /^[0-9a-f]{32}$/i.test(imphash);
  if (wantsPe) {
    rules.push(rule(`${name}_imports`, meta, ['  condition:', `    pe.imphash() == "${imphash.toLowerCase()}"`]));
  }
  const note = rules.length === 0 ? '// Nothing of this sample is known that a rule could be made of.\n' : '';
  return `// Drafts made by Ovoscope of one analysis.\n${note}${wantsPe ? 'import "pe"\n' : ''}${rules.join('')}`;
}

function rule(name: string, meta: readonly string[], rest: readonly string[]): string {
  return `\nrule ${name} {\n  meta:\n${meta.join('\n')}\n${rest.join('\n')}\n}\n`;
}

/** Strings of the sample that name what it acts on come first, then the least everyday ones. */
function distinctiveStrings(results: Results): string[] {
  const indicators = indicatorsOf(results).filter(({ kind }) => kind !== 'hash' && kind !== 'path');
  const acted = new Set(indicators.map(({ value }) => value.toLowerCase()));
  const scored = new Map<string, number>();
  for (const item of asList(results.strings)) {
    if (typeof item !== 'string' || item.length < 8 || item.length > 120 || scored.has(item)) continue;
    if (!/^[\x20-\x7e]+$/.test(item)) continue;
    const points = stringPoints(item, acted);
    if (points > 0) scored.set(item, points);
    if (scored.size >= 20_000) break;
  }
  const ordered = [...scored].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return ordered.slice(0, MAX_STRINGS).map(([text]) => text);
}

function stringPoints(text: string, acted: ReadonlySet<string>): number {
  if (acted.has(text.toLowerCase())) return 100;
  if (EVERYDAY.test(text)) return 0;
  const letters = text.match(/[a-z]/gi)?.length ?? 0;
  // Code that looks like text has many signs and few words.
  if (letters / text.length < 0.6 || !/[a-z]{4}/i.test(text)) return 0;
  const words = text.match(/[a-z]{3,}/gi)?.length ?? 0;
  const marks =
    /https?:\/\/|\\\\|\.pdb$|%[a-z]+%|cmd|powershell|\\software\\|user-agent|select |\.onion|bot|wallet/i.test(text);
  return Math.min(words, 8) + Math.min(text.length / 16, 4) + (marks ? 10 : 0);
}

function yaraText(text: string): string {
  return text
    .replace(/[\\"]/g, '\\$&')
    .replace(/[^\x20-\x7e]/g, (character) =>
      [...Buffer.from(character, 'utf8')].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
    );
}
