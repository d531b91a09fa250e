import { createHash } from 'node:crypto';
import {
  decodeEncodedScripts,
  decodeScriptText,
  type HtmlPage,
  hiddenTexts,
  isMail,
  joinTexts,
  readHtml,
  staticProblems,
} from 'ovoscope/formats';
import { payloadsOf } from './_powershell.ts';
import type { StaticFormat, StaticSample } from './_static_format.ts';
import { urlsInText } from './_text_urls.ts';

const LIMIT = 4 << 20;
const MOST_URLS = 1000;
const MOST_LAYERS = 100;
const DEEPEST = 4;
/** Characters of each decoded text that are in the container. */
const SHOWN = 16 * 1024;

const LANGUAGES: { readonly [extension: string]: string } = {
  ...{ js: 'javascript', jse: 'javascript', vbs: 'vbscript', vbe: 'vbscript', vb: 'vbscript' },
  ...{ ps1: 'powershell', psm1: 'powershell', bat: 'batch', cmd: 'batch', hta: 'hta', sct: 'scriptlet' },
  ...{ wsf: 'wsf', wsc: 'wsf', html: 'html', htm: 'html', xhtml: 'html', svg: 'html', mht: 'html', mhtml: 'html' },
};
const BY_PACKAGE: { readonly [name: string]: string } = {
  ...{ js: 'javascript', vbs: 'vbscript', ps1: 'powershell', wsf: 'wsf', hta: 'hta', html: 'html', batch: 'batch' },
};
const PAGES = ['html', 'hta', 'wsf', 'scriptlet'];

/** Scripts and pages: what they call, where they lead to, and what they hide. */
export const scriptFormat: StaticFormat = {
  name: 'script',
  applies: (sample) => languageOf(sample) !== undefined,
  async read(sample, context) {
    const { source, name } = sample;
    const limit = Number(context.options['script_limit']) || LIMIT;
    if (source.size > limit) context.problem(staticProblems.tooLarge(name, 'a script', source.size, limit));
    const bytes = Buffer.alloc(Math.min(source.size, limit));
    const { text, encoding } = decodeScriptText(bytes.subarray(0, source.read(bytes, 0)));
    const language = languageOf(sample)!;
    const page = PAGES.includes(language) ? readHtml(text) : undefined;
    const layers = layersOf(text);
    const urls = new Set<string>();
    for (const one of [text, joinTexts(text), ...layers.flatMap((layer) => [layer.text, joinTexts(layer.text)])])
      for (const url of urlsInText(one, MOST_URLS)) if (urls.size < MOST_URLS) urls.add(url);
    const lines = text.split(/\r\n?|\n/);
    return {
      script: {
        language,
        encoding,
        length: text.length,
        lines: lines.length,
        longest_line: lines.reduce((most, line) => Math.max(most, line.length), 0),
        calls: callsOf([text, ...layers.map((layer) => layer.text)]),
        urls: [...urls],
        decoded: layers.map(({ text: plain, ...layer }) => ({
          ...layer,
          sha256: createHash('sha256').update(plain).digest('hex'),
          length: plain.length,
          text: plain.slice(0, SHOWN),
        })),
      },
      ...(page && { html: describePage(page) }),
      ...(language === 'wsf' && page && { wsf: page.scripts.filter(({ code }) => code !== '').map(decodedCode) }),
    };
  },
};

/** By the name or the package where the bytes are text; a page by its beginning. */
function languageOf({ head, extension, package: package_ }: StaticSample): string | undefined {
  const { text, encoding } = decodeScriptText(head);
  if (text === '' || (!encoding.startsWith('utf-16') && head.subarray(0, 1024).includes(0)) || isMail(head))
    return undefined;
  const start = text.slice(0, 2048);
  const isPage = /^\s{0,512}(?:<!--[^>]{0,500}>\s{0,64})?<(?:!doctype\s+html|html|head|script|body|iframe)\b/i.test(
    start,
  );
  const named = lookUp(LANGUAGES, extension) ?? lookUp(BY_PACKAGE, package_);
  if (named !== undefined) return named;
  if (isPage) return /<hta:application\b/i.test(text) ? 'hta' : 'html';
  if (/^\s{0,64}(?:<\?xml[^>]{0,200}>\s{0,64})?<(?:job|package)\b/i.test(start)) return 'wsf';
  if (/^\s{0,64}(?:<\?xml[^>]{0,200}>\s{0,64})?<scriptlet\b/i.test(start)) return 'scriptlet';
  return start.startsWith('#@~^') ? 'vbscript' : undefined;
}

