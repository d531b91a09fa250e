import { StringDecoder } from 'node:string_decoder';
import { OvoscopeError, type Problem } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import { parseSubnet, type Subnet } from '../util/ip.ts';

export interface ListLimits {
  maxBytes: number;
  maxEntries: number;
}

export const LIST_LIMITS: ListLimits = { maxBytes: 128 * 1024 * 1024, maxEntries: 2_000_000 };

const MAX_LINE = 64 * 1024;
const FIELDS_LOOKED_AT = 12;
// A list that blames more than this at once blames by mistake.
const WIDEST = { 4: 8, 6: 16 };

export interface AddressList {
  networks: Subnet[];
  /** Lines that name no address, other than comments. */
  skipped: number;
  /** Tells of them, if there are any. */
  problem?: Problem;
}

/**
 * Reads a list of addresses and networks as its publishers write them: one a line, or in a column of a table;
 * comments begin with `#`, `;` or `//`; a port is left off. Throws OvoscopeError if it is too large, or if more lines
 * are something else than addresses: an error page is no list.
 */
export async function readAddressList(
  chunks: AsyncIterable<Uint8Array>,
  { source, file, limits = LIST_LIMITS }: { source: string; file: string; limits?: ListLimits },
): Promise<AddressList> {
  const refuse = (what: string) => new OvoscopeError(storageProblems.listContent(source, file, what));
  const networks: Subnet[] = [];
  let skipped = 0;
  let firstSkipped = { line: 0, text: '' };
  let lineNumber = 0;
  for await (const line of linesOf(chunks, limits.maxBytes, refuse)) {
    lineNumber += 1;
    const text = line.trim();
    if (text === '' || /^(?:#|;|\/\/)/.test(text)) continue;
    const network = networkIn(text);
    if (network) {
      networks.push(network);
      if (networks.length > limits.maxEntries) throw refuse(`it has more than ${limits.maxEntries} entries`);
    } else {
      if (skipped === 0) firstSkipped = { line: lineNumber, text: text.slice(0, 100) };
      skipped += 1;
    }
  }
  // One line that is none may be the heading of a table.
  if (skipped > Math.max(1, networks.length)) {
    throw refuse(`${skipped} lines are no addresses and ${networks.length} are, the first is "${firstSkipped.text}"`);
  }
  if (skipped === 0) return { networks, skipped };
  return {
    networks,
    skipped,
    problem: storageProblems.listSkipped(file, firstSkipped.line, skipped, firstSkipped.text),
  };
}

function networkIn(line: string): Subnet | undefined {
  for (const field of line.split(/[\s,;|"']+/, FIELDS_LOOKED_AT)) {
    const subnet = parseSubnet(field) ?? parseSubnet(field.replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, '$1'));
    // 0.0.0.0 is what hosts files put before names.
    if (subnet && subnet.prefix >= WIDEST[subnet.network.family] && subnet.network.words.some((word) => word !== 0)) {
      return subnet;
    }
  }
  return undefined;
}

async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  refuse: (what: string) => Error,
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let bytes = 0;
  let rest = '';
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw refuse(`it is larger than ${maxBytes} bytes`);
    const lines = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))).split(/\r?\n/);
    rest = lines.pop()!;
    yield* lines;
    if (rest.length > MAX_LINE) throw refuse(`it has a line of more than ${MAX_LINE} characters`);
  }
  const last = rest + decoder.end();
  if (last !== '') yield last;
}
