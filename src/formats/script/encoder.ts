/** What the Script Encoder of Windows makes of a script (`.vbe`, `.jse`): begin, length, text, checksum, end. */
const BEGIN = '#@~^';
const END = '==^#~@';
const HEAD = 12;
const CHECKSUM = 6;
const MOST = 256;

/** Three bytes for each code from 32 on: what it stands for in each of three alphabets. */
const PLAIN = Buffer.from(
  '2E2D324775307A522156602942715B6A5E382F4933265C3D496258417D3A3429353236655B2039767C5C727A56437F73' +
    '386B6639634E703345452B6B6868627151594F667809765E62317D44644A23546D7543714A4C417E3A604A4C415E7E53' +
    '404C407745424A2C27612A485D74722227754B37316F44374E794D3B59524C2F22506F5467266A2A72477D6A6474392D' +
    '547B202B3F7F2D382E2C774C30675D6E537E6B476C66346F357879255D742130436423264D5A76525B25636C243F482B' +
    '7B5528787023296941282E34734C0959212A3324447F4E3F6D507755093B5356557C73693A35615F6163654B50465867' +
    '583B5131574969224F6C6D465A4D6848257C2728365C46703D4A6E24327A79412F373D5F605F4B514F5A20422C366557',
  'hex',
);
/** The same for a tab, which is the one code below 32 that is used. */
const TAB = [0x57, 0x6e, 0x7b];
/** Which alphabet is used at each place, over and over. */
const ORDER = '0120121221210212021200122102122100212120200120210212001220012021';
const ESCAPES: { readonly [char: string]: string } = { '&': '\n', '#': '\r', '!': '<', '*': '>', $: '@' };

export interface EncodedScript {
  /** Where it begins in the text. */
  offset: number;
  /** Where what follows it begins. */
  end: number;
  text: string;
  /** Whether its end is there. */
  isWhole: boolean;
}

/** The scripts in a text that the Script Encoder has encoded, decoded. Time is linear in the text. */
export function decodeEncodedScripts(text: string): EncodedScript[] {
  const found: EncodedScript[] = [];
  for (let at = text.indexOf(BEGIN); at >= 0 && found.length < MOST; at = text.indexOf(BEGIN, found.at(-1)!.end)) {
    const stop = text.indexOf(END, at);
    const isWhole = stop >= 0;
    const body = text.slice(at + HEAD, isWhole ? Math.max(at + HEAD, stop - CHECKSUM) : text.length);
    found.push({ offset: at, end: isWhole ? stop + END.length : text.length, text: decode(body), isWhole });
  }
  return found;
}

function decode(body: string): string {
  const out: string[] = [];
  let place = 0;
  for (let i = 0; i < body.length; i++) {
    const char = body[i]!;
    const escaped = char === '@' ? ESCAPES[body[i + 1] ?? ''] : undefined;
    if (escaped !== undefined) {
      out.push(escaped);
      place++;
      i++;
      continue;
    }
    const code = body.charCodeAt(i);
    out.push(plainOf(code, Number(ORDER[place % ORDER.length])) ?? char);
    // Characters beyond ASCII are neither changed nor counted.
    if (code < 128) place++;
  }
  return out.join('');
}

function plainOf(code: number, alphabet: number): string | undefined {
  if (code === 9) return String.fromCharCode(TAB[alphabet]!);
  if (code < 32 || code > 127 || code === 0x3c || code === 0x3e || code === 0x40) return undefined;
  return String.fromCharCode(PLAIN[(code - 32) * 3 + alphabet]!);
}