const lookUp = (table: { readonly [key: string]: string }, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

interface Layer {
  how: string;
  /** Which of the texts it was in; null for the script itself. */
  within: number | null;
  /** In characters of that text. */
  offset: number | null;
  text: string;
}

/** Texts that are encoded in the script, and in those again. */
function layersOf(script: string): Layer[] {
  const layers: Layer[] = [];
  const known = new Set<string>([script]);
  let left = LIMIT;
  const add = (layer: Layer) => {
    left -= layer.text.length;
    if (layers.length >= MOST_LAYERS || left < 0 || known.has(layer.text)) return;
    known.add(layer.text);
    layers.push(layer);
  };
  const search = (text: string, within: number | null) => {
    for (const { text: plain, offset } of decodeEncodedScripts(text))
      add({ how: 'script_encoder', within, offset, text: plain });
    for (const { how, offset, text: plain } of hiddenTexts(text)) add({ how, within, offset, text: plain });
    for (const { text: plain, encoding } of payloadsOf(text))
      if (plain !== undefined) add({ how: encoding.join('+'), within, offset: null, text: plain });
  };
  search(script, null);
  for (let depth = 1, from = 0; depth < DEEPEST; depth++) {
    const end = layers.length;
    for (; from < end; from++) search(layers[from]!.text, from);
  }
  return layers;
}

/** What scripts of malware use, in any case; the value is how it is called in the list. */
const CALLS = [
  ...['WScript.Shell', 'Shell.Application', 'Scripting.FileSystemObject', 'ADODB.Stream', 'MSXML2.XMLHTTP'],
  ...['MSXML2.ServerXMLHTTP', 'Microsoft.XMLHTTP', 'WinHttp.WinHttpRequest', 'WbemScripting.SWbemLocator', 'winmgmts:'],
  ...['ActiveXObject', 'CreateObject', 'GetObject', 'ExecuteGlobal', 'Execute', 'eval', 'unescape', 'fromCharCode'],
  ...['document.write', 'createObjectURL', 'msSaveOrOpenBlob', 'atob', 'WScript.Sleep', 'RegWrite', 'ShellExecute'],
  ...[
    'SaveToFile',
    'ResponseBody',
    'DOMDocument',
    'XMLDOM',
    'Invoke-Expression',
    'IEX',
    'Invoke-WebRequest',
    'Invoke-RestMethod',
  ],
  ...['Start-BitsTransfer', 'Net.WebClient', 'DownloadString', 'DownloadFile', 'DownloadData', 'FromBase64String'],
  ...[
    'Add-Type',
    'Reflection.Assembly',
    'GetProcAddress',
    'VirtualAlloc',
    'VirtualProtect',
    'CreateThread',
    'AmsiUtils',
  ],
  ...['amsiInitFailed', 'Set-MpPreference', 'ExecutionPolicy', 'EncodedCommand', 'WindowStyle', 'Start-Process'],
  ...['IO.Compression', 'DeflateStream', 'GzipStream', 'Register-ScheduledTask', 'schtasks', 'powershell', 'cmd.exe'],
  ...['cmd /c', 'mshta', 'rundll32', 'regsvr32', 'certutil', 'bitsadmin', 'wmic', 'cscript', 'wscript.exe', 'curl'],
  ...['vssadmin', 'bcdedit', 'netsh', 'reg add', 'taskkill', 'msiexec', 'installutil', 'msbuild', 'attrib'],
];
const NAMES = new Map(CALLS.map((name) => [name.toLowerCase(), name]));
const CALL = new RegExp(
  `(?<![\\w.-])(?:${CALLS.toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^$()[\]{}|\\/]/g, '\\$&'))
    .join(
      '|',
    )})(?![\\w-])|(?<=\\.)(?:SaveToFile|ResponseBody|RegWrite|ShellExecute|fromCharCode|Download(?:String|File|Data)|FromBase64String|createObjectURL|msSaveOrOpenBlob)(?!\\w)`,
  'gi',
);

function callsOf(texts: readonly string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const { 0: found } of joinTexts(text).matchAll(CALL)) {
      const name = NAMES.get(found.toLowerCase());
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].map(([name, count]) => ({ name, count }));
}

function decodedCode({ code }: { code: string }): string {
  const encoded = decodeEncodedScripts(code);
  return encoded.length === 0 ? code.trim() : encoded.map(({ text }) => text).join('\n');
}

function describePage(page: HtmlPage) {
  return {
    title: page.title,
    base: page.base,
    links: page.links.map(({ isMisleading, ...link }) => ({ ...link, is_misleading: isMisleading })),
    forms: page.forms,
    frames: page.frames.map(({ isHidden, page: inner, url }) => ({ url, is_hidden: isHidden, page: inner })),
    scripts: page.scripts.map(({ url, language, code, offset }) => ({ url, language, length: code.length, offset })),
    objects: page.objects.map(({ classId, ...object }) => ({ ...object, class_id: classId })),
    refresh: page.refresh.map(({ seconds, url }) => ({ seconds: seconds ?? null, url })),
    resources: page.resources,
    handlers: page.handlers,
    conditions: page.conditions,
  };
}
