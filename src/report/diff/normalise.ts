import type { Results } from '../../plugin/container.ts';
import { windowsBasename } from '../../util/text.ts';
import { sampleFacts } from '../indicators.ts';
import { replaceAddresses } from '../redact/addresses.ts';
import { namedFields } from '../redact/named-fields.ts';
import { COMMON_WORDS } from '../redact/words.ts';

/** What kind of text it is: decides which parts may change from run to run. */
export type TextKind = 'path' | 'key' | 'object' | 'command' | 'url' | 'host' | 'name' | 'fact';

const LONGEST = 4_096;
const GUID = /\{?(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])\}?/gi;
/** Keys and arguments whose GUIDs name interfaces and classes, the same on every machine. */
const NAMED_GUID =
  /(?:clsid|interface|typelib|appid|knownfolders|folderdescriptions|classes|providers|namespace|::)\\?$/i;
const PROFILE =
  /((?:[a-z]:[\\/]+|\\)(?:users|documents and settings|docume~1)[\\/]+)(?!(?:public|default|all users|default user)[\\/])[^\\/:*?"<>|]{1,64}(?=[\\/]|$)/gi;

/** In the order in which they are applied. */
const EVERYWHERE: readonly [pattern: RegExp, stand: string][] = [
  [/\bs-1-5-21-\d{1,10}-\d{1,10}-\d{1,10}(?=-|\b)/gi, 's-1-5-21-<machine>'],
  [
    /(?<![\da-z])(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?(?:[t _-]?\d\d?[:.-]\d\d(?:[:.-]\d\d)?(?:[.,]\d{1,7})?z?)?(?![\da-z])/gi,
    '<date>',
  ],
  [/(?<!\d)\d\d?:\d\d:\d\d(?:[.,]\d{1,7})?(?!\d)/g, '<time>'],
];
const LOCAL: readonly [pattern: RegExp, stand: string][] = [
  [/0x[0-9a-f]{4,16}(?![0-9a-z])/gi, '<address>'],
  // What GetTempFileName, installers, .NET and PowerShell make up.
  [/[^\\/"\s]{0,40}?(?:[0-9a-z]{2,12})\.tmp(?![0-9a-z])/gi, '<temp>.tmp'],
  [/(?<=[\\/])_mei\d{2,9}(?=[\\/]|$)/gi, '_mei<number>'],
  [/__psscriptpolicytest_[0-9a-z]{8}\.[0-9a-z]{3}/gi, '__psscriptpolicytest_<random>'],
  [/(?<=(?:temp|tmp)[\\/])[0-9a-z]{8}\.[0-9a-z]{3}(?![0-9a-z.])/gi, '<random>'],
  // Short names with a hash in them: `bf1bcd~1.exe`.
  [/(?<![0-9a-z])[0-9a-z]{1,2}[0-9a-f]{4}~\d(?![0-9a-z])/gi, '<short>'],
  [/(content\.ie5|inetcache[\\/](?:ie|low[\\/]ie))([\\/])[0-9a-z]{8}(?=[\\/]|$)/gi, '$1$2<cache>'],
  [/(?<![0-9a-z])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{8,128}(?![0-9a-z])/gi, '<hex>'],
  [/(?<![0-9a-z])\d{8,20}(?![0-9a-z])/g, '<number>'],
];

/** Puts stand-ins for what is another in every run: `<user>`, `<sample>`, `<guid>`, `<pid>`, … */
export class Normaliser {
  readonly #names: RegExp | undefined;
  readonly #hosts: RegExp | undefined;
  readonly #sample: RegExp | undefined;
  readonly #pids: ReadonlySet<string>;
  readonly #cache = new Map<string, string>();

  constructor(results: Results) {
    this.#sample = wordPattern(sampleNames(results));
    const named = [...namedFields(results)];
    this.#names = wordPattern(named.flatMap(({ kind, value }) => (kind === 'user' ? [value] : [])));
    this.#hosts = wordPattern(named.flatMap(({ kind, value }) => (kind === 'host' ? [value] : [])));
    this.#pids = new Set((results.behavior?.processes ?? []).map(({ process_id }) => String(process_id)));
  }

  /** The text that stands for this one and its like in other runs. */
  text(text: string, kind: TextKind): string {
    const id = `${kind} ${text}`;
    const known = this.#cache.get(id);
    if (known !== undefined) return known;
    const made = this.#normalise(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text, kind);
    if (this.#cache.size >= 50_000) this.#cache.clear();
    this.#cache.set(id, made);
    return made;
  }

  #normalise(text: string, kind: TextKind): string {
    // Case says nothing to Windows but in names of objects.
    let out = kind === 'object' ? text : text.toLowerCase();
    if (kind === 'key')
      out = out
        .replace(/^(?:\\registry\\machine|hkey_local_machine)(?=\\|$)/, 'hklm')
        .replace(/^hkey_current_user(?=\\|$)/, 'hkcu');
    out = out.trim();
    if (kind === 'fact') return out;
    if (kind === 'host' || kind === 'name') return this.#sampled(out);
    out = out.replace(/^\\\?\?\\/, '').replace(PROFILE, '$1<user>');
    out = this.#sampled(out);
    if (this.#names) out = out.replace(this.#names, '<user>');
    if (this.#hosts) out = out.replace(this.#hosts, '<host>');
    for (const [pattern, stand] of EVERYWHERE) out = out.replace(pattern, stand);
    const kept: string[] = [];
    out = out
      .replaceAll('\0', ' ')
      .replace(GUID, (guid, offset: number, all: string) =>
        NAMED_GUID.test(all.slice(Math.max(0, offset - 24), offset)) ? `\0${kept.push(guid) - 1}\0` : '<guid>',
      );
    return this.#local(out, kind).replace(/\0(\d+)\0/g, (_, index: string) => kept[Number(index)]!);
  }

  #local(text: string, kind: TextKind): string {
    let out = text;
    if (kind === 'url')
      return out
        .replace(/(?<![0-9a-z])[0-9a-f]{16,128}(?![0-9a-z])/g, '<hex>')
        .replace(/(?<!\d)\d{10,20}(?!\d)/g, '<number>');
    out = replaceAddresses(out, () => '<internal>.<a>.<b>.<c>').replaceAll('<internal>.<a>.<b>.<c>', '<internal ip>');
    for (const [pattern, stand] of LOCAL) out = out.replace(pattern, stand);
    if (kind === 'command' || kind === 'object' || kind === 'path') {
      out = out.replace(/(?<![0-9a-z.<])\d{2,10}(?![0-9a-z.])/gi, (number) =>
        this.#pids.has(number) ? '<pid>' : number,
      );
    }
    return out;
  }

  #sampled(text: string): string {
    return this.#sample === undefined ? text : text.replace(this.#sample, '<sample>');
  }
}

/** The sample by its names and hashes: two runs may have submitted it under different ones. */
function sampleNames(results: Results): string[] {
  const { name, hashes, url } = sampleFacts(results);
  const base = windowsBasename(name);
  if (url !== undefined) return Object.values(hashes);
  const dot = base.lastIndexOf('.');
  const stem = dot > 0 ? base.slice(0, dot) : base;
  return [base, ...(stem.length >= 6 ? [stem] : []), ...Object.values(hashes)].filter(
    (text) => text !== 'unknown sample',
  );
}

function wordPattern(words: readonly string[]): RegExp | undefined {
  const usable = [...new Set(words.map((word) => word.toLowerCase().trim()))].filter(
    (word) => word.length >= 3 && word.length <= 255 && !COMMON_WORDS.has(word) && !/^\d+$/.test(word),
  );
  if (usable.length === 0) return undefined;
  const escaped = usable
    .sort((a, b) => b.length - a.length)
    .slice(0, 100)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`(?<![0-9a-z])(?:${escaped.join('|')})(?![0-9a-z])`, 'gi');
}
