import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

export interface PowerShellCommand {
  options: { [name: string]: string | true };
  script: string | null;
}

/** Parameters and the shortest beginning that PowerShell takes for each; those with `true` have no value. */
const PARAMETERS: readonly { name: string; shortest: string; isSwitch?: true }[] = [
  { name: 'encodedcommand', shortest: 'e' },
  { name: 'executionpolicy', shortest: 'ex' },
  { name: 'command', shortest: 'c' },
  { name: 'configurationname', shortest: 'config' },
  { name: 'file', shortest: 'f' },
  { name: 'windowstyle', shortest: 'w' },
  { name: 'workingdirectory', shortest: 'wo' },
  { name: 'inputformat', shortest: 'i' },
  { name: 'outputformat', shortest: 'o' },
  { name: 'version', shortest: 'v' },
  { name: 'psconsolefile', shortest: 'ps' },
  { name: 'noninteractive', shortest: 'noni', isSwitch: true },
  { name: 'noprofile', shortest: 'nop', isSwitch: true },
  { name: 'noexit', shortest: 'noe', isSwitch: true },
  { name: 'nologo', shortest: 'nol', isSwitch: true },
  { name: 'sta', shortest: 's', isSwitch: true },
  { name: 'mta', shortest: 'm', isSwitch: true },
];
const ALIASES: { readonly [alias: string]: string } = {
  ec: 'encodedcommand',
  ep: 'executionpolicy',
  if: 'inputformat',
  of: 'outputformat',
  wd: 'workingdirectory',
};

/** What the arguments of powershell.exe say. Carets and backticks inside names are noise. */
export function parsePowerShell(arguments_: string): PowerShellCommand {
  const options: PowerShellCommand['options'] = {};
  let rest = arguments_.trim();
  for (;;) {
    const given = /^[-/\u2013-\u2015]([A-Za-z^`]{1,64})(?=[\s:"']|$):?\s*/.exec(rest);
    const name = given && parameterNamed(given[1]!.replace(/[\^`]/g, '').toLowerCase());
    if (!given || !name) return { options, script: rest === '' ? null : plainScript(rest) };
    rest = rest.slice(given[0].length);
    if (name.isSwitch) {
      options[name.name] = true;
      continue;
    }
    if (name.name === 'command') return { options, script: rest === '' || rest === '-' ? null : plainScript(rest) };
    const value = /^(?:"([^"]*)"?|'([^']*)'?|(\S+))\s*/.exec(rest);
    const text = value?.[1] ?? value?.[2] ?? value?.[3] ?? '';
    rest = rest.slice(value?.[0].length ?? 0);
    if (name.name === 'encodedcommand') return { options, script: decodeCommand(text) };
    options[name.name] = text.replace(/\^/g, '').toLowerCase();
    if (name.name === 'file') {
      options['file'] = text;
      return { options, script: null };
    }
  }
}

function parameterNamed(given: string): (typeof PARAMETERS)[number] | undefined {
  const full = ALIASES[given] ?? given;
  return PARAMETERS.find(({ name, shortest }) => name.startsWith(full) && full.startsWith(shortest));
}

/** Without the quotes around the whole, as the program gets it. */
function plainScript(text: string): string {
  if (text.length > 1 && text.startsWith('"') && text.endsWith('"')) return text.slice(1, -1).replaceAll('\\"', '"');
  if (text.length > 1 && text.startsWith("'") && text.endsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text;
}

/** Base64 of UTF-16; null where it is not. */
function decodeCommand(text: string): string | null {
  const plain = text.replace(/[\^`"'\s]/g, '');
  const bytes = decodeBase64(plain);
  return bytes === undefined || bytes.length === 0 || bytes.length % 2 === 1 ? null : bytes.toString('utf16le');
}

function decodeBase64(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1
    ? Buffer.from(text, 'base64')
    : undefined;
}

/** What a script carries in base64, unpacked where it was packed. */
export interface Payload {
  bytes: Buffer;
  /** The text it is, where it is text. */
  text: string | undefined;
  /** How it was packed, from the outside in: `base64`, `gzip`, `deflate`, `zlib`. */
  encoding: string[];
}

const SHORTEST = 64;
const MOST = 32;
const LONGEST_OUTPUT = 4 << 20;

/** The long base64 literals of a script, decoded; shorter ones are mostly names. */
export function payloadsOf(script: string): Payload[] {
  const payloads: Payload[] = [];
  for (const { 0: literal } of script.matchAll(/[A-Za-z0-9+/]{64,}={0,2}/g)) {
    if (payloads.length >= MOST) break;
    if (literal.length < SHORTEST || !/[a-z]/.test(literal) || !/[A-Z]/.test(literal)) continue;
    const bytes = decodeBase64(literal);
    if (bytes) payloads.push(unpack(bytes, /deflatestream/i.test(script)));
  }
  return payloads;
}

function unpack(bytes: Buffer, isDeflate: boolean): Payload {
  const options = { maxOutputLength: LONGEST_OUTPUT };
  const attempts: [name: string, fits: boolean, decode: (data: Buffer) => Buffer][] = [
    ['gzip', bytes[0] === 0x1f && bytes[1] === 0x8b, (data) => gunzipSync(data, options)],
    [
      'zlib',
      bytes[0] === 0x78 && bytes.length > 2 && bytes.readUInt16BE(0) % 31 === 0,
      (data) => inflateSync(data, options),
    ],
    ['deflate', isDeflate, (data) => inflateRawSync(data, options)],
  ];
  for (const [name, fits, decode] of attempts) {
    if (!fits) continue;
    try {
      const unpacked = decode(bytes);
      return { bytes: unpacked, text: textOf(unpacked), encoding: ['base64', name] };
    } catch {
      // Damaged, too long, or something else that begins alike: what is in the literal counts as it is.
    }
  }
  return { bytes, text: textOf(bytes), encoding: ['base64'] };
}

/** Text in UTF-16 or ASCII, if all of it is. */
function textOf(bytes: Buffer): string | undefined {
  const isWide =
    bytes.length % 2 === 0 &&
    bytes.length >= 8 &&
    countOf(bytes, (byte, i) => i % 2 === 1 && byte === 0) * 2 > bytes.length * 0.9;
  const text = bytes.toString(isWide ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
  return text.length >= 4 && !/[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/.test(text) ? text : undefined;
}

function countOf(bytes: Buffer, wanted: (byte: number, i: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (wanted(bytes[i]!, i)) count++;
  return count;
}
